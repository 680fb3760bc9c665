package dev.breakwater.cli.recording;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * A recording in memory.
 *
 * @param start     the first minute's start
 * @param minutes   the number of minutes that every column has
 * @param functions the functions with their columns
 * @param totals    the sums that the header states
 */
record Recording(Instant start, int minutes, List<Recording.RecordedFunction> functions, JsonNode totals) {

    private static final String FORMAT = "breakwater-recording/1";
    private static final int HEADER_BYTES_AT_MOST = 1 << 20;
    private static final int MINUTES_AT_MOST = 100 * 1440;

    /**
     * Reads a recording. A recording is a gzip file with a header line, and one line of differences for each function
     * and column.
     */
    static Recording read(InputStream packed) throws IOException {
        try (InputStream text = new BufferedInputStream(new GZIPInputStream(packed, 1 << 16), 1 << 16)) {
            JsonNode header = new ObjectMapper().readTree(headerLine(text));
            requireKnown(header);
            int minutes = header.path("minutes").asInt();
            List<RecordedFunction> functions = new ArrayList<>();
            for (JsonNode inventory : header.path("functions")) {
                int[][] columns = new int[Column.values().length][];
                for (int c = 0; c < columns.length; c++) columns[c] = column(text, minutes);
                functions.add(RecordedFunction.of(inventory, columns));
            }
            Instant start = Instant.parse(header.path("start").asText());
            return new Recording(start, minutes, List.copyOf(functions), header.path("totals"));
        }
    }

    private static void requireKnown(JsonNode header) throws IOException {
        String format = header.path("format").asText();
        if (!FORMAT.equals(format)) throw new IOException("recording: format " + format + ", not " + FORMAT);
        int minutes = header.path("minutes").asInt();
        if (minutes < 1 || minutes > MINUTES_AT_MOST) throw new IOException("recording: " + minutes + " minutes");
        for (Column column : Column.values()) {
            String named = header.path("columns").path(column.ordinal()).asText();
            if (!column.wire().equals(named)) {
                throw new IOException("recording: column " + named + ", not " + column.wire());
            }
        }
    }

    private static byte[] headerLine(InputStream text) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = text.read(); b != '\n'; b = text.read()) {
            if (b < 0 || line.size() >= HEADER_BYTES_AT_MOST) throw new IOException("recording: no header line");
            line.write(b);
        }
        return line.toByteArray();
    }

    private static int[] column(InputStream text, int minutes) throws IOException {
        int[] values = new int[minutes];
        int value = 0;
        for (int minute = 0; minute < minutes; minute++) {
            value = Math.addExact(value, difference(text, minute == minutes - 1 ? '\n' : ' '));
            if (value < 0) throw new IOException("recording: a negative value");
            values[minute] = value;
        }
        return values;
    }

    private static int difference(InputStream text, char end) throws IOException {
        int b = text.read();
        boolean negative = b == '-';
        if (negative) b = text.read();
        int value = 0;
        for (; b != end; b = text.read()) {
            if (b < '0' || b > '9') throw new IOException("the recording is incomplete, or a value is not a number");
            value = Math.addExact(Math.multiplyExact(value, 10), b - '0');
        }
        return negative ? -value : value;
    }

    /**
     * One function's minutes.
     *
     * @param name      the function's name
     * @param account   the account's id
     * @param region    the region
     * @param inventory the function's line of {@code functions.jsonl}, without line end
     * @param columns   values, by the metric's ordinal and by minute
     */
    record RecordedFunction(String name, String account, String region, String inventory, int[][] columns) {

        static RecordedFunction of(JsonNode inventory, int[][] columns) {
            return new RecordedFunction(
                    inventory.path("function").asText(),
                    inventory.path("account").asText(),
                    inventory.path("region").asText(),
                    inventory.toString(),
                    columns);
        }

        int at(Column column, int minute) {
            return columns[column.ordinal()][minute];
        }
    }

    /** The values that are recorded for each minute of a function, in the order of the recording's lines. */
    enum Column {
        INVOCATIONS("invocations"),
        THROTTLES("throttles"),
        ERRORS("errors"),
        DURATION_MEAN_MS("durationMeanMs"),
        DURATION_MAX_MS("durationMaxMs"),
        CONCURRENCY("concurrency");

        private final String wire;

        Column(String wire) {
            this.wire = wire;
        }

        /** Returns the name in the recording's header. */
        String wire() {
            return wire;
        }
    }
}
