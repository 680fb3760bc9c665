package dev.breakwater.guard.live;

import dev.breakwater.connectors.source.AskingReader;
import dev.breakwater.core.control.Acceptance;
import dev.breakwater.guard.file.AcceptanceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.flink.metrics.Counter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks each second for what people accept. Nothing that is wrong with the folder or a file in it fails the job. */
final class AcceptedReader extends AskingReader<Acceptance> {

    private static final Logger LOG = LoggerFactory.getLogger(AcceptedReader.class);
    private static final Duration EVERY = Duration.ofSeconds(1);

    private final Path ledgerFolder;
    private final LongSupplier clock;
    /** What was said, by scope. */
    private final Map<String, Acceptance> said = new HashMap<>();

    private final Set<Path> unreadable = new HashSet<>();
    private boolean failing;

    AcceptedReader(Path ledgerFolder, LongSupplier clock, Counter counted) {
        super("accepted", counted);
        this.ledgerFolder = ledgerFolder;
        this.clock = clock;
    }

    @Override
    protected void open() {
        // the folder is looked into anew each time
    }

    @Override
    protected Duration ask(Consumer<Acceptance> out) {
        look().forEach(out);
        return EVERY;
    }

    /** When it was heard. */
    @Override
    protected long timeOf(Acceptance news) {
        return clock.getAsLong();
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
    protected void shut() {
        // holds nothing
    }
}
