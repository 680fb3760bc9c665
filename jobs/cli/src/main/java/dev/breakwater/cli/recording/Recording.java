package dev.breakwater.cli.recording;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.breakwater.connectors.cloudwatch.FeedRecord.Datapoint;
import dev.breakwater.model.MetricRole;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
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

    /**
     * Reads a recording. A recording is a gzip file with a header line, and one line of differences for each function
     * and column.
     */
    static Recording read(InputStream packed) throws IOException {
        try (BufferedReader text = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(packed, 1 << 16), StandardCharsets.UTF_8))) {
            JsonNode header = new ObjectMapper().readTree(text.readLine());
            String format = header.path("format").asText();
            if (!FORMAT.equals(format)) throw new IOException("recording: format " + format + ", not " + FORMAT);
            int minutes = header.path("minutes").asInt();
            List<RecordedFunction> functions = new ArrayList<>();
            for (JsonNode f : header.path("functions")) {
                int[][] columns = new int[Column.values().length][];
                for (int c = 0; c < columns.length; c++) columns[c] = column(text.readLine(), minutes);
                functions.add(new RecordedFunction(
                        f.path("function").asText(),
                        f.path("account").asText(),
                        f.path("region").asText(),
                        f.toString(),
                        columns));
            }
            Instant start = Instant.parse(header.path("start").asText());
            return new Recording(start, minutes, List.copyOf(functions), header.path("totals"));
        }
    }

    private static int[] column(String differences, int minutes) throws IOException {
        String[] parts = differences == null ? new String[0] : differences.split(" ");
        if (parts.length != minutes) throw new IOException("the recording is incomplete");
        int[] values = Arrays.stream(parts).mapToInt(Integer::parseInt).toArray();
        Arrays.parallelPrefix(values, Math::addExact);
        return values;
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

        /**
         * Writes the minute's samples as CloudWatch would send them. If a call ran, there are all five metrics. If
         * every call was refused, there is only the metric Throttles. Without calls, there are no samples.
         *
         * @param minute counted from the recording's start
         * @param at     the minute that the samples name, epoch seconds / 60
         */
        void write(StreamFile to, int minute, long at) throws IOException {
            int calls = at(Column.INVOCATIONS, minute);
            int refused = at(Column.THROTTLES, minute);
            if (calls > 0) {
                int errors = at(Column.ERRORS, minute);
                int peak = at(Column.CONCURRENCY, minute);
                double millis = (double) calls * at(Column.DURATION_MEAN_MS, minute);
                sample(to, MetricRole.CALLS, at, calls, calls, 1);
                sample(to, MetricRole.ERRORS, at, calls, errors, Math.min(1, errors));
                sample(to, MetricRole.MILLISECONDS, at, calls, millis, at(Column.DURATION_MAX_MS, minute));
                sample(to, MetricRole.CONCURRENCY, at, 1, peak, peak);
            }
            if (calls + refused > 0)
                sample(to, MetricRole.REFUSALS, at, calls + refused, refused, Math.min(1, refused));
        }

        private void sample(StreamFile to, MetricRole metric, long at, int count, double sum, int max)
                throws IOException {
            to.write(new Datapoint(account, region, name, metric, at, count, sum, max));
        }

        private int at(Column column, int minute) {
            return columns[column.ordinal()][minute];
        }
    }

    /** The values that are recorded for each minute of a function, in the order of the recording's lines. */
    enum Column {
        INVOCATIONS,
        THROTTLES,
        ERRORS,
        DURATION_MEAN_MS,
        DURATION_MAX_MS,
        CONCURRENCY
    }
}
