package dev.breakwater.cli.recording;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.breakwater.cli.recording.Recording.Column;
import dev.breakwater.cli.recording.Recording.RecordedFunction;
import dev.breakwater.model.MetricRole;
import dev.breakwater.model.kind.ResourceKind;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes a function's minutes as lines of CloudWatch Metric Streams JSON. The constant part of a line is rendered once,
 * so writing a million samples takes a second or two. Not thread-safe.
 */
final class SampleLines {

    private final RecordedFunction function;
    private final byte[] invocations;
    private final byte[] errors;
    private final byte[] throttles;
    private final byte[] duration;
    private final byte[] concurrency;
    private AsciiBuffer out;

    SampleLines(RecordedFunction function) {
        this.function = function;
        invocations = prefix(MetricRole.CALLS);
        errors = prefix(MetricRole.ERRORS);
        throttles = prefix(MetricRole.REFUSALS);
        duration = prefix(MetricRole.MILLISECONDS);
        concurrency = prefix(MetricRole.CONCURRENCY);
    }

    /**
     * Appends the minute's samples as CloudWatch would send them. If a call ran, there are all five metrics. If every
     * call was refused, there is only the metric Throttles. Without calls, there are no samples.
     *
     * @return how many lines
     */
    int append(AsciiBuffer buffer, int minute, long epochMillis) {
        out = buffer;
        int calls = function.at(Column.INVOCATIONS, minute);
        int refused = function.at(Column.THROTTLES, minute);
        if (calls + refused == 0) return 0;
        if (calls > 0) {
            line(invocations, epochMillis, calls, calls, 1, 1, AsciiBuffer.COUNT);
            flags(errors, epochMillis, calls, function.at(Column.ERRORS, minute));
            duration(minute, epochMillis, calls);
            int peak = function.at(Column.CONCURRENCY, minute);
            line(concurrency, epochMillis, 1, peak, peak, peak, AsciiBuffer.COUNT);
        }
        flags(throttles, epochMillis, calls + refused, refused);
        return calls > 0 ? 5 : 1;
    }

    private void duration(int minute, long epochMillis, int calls) {
        int mean = function.at(Column.DURATION_MEAN_MS, minute);
        // the shortest call is left out, because the readers of these samples do not use it
        int shortest = calls == 1 ? mean : (mean + 1) / 2;
        int longest = function.at(Column.DURATION_MAX_MS, minute);
        line(duration, epochMillis, calls, (long) calls * mean, longest, shortest, AsciiBuffer.MILLISECONDS);
    }

    /** A metric whose value is 1 or 0 for each call. */
    private void flags(byte[] prefix, long epochMillis, int calls, int raised) {
        line(prefix, epochMillis, calls, raised, raised > 0 ? 1 : 0, raised == calls ? 1 : 0, AsciiBuffer.COUNT);
    }

    private void line(byte[] prefix, long epochMillis, int count, long sum, long max, long min, byte[] unit) {
        out.put(prefix).sample(epochMillis, count, sum, max, min, unit);
    }

    private byte[] prefix(MetricRole metric) {
        return ascii(prefix("recording", function.account(), function.region(), metric, function.name()));
    }

    /** Returns the part of a line before the time. */
    static String prefix(String stream, String account, String region, MetricRole metric, String function) {
        ResourceKind kind = ResourceKind.of(function);
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("metric_stream_name", stream);
        line.put("account_id", account);
        line.put("region", region);
        line.put("namespace", kind.namespace());
        line.put("metric_name", kind.metric(metric));
        line.putObject("dimensions").put(kind.dimension(), kind.atAws(function));
        String open = line.toString();
        return open.substring(0, open.length() - 1) + ",\"timestamp\":";
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A growing byte buffer that writes whole numbers without making strings. */
    static final class AsciiBuffer {

        static final byte[] COUNT = ascii("},\"unit\":\"Count\"}\n");
        static final byte[] MILLISECONDS = ascii("},\"unit\":\"Milliseconds\"}\n");

        private static final byte[] VALUE = ascii(",\"value\":{\"count\":");
        private static final byte[] SUM = ascii(",\"sum\":");
        private static final byte[] MAX = ascii(",\"max\":");
        private static final byte[] MIN = ascii(",\"min\":");
        private static final int LONGEST_NUMBER = 20;

        private byte[] bytes = new byte[1 << 16];
        private int size;

        AsciiBuffer put(byte[] more) {
            reserve(more.length);
            System.arraycopy(more, 0, bytes, size, more.length);
            size += more.length;
            return this;
        }

        /** Appends a number of at least 0 in decimal. */
        AsciiBuffer put(long number) {
            reserve(LONGEST_NUMBER);
            int end = size + digits(number);
            long rest = number;
            for (int at = end - 1; at >= size; at--) {
                bytes[at] = (byte) ('0' + rest % 10);
                rest /= 10;
            }
            size = end;
            return this;
        }

        /** Appends the part of a line from the time to the end. */
        AsciiBuffer sample(long epochMillis, long count, long sum, long max, long min, byte[] unit) {
            put(epochMillis).put(VALUE).put(count).put(SUM).put(sum);
            return put(MAX).put(max).put(MIN).put(min).put(unit);
        }

        /** Writes all bytes to the output and empties the buffer. */
        void drainTo(OutputStream out) throws IOException {
            out.write(bytes, 0, size);
            size = 0;
        }

        private void reserve(int more) {
            if (size + more > bytes.length) bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }

        private static int digits(long number) {
            int digits = 1;
            for (long rest = number / 10; rest > 0; rest /= 10) digits++;
            return digits;
        }
    }
}
