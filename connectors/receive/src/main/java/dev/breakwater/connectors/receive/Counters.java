package dev.breakwater.connectors.receive;

import dev.breakwater.connectors.receive.content.Batch;
import dev.breakwater.connectors.receive.content.Batch.PassedOver;
import dev.breakwater.connectors.receive.content.Batch.RejectReason;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/** The counters of the endpoint, and their text for Prometheus. No name of a function or account is a label. */
final class Counters {
    /** The upper ends of the histogram's buckets, milliseconds. */
    private static final int[] BUCKETS = {1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 60_000};

    private final Map<Integer, LongAdder> answers = new ConcurrentSkipListMap<>();
    private final Map<RejectReason, LongAdder> rejects = new EnumMap<>(RejectReason.class);
    private final Map<PassedOver, LongAdder> passedOver = new EnumMap<>(PassedOver.class);
    private final LongAdder duplicates = new LongAdder();
    private final LongAdder bodyBytes = new LongAdder();
    private final LongAdder records = new LongAdder();
    private final LongAdder lines = new LongAdder();
    private final LongAdder logEvents = new LongAdder();
    private final LongAdder reports = new LongAdder();
    private final LongAdder writes = new LongAdder();
    private final LongAdder failedWrites = new LongAdder();
    private final LongAdder storedBytes = new LongAdder();
    private final LongAdder ackMicros = new LongAdder();
    private final LongAdder[] acks = new LongAdder[BUCKETS.length + 1];

    Counters() {
        for (RejectReason reason : RejectReason.values()) {
            rejects.put(reason, new LongAdder());
        }
        for (PassedOver kind : PassedOver.values()) {
            passedOver.put(kind, new LongAdder());
        }
        for (int i = 0; i < acks.length; i++) {
            acks[i] = new LongAdder();
        }
    }

    void answered(int status, long nanos) {
        answers.computeIfAbsent(status, s -> new LongAdder()).increment();
        if (status == 200) {
            int bucket = 0;
            while (bucket < BUCKETS.length && nanos > BUCKETS[bucket] * 1_000_000L) {
                bucket++;
            }
            acks[bucket].increment();
            ackMicros.add(nanos / 1000);
        }
    }

    void duplicate() {
        duplicates.increment();
    }

    void read(long bytes) {
        bodyBytes.add(bytes);
    }

    void stored(Batch.Tally tally) {
        records.add(tally.records());
        lines.add(tally.lines());
        logEvents.add(tally.logEvents());
        reports.add(tally.reports());
        tally.rejects().forEach((reason, n) -> rejects.get(reason).add(n));
        tally.passedOver().forEach((kind, n) -> passedOver.get(kind).add(n));
    }

    void wrote(long bytes) {
        writes.increment();
        storedBytes.add(bytes);
    }

    void failedWrite() {
        failedWrites.increment();
    }

    /**
     * Returns the counters as text for Prometheus.
     *
     * @param forged refused lines of accounts for which the key is not valid, by the number of the key
     * @param gauges present values, by name
     */
    String text(List<Long> forged, Map<String, Long> gauges) {
        StringBuilder out = new StringBuilder();
        answers.forEach((status, n) -> line(out, "answers_total{status=\"" + status + "\"}", n.sum()));
        rejects.forEach((reason, n) -> line(out, "rejects_total{reason=\"" + reason.wire() + "\"}", n.sum()));
        passedOver.forEach((kind, n) -> line(out, "passed_over_total{kind=\"" + kind.wire() + "\"}", n.sum()));
        for (int key = 0; key < forged.size(); key++) {
            line(out, "forged_total{key=\"" + key + "\"}", forged.get(key));
        }
        line(out, "duplicates_total", duplicates.sum());
        line(out, "body_bytes_total", bodyBytes.sum());
        line(out, "records_total", records.sum());
        line(out, "lines_total", lines.sum());
        line(out, "log_events_total", logEvents.sum());
        line(out, "reports_total", reports.sum());
        line(out, "writes_total", writes.sum());
        line(out, "failed_writes_total", failedWrites.sum());
        line(out, "stored_bytes_total", storedBytes.sum());
        new TreeMap<>(gauges).forEach((name, value) -> line(out, name, value));
        histogram(out);
        return out.toString();
    }

    private void histogram(StringBuilder out) {
        long sum = 0;
        for (int i = 0; i < acks.length; i++) {
            sum += acks[i].sum();
            String end = i == BUCKETS.length ? "+Inf" : String.valueOf(BUCKETS[i] / 1000.0);
            line(out, "ack_seconds_bucket{le=\"" + end + "\"}", sum);
        }
        line(out, "ack_seconds_count", sum);
        out.append(String.format(Locale.ROOT, "breakwater_receive_ack_seconds_sum %.6f%n", ackMicros.sum() / 1e6));
    }

    private static void line(StringBuilder out, String name, Object value) {
        String bare = name.contains("{") ? name.substring(0, name.indexOf('{')) : name;
        boolean histogram = bare.startsWith("ack_seconds");
        String family = "breakwater_receive_" + (histogram ? "ack_seconds" : bare);
        String head = "# TYPE " + family + " ";
        if (out.indexOf(head) < 0) {
            String type = bare.endsWith("_total") ? "counter" : "gauge";
            out.append(head).append(histogram ? "histogram" : type).append('\n');
        }
        out.append("breakwater_receive_").append(name).append(' ').append(value).append('\n');
    }
}
