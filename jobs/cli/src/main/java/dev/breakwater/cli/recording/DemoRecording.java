package dev.breakwater.cli.recording;

import dev.breakwater.cli.recording.Recording.RecordedFunction;
import dev.breakwater.ledger.AttackRow;
import dev.breakwater.ledger.LedgerJson;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;

/** Unpacks the shipped recording into files that the command {@code replay} reads, and lists its attacks. */
public final class DemoRecording {

    /** The number of minutes in one part file. Small files allow parallel work, but there should be few files. */
    private static final int PART_MINUTES = 360;

    private final Recording recording;
    private final List<AttackRow> attacks;

    private DemoRecording(Recording recording, List<AttackRow> attacks) {
        this.recording = recording;
        this.attacks = attacks;
    }

    /**
     * The files that {@link #writeTo} has written.
     *
     * @param samples   folder of the part files, which are read in the order of their names
     * @param functions the inventory, JSON lines
     * @param lines     the number of metric samples in all parts
     */
    public record Written(Path samples, Path functions, long lines) {}

    /** Reads the shipped recording. */
    public static DemoRecording load() throws IOException {
        try (InputStream packed = resource("recording.txt.gz");
                InputStream labels = resource("recording.labels.json")) {
            String text = new String(labels.readAllBytes(), StandardCharsets.UTF_8);
            return new DemoRecording(Recording.read(packed), LedgerJson.read(text, Labels.class).attacks);
        }
    }

    /** The labels of the recording, of which only the attacks are used. */
    private record Labels(List<AttackRow> attacks) {}

    /** Returns the first recorded minute. */
    public Instant start() {
        return recording.start();
    }

    /** Returns the end of the last recorded minute. */
    public Instant end() {
        return recording.start().plus(recording.minutes(), ChronoUnit.MINUTES);
    }

    /** Returns the number of recorded functions. */
    public int functions() {
        return recording.functions().size();
    }

    /** Returns the injected attacks, in order of time. */
    public List<AttackRow> attacks() {
        return attacks;
    }

    /**
     * Writes {@code samples/part-NNN.jsonl.gz} (Metric Streams JSON in order of time) and {@code functions.jsonl} into
     * the folder, which is made if missing. The bytes are the same in each run.
     */
    public Written writeTo(Path folder) throws IOException {
        return writeTo(folder, 1);
    }

    /** Writes the recording one or more times in a row. Each repeat continues where the previous repeat ended. */
    public Written writeTo(Path folder, int times) throws IOException {
        Path samples = Files.createDirectories(folder.resolve("samples"));
        int parts = (recording.minutes() + PART_MINUTES - 1) / PART_MINUTES;
        long lines;
        try {
            lines = IntStream.range(0, parts * times)
                    .parallel()
                    .mapToLong(file -> writePart(samples, file, file % parts, file / parts))
                    .sum();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return new Written(samples, writeInventory(folder.resolve("functions.jsonl")), lines);
    }

    private long writePart(Path folder, int number, int part, long timesBefore) {
        Path file = folder.resolve("part-%03d.jsonl.gz".formatted(number));
        long first = recording.start().getEpochSecond() / 60 + timesBefore * recording.minutes();
        int end = Math.min(recording.minutes(), (part + 1) * PART_MINUTES);
        try (StreamFile out = new StreamFile(file)) {
            for (int minute = part * PART_MINUTES; minute < end; minute++) {
                for (RecordedFunction f : recording.functions()) f.write(out, minute, first + minute);
            }
            return out.samples();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path writeInventory(Path file) throws IOException {
        return Files.write(
                file,
                recording.functions().stream().map(RecordedFunction::inventory).toList());
    }

    static InputStream resource(String name) throws FileNotFoundException {
        InputStream found = DemoRecording.class.getResourceAsStream(name);
        if (found == null) throw new FileNotFoundException("not in this build: " + name);
        return found;
    }
}
