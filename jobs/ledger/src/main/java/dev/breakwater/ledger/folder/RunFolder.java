package dev.breakwater.ledger.folder;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.breakwater.ledger.ConfigurationRow;
import dev.breakwater.ledger.HeartbeatRow;
import dev.breakwater.ledger.LedgerFile;
import dev.breakwater.ledger.LedgerJson;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The files of a run with their older parts. The files are read line by line, because months of a ledger do not fit
 * into memory.
 */
public record RunFolder(Path path) {

    /** Name of the folder of the ledger's chains. */
    public static final String CHAINS = "chains";

    /** The folder of the ledger's chains, with one folder for the chain of each writer. */
    public Path chains() {
        return path.resolve(CHAINS);
    }

    /**
     * Whether the folder is the folder of a run.
     *
     * @throws IOException if the kind of folder cannot be determined
     */
    public boolean present() throws IOException {
        return !new SegmentedFile(LedgerFile.DECISIONS.in(path)).parts().isEmpty();
    }

    /** Whether a finished recording wrote the files. Its throttles were only simulated. */
    public boolean recorded() {
        return Files.exists(path.resolve("summary.json"));
    }

    /**
     * Passes on each line of a file and of its older parts, in order. If the file does not exist, there are no lines. A
     * line is skipped if it cannot be read, because a job may be writing the last line. A line is also skipped if the
     * receiver refuses it with an {@link IllegalArgumentException}.
     *
     * @return the number of skipped lines
     */
    public <T> long each(LedgerFile<T> file, Consumer<T> taker) throws IOException {
        long unreadable = 0;
        for (Path part : new SegmentedFile(file.in(path)).parts()) {
            try (CappedLines lines = new CappedLines(part)) {
                for (String line = lines.next(); line != null; line = lines.next()) {
                    if (!line.isBlank() && !take(line, file, taker)) unreadable++;
                }
            } catch (NoSuchFileException e) {
                // the file was renamed in the meantime
            }
        }
        return unreadable;
    }

    /** Passes on a line's content. Returns false if the line cannot be read. */
    static <T> boolean take(String line, LedgerFile<T> file, Consumer<T> taker) {
        try {
            taker.accept(LedgerJson.read(line, file.row()));
            return true;
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return false;
        }
    }

    /** The lines that match, in their order. */
    public <T> List<T> rows(LedgerFile<T> file, Predicate<T> wanted) throws IOException {
        List<T> rows = new ArrayList<>();
        each(file, row -> {
            if (wanted.test(row)) rows.add(row);
        });
        return rows;
    }

    /**
     * The latest heartbeat of {@code run}. The result is empty if there is no heartbeat, for example for a job on a
     * cluster.
     */
    public Optional<HeartbeatRow> heartbeat() throws IOException {
        return rows(LedgerFile.HEARTBEAT, h -> h.at() != null).stream().findFirst();
    }

    /**
     * The time of the job's last report, or null if there was none. For a job on a cluster, which writes no heartbeat,
     * the result is the time of its files.
     *
     * @param beat the job's heartbeat, or null if there is none
     */
    public Instant heardAt(HeartbeatRow beat) throws IOException {
        if (beat != null) return beat.at();
        Instant newest = null;
        for (LedgerFile<?> file : List.of(LedgerFile.FLEET, LedgerFile.DECISIONS, LedgerFile.SPEND)) {
            Path written = file.in(path);
            if (!Files.exists(written)) continue;
            Instant at = Files.getLastModifiedTime(written).toInstant();
            if (newest == null || at.isAfter(newest)) newest = at;
        }
        return newest;
    }

    /** The configuration in force. The result is empty if no job has read its configuration yet. */
    public Optional<ConfigurationRow> configuration() throws IOException {
        return rows(LedgerFile.CONFIGURATION, c -> c.at() != null).stream().findFirst();
    }

    /** Rewrites a file. The new content appears completely or not at all. */
    public <T> void replace(LedgerFile<T> file, Iterable<String> lines) throws IOException {
        Path whole = path.resolve('.' + file.name() + ".tmp");
        Files.write(whole, lines);
        Files.move(whole, file.in(path), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Rewrites a file. */
    public <T> void write(LedgerFile<T> file, Iterable<T> rows) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file.in(path))) {
            for (T row : rows) out.write(LedgerJson.line(row) + '\n');
        }
    }
}
