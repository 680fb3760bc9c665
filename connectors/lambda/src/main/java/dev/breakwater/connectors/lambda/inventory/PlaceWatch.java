package dev.breakwater.connectors.lambda.inventory;

import dev.breakwater.connectors.lambda.ActClock;
import dev.breakwater.connectors.lambda.inventory.InventorySource.InventoryPace;
import dev.breakwater.connectors.lambda.inventory.InventorySource.InventoryPlace;
import dev.breakwater.connectors.lambda.inventory.PlaceMemory.PlaceFact;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Reads one account and region repeatedly on other threads, one step at a time. Limits with Breakwater's tag are read
 * more often than the rest. A round begins only after the results of the previous round were taken, so at most one
 * round of each kind waits to be taken.
 */
final class PlaceWatch {

    /** The output of the watch: facts, and failures. */
    interface Listener {
        void fact(String place, PlaceFact fact);

        void broken(Throwable bug);
    }

    private final InventoryPlace place;
    private final PlaceDirectory.Factory directories;
    private final InventoryPace pace;
    private final ScheduledExecutorService threads;
    private final Listener listener;
    private final ActClock clock = ActClock.system();
    private PlaceDirectory directory;
    private PlaceRound round;
    private long markedAt;

    PlaceWatch(
            InventoryPlace place,
            PlaceDirectory.Factory directories,
            InventoryPace pace,
            ScheduledExecutorService threads,
            Listener listener) {
        this.place = place;
        this.directories = directories;
        this.pace = pace;
        this.threads = threads;
        this.listener = listener;
    }

    /** Begins the next round when it is due. The first round begins at once. */
    void next(Map<String, PlaceSplit.KnownFunction> known) {
        long now = clock.millis();
        // the wait is at most one period, in case the clock was set back
        long wait = round == null ? 0 : Math.min(Math.max(0, round.nextMillis() - now), pace.everyMillis());
        later(() -> begin(known), wait);
    }

    /** Reads the limits with Breakwater's tag when they are due. The first reading begins at once. */
    void nextMarked(Collection<PlaceSplit.KnownMark> known) {
        long now = clock.millis();
        long wait = Math.min(Math.max(0, markedAt + pace.markedMillis() - now), pace.markedMillis());
        markedAt = now + wait;
        later(() -> stepMarked(new MarkedRound(directory().urgent(), known, clock, this::told)), wait);
    }

    /** Frees the clients. Call this method only when no step is running. */
    synchronized void close() {
        if (directory != null) directory.close();
    }

    private void begin(Map<String, PlaceSplit.KnownFunction> known) {
        round = new PlaceRound(directory(), known, pace, clock, this::told);
        step();
    }

    private synchronized PlaceDirectory directory() {
        if (directory == null) directory = directories.open(place);
        return directory;
    }

    private void told(PlaceFact fact) {
        listener.fact(place.id(), fact);
    }

    private void stepMarked(MarkedRound marks) {
        if (marks.step()) later(() -> stepMarked(marks), 0);
    }

    private void step() {
        long wait = round.step();
        if (wait != PlaceRound.OVER) later(this::step, wait);
    }

    private void later(Runnable work, long millis) {
        try {
            threads.schedule(() -> guarded(work), millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // the watch has been closed meanwhile
        }
    }

    private void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            // otherwise the executor would hide the exception, and the inventory would stop
            if (!threads.isShutdown()) listener.broken(e);
        }
    }
}
