package dev.breakwater.connectors.lambda.inventory;

import dev.breakwater.connectors.lambda.inventory.InventorySource.InventoryPace;
import dev.breakwater.connectors.lambda.inventory.InventorySource.InventoryPlace;
import dev.breakwater.connectors.lambda.inventory.InventorySource.InventorySplit;
import dev.breakwater.connectors.lambda.inventory.PlaceMemory.PlaceFact;
import dev.breakwater.connectors.source.SingleSplitReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.metrics.Counter;

/**
 * Passes the results of the watches to Flink. The watches' threads only call AWS. Only the task's thread changes the
 * memory, so a checkpoint contains exactly the emitted changes.
 */
final class InventoryReader extends SingleSplitReader<InventoryChange, InventorySplit> implements PlaceWatch.Listener {

    private static final int BATCH = 256;
    private static final int MOST_THREADS = 16;
    private static final long CLOSE_SECONDS = 5;

    private record Told(String place, PlaceFact fact) {}

    private final List<InventoryPlace> places;
    private final PlaceDirectory.Factory directories;
    private final InventoryPace pace;
    private final Counter read;
    private final Map<String, PlaceMemory> memories = new LinkedHashMap<>();
    private final Map<String, PlaceWatch> watches = new LinkedHashMap<>();
    private final Queue<Told> told = new ConcurrentLinkedQueue<>();
    private final AtomicReference<Throwable> broken = new AtomicReference<>();
    private ScheduledExecutorService threads;
    private boolean marked;

    /** @param read counts emitted changes */
    InventoryReader(List<InventoryPlace> places, PlaceDirectory.Factory directories, InventoryPace pace, Counter read) {
        this.read = read;
        this.places = places;
        this.directories = directories;
        this.pace = pace;
    }

    @Override
    public void addSplits(List<InventorySplit> splits) {
        Map<String, PlaceSplit> known = new HashMap<>();
        splits.forEach(split -> split.all().forEach(place -> known.put(place.id(), place)));
        for (InventoryPlace place : places) {
            PlaceSplit state = known.get(place.id());
            watch(place, new PlaceMemory(state == null ? PlaceSplit.fresh(place) : state));
        }
        wake();
    }

    @Override
    public InputStatus pollNext(ReaderOutput<InventoryChange> output) {
        Throwable bug = broken.get();
        if (bug != null) throw new IllegalStateException("looking at the inventory failed", bug);
        if (watches.isEmpty()) {
            if (noMoreSplits()) return InputStatus.END_OF_INPUT;
            return waitForFacts();
        }
        if (!marked) {
            // changes have no event time, so they must not hold back other streams
            output.emitWatermark(Watermark.MAX_WATERMARK);
            marked = true;
        }
        for (int n = 0; n < BATCH; n++) {
            Told next = told.poll();
            if (next == null) return waitForFacts();
            take(next, output);
        }
        return InputStatus.MORE_AVAILABLE;
    }

    @Override
    public List<InventorySplit> snapshotState(long checkpointId) {
        List<PlaceSplit> all =
                memories.values().stream().map(PlaceMemory::state).toList();
        return all.isEmpty() ? List.of() : List.of(new InventorySplit(all));
    }

    @Override
    public void close() {
        if (threads != null) {
            threads.shutdownNow();
            awaitEnd();
        }
        watches.values().forEach(PlaceWatch::close);
    }

    /**
     * Waits until all open calls have ended. Each call ends within its timeout. After this wait, the clients may be
     * closed.
     */
    private void awaitEnd() {
        try {
            threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void fact(String place, PlaceFact fact) {
        told.add(new Told(place, fact));
        wake();
    }

    @Override
    public void broken(Throwable bug) {
        broken.compareAndSet(null, bug);
        wake();
    }

    private void watch(InventoryPlace place, PlaceMemory memory) {
        if (threads == null) threads = daemons("inventory", Math.min(MOST_THREADS, 2 * places.size()));
        memories.put(place.id(), memory);
        PlaceWatch watch = new PlaceWatch(place, directories, pace, threads, this);
        watches.put(place.id(), watch);
        watch.next(memory.known());
        watch.nextMarked(memory.marks());
    }

    private void take(Told next, ReaderOutput<InventoryChange> output) {
        PlaceMemory memory = memories.get(next.place());
        long now = System.currentTimeMillis();
        List<InventoryChange> changes = new ArrayList<>(memory.take(next.fact(), now));
        read.inc(changes.size());
        changes.forEach(change -> output.collect(change, change.atMillis()));
        PlaceWatch watch = watches.get(next.place());
        if (next.fact() instanceof PlaceFact.Ended) watch.next(memory.known());
        if (next.fact() instanceof PlaceFact.MarksEnded) watch.nextMarked(memory.marks());
    }

    private InputStatus waitForFacts() {
        return sleepUnless(() -> !told.isEmpty() || broken.get() != null);
    }
}
