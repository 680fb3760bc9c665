package dev.breakwater.guard.live;

import dev.breakwater.core.control.Acceptance;
import dev.breakwater.guard.file.AcceptanceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.core.io.InputStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks each second for what people accept. Nothing that is wrong with the folder or a file in it fails the job. */
final class AcceptedReader implements SourceReader<Acceptance, AcceptedSource.NoSplit> {

    private static final Logger LOG = LoggerFactory.getLogger(AcceptedReader.class);
    private static final long EVERY_MILLIS = 1_000;

    private final Path ledgerFolder;
    private final LongSupplier clock;
    /** What was said, by scope. */
    private final Map<String, Acceptance> said = new HashMap<>();

    private final Set<Path> unreadable = new HashSet<>();
    private CompletableFuture<Void> available = CompletableFuture.completedFuture(null);
    private boolean marked;
    private boolean failing;

    AcceptedReader(Path ledgerFolder, LongSupplier clock) {
        this.ledgerFolder = ledgerFolder;
        this.clock = clock;
    }

    @Override
    public void start() {
        // the first poll looks
    }

    @Override
    public InputStatus pollNext(ReaderOutput<Acceptance> output) {
        if (!marked) {
            // what people say has no event time: it must hold nobody's up
            output.emitWatermark(Watermark.MAX_WATERMARK);
            marked = true;
        }
        for (Acceptance news : look()) output.collect(news, clock.getAsLong());
        available = CompletableFuture.runAsync(
                () -> {}, CompletableFuture.delayedExecutor(EVERY_MILLIS, TimeUnit.MILLISECONDS));
        return InputStatus.NOTHING_AVAILABLE;
    }

    /** What is new since the last look. */
    List<Acceptance> look() {
        try {
            List<Acceptance> news = newest().values().stream()
                    .map(AcceptanceFiles.Read::acceptance)
                    .filter(a -> a.until() > clock.getAsLong())
                    .filter(a -> !a.equals(said.put(a.scope().id(), a)))
                    .toList();
            failing = false;
            return news;
        } catch (IOException | RuntimeException e) {
            if (!failing) LOG.warn("What people accept cannot be read in {}: {}", ledgerFolder, e.toString());
            failing = true;
            return List.of();
        }
    }

    /** The newest word on each scope; older ones, and what is over, go. */
    private Map<String, AcceptanceFiles.Read> newest() throws IOException {
        Map<String, AcceptanceFiles.Read> newest = new LinkedHashMap<>();
        for (AcceptanceFiles.Read read : AcceptanceFiles.all(ledgerFolder)) {
            if (!read.readable()) {
                if (unreadable.add(read.file())) LOG.warn("{} cannot be read and is passed over", read.file());
                continue;
            }
            AcceptanceFiles.Read older = newest.put(read.scope(), read);
            if (older != null) remove(older.file());
        }
        for (AcceptanceFiles.Read read : List.copyOf(newest.values())) {
            if (read.acceptance().until() <= clock.getAsLong()) remove(read.file());
        }
        return newest;
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.debug("{} stays: {}", file, e.toString()); // it is passed over all the same
        }
    }

    @Override
    public List<AcceptedSource.NoSplit> snapshotState(long checkpointId) {
        return List.of();
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
        return available;
    }

    @Override
    public void addSplits(List<AcceptedSource.NoSplit> splits) {
        // none are handed out
    }

    @Override
    public void notifyNoMoreSplits() {
        // none were expected
    }

    @Override
    public void close() {
        // holds nothing
    }
}
