package dev.breakwater.connectors.receive.content;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Sums the platform reports and starts of one delivery by function and minute. A minute is that in which the call started, as in
 * CloudWatch's own metrics. Other deliveries may bring more of the same minute: the sums of all add up.
 */
final class ReportMinutes {
    /** The namespace of the lines. */
    static final String NAMESPACE = "Breakwater/Reports";

    private final Set<String> seen = new HashSet<>();
    private final TreeMap<Key, Sums> minutes = new TreeMap<>();

    /** Whose minute. */
    record Key(String account, String region, String function, long minute) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int order = Long.compare(minute, other.minute);
            order = order != 0 ? order : function.compareTo(other.function);
            order = order != 0 ? order : account.compareTo(other.account);
            return order != 0 ? order : region.compareTo(other.region);
        }
    }

    /** True for an event not seen before in this delivery. @param id unique within its log group */
    boolean first(String account, String logGroup, String id) {
        return seen.add(account + "\n" + logGroup + "\n" + id);
    }

    /** @param endMillis when the call was over, epoch ms */
    void add(String account, String region, String function, long endMillis, PlatformReport report) {
        long minute = Math.floorDiv(endMillis - Math.round(report.durationMs()), 60_000);
        sums(account, region, function, minute).add(report);
    }

    /** @param atMillis when the call started, epoch ms */
    void start(String account, String region, String function, long atMillis) {
        sums(account, region, function, Math.floorDiv(atMillis, 60_000)).started.add(1);
    }

    private Sums sums(String account, String region, String function, long minute) {
        return minutes.computeIfAbsent(new Key(account, region, function, minute), k -> new Sums());
    }

    void writeTo(GzipMember out, String batch) throws Refused {
        for (Map.Entry<Key, Sums> entry : minutes.entrySet()) {
            Sums sums = entry.getValue();
            write(out, batch, entry.getKey(), "BilledDuration", sums.billed, "Milliseconds");
            write(out, batch, entry.getKey(), "InitDuration", sums.init, "Milliseconds");
            write(out, batch, entry.getKey(), "MemorySize", sums.memory, "Megabytes");
            write(out, batch, entry.getKey(), "BilledMegabyteMilliseconds", sums.megabyteMillis, "None");
            write(out, batch, entry.getKey(), "StartedCalls", sums.started, "Count");
        }
    }

    private static void write(GzipMember out, String batch, Key key, String metric, Statistics s, String unit)
            throws Refused {
        if (s.count == 0) {
            return;
        }
        byte[] line = new MetricLine(
                        "breakwater",
                        key.account,
                        key.region,
                        NAMESPACE,
                        metric,
                        Map.of("FunctionName", key.function),
                        key.minute * 60_000,
                        s.values(),
                        unit,
                        batch)
                .bytes();
        out.line(line, 0, line.length);
    }

    private static final class Sums {
        private final Statistics billed = new Statistics();
        private final Statistics init = new Statistics();
        private final Statistics memory = new Statistics();
        private final Statistics megabyteMillis = new Statistics();
        private final Statistics started = new Statistics();

        void add(PlatformReport report) {
            billed.add(report.billedMs());
            memory.add(report.memoryMb());
            megabyteMillis.add((double) report.billedMs() * report.memoryMb());
            if (report.initMs() != PlatformReport.WARM) {
                init.add(report.initMs());
            }
        }
    }

    private static final class Statistics {
        private long count;
        private double sum;
        private double max = Double.NEGATIVE_INFINITY;
        private double min = Double.POSITIVE_INFINITY;

        void add(double value) {
            count++;
            sum += value;
            max = Math.max(max, value);
            min = Math.min(min, value);
        }

        Map<String, Double> values() {
            Map<String, Double> values = new LinkedHashMap<>();
            values.put("count", (double) count);
            values.put("sum", sum);
            values.put("max", max);
            values.put("min", min);
            return values;
        }
    }
}
