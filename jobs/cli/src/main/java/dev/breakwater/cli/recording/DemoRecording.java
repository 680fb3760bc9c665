package dev.breakwater.cli.recording;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.breakwater.cli.recording.Recording.RecordedFunction;
import dev.breakwater.cli.recording.SampleLines.AsciiBuffer;
import dev.breakwater.ledger.AttackRow;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Unpacks the shipped recording into files that the command {@code replay} reads, and lists its attacks. */
public final class DemoRecording {

    /** The number of minutes in one part file. Small files allow parallel work, but there should be few files. */
    private static final int PART_MINUTES = 360;

    private final Recording recording;
    private final JsonNode labels;

    private DemoRecording(Recording recording, JsonNode labels) {
        this.recording = recording;
        this.labels = labels;
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
            return new DemoRecording(Recording.read(packed), new ObjectMapper().readTree(labels));
        }
    }

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

    /** Returns the number of metric samples that {@link #writeTo} writes. */
    public long samples() {
        return total("samples");
    }

    /** Returns one of the header's sums: invocations, throttles, errors, durationMs or samples. */
    long total(String name) {
        return recording.totals().path(name).asLong();
    }

    /** Returns the injected attacks, in order of time. */
    public List<Label> attacks() {
        return Label.listOf(labels.path("attacks"));
    }

    /** Returns the labels of legitimate traffic that looks like an attack. */
    public List<Label> benign() {
        return Label.listOf(labels.path("benign"));
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
        List<SampleLines> writers =
                recording.functions().stream().map(SampleLines::new).toList();
        AsciiBuffer buffer = new AsciiBuffer();
        long lines = 0;
        try (OutputStream out = new FastGzip(Files.newOutputStream(file))) {
            int end = Math.min(recording.minutes(), (part + 1) * PART_MINUTES);
            for (int minute = part * PART_MINUTES; minute < end; minute++) {
                long minutes = timesBefore * recording.minutes() + minute;
                long millis =
                        recording.start().plus(minutes, ChronoUnit.MINUTES).toEpochMilli();
                for (SampleLines writer : writers) lines += writer.append(buffer, minute, millis);
                buffer.drainTo(out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lines;
    }

    private Path writeInventory(Path file) throws IOException {
        return Files.write(
                file,
                recording.functions().stream().map(RecordedFunction::inventory).toList());
    }

    private static InputStream resource(String name) throws FileNotFoundException {
        InputStream found = DemoRecording.class.getResourceAsStream(name);
        if (found == null) throw new FileNotFoundException("not in this build: " + name);
        return found;
    }

    /** Compresses fast rather than well, because the files exist for one run only. */
    static final class FastGzip extends GZIPOutputStream {
        FastGzip(OutputStream out) throws IOException {
            super(out, 1 << 16);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }

    /**
     * An event that was injected into some functions of the recording.
     *
     * @param id            short name, for example {@code slow-burn}
     * @param functions     the functions that the event affects
     * @param from          the first minute of the event
     * @param to            the end of its last minute
     * @param description   one line for people
     * @param incidentKinds the kinds of incident that are a correct result for the event; none for benign events
     * @param excessUsd     the event's cost above normal, USD
     */
    public record Label(
            String id,
            List<String> functions,
            Instant from,
            Instant to,
            String description,
            List<String> incidentKinds,
            double excessUsd) {

        /** Returns the label as the report shows it. */
        public AttackRow attack() {
            return new AttackRow(id, functions, from, to, description);
        }

        static List<Label> listOf(JsonNode array) {
            List<Label> labels = new ArrayList<>();
            for (JsonNode node : array) labels.add(of(node));
            return List.copyOf(labels);
        }

        private static Label of(JsonNode node) {
            return new Label(
                    node.path("id").asText(),
                    texts(node.path("functions")),
                    Instant.parse(node.path("from").asText()),
                    Instant.parse(node.path("to").asText()),
                    node.path("description").asText(),
                    texts(node.path("incidentKinds")),
                    node.path("excessUsd").asDouble());
        }

        private static List<String> texts(JsonNode array) {
            List<String> texts = new ArrayList<>();
            for (JsonNode node : array) texts.add(node.asText());
            return List.copyOf(texts);
        }
    }
}
