package dev.breakwater.connectors.receive.content;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.breakwater.connectors.receive.content.Batch.RequestKey;
import dev.breakwater.model.kind.Lambda;
import dev.breakwater.model.kind.ResourceKind;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Sums the platform reports and starts of one delivery by function and minute. A call counts in the minute in which it
 * started, as in CloudWatch's own metrics. Other deliveries may have more calls of the same minute, and readers add
 * these sums. The memory counts in the shared budget until the object is closed.
 */
final class ReportMinutes implements AutoCloseable {
    /** The approximate size of an event's id and of a minute's sums on the heap, bytes. */
    private static final int EVENT = 128;

    private static final int MINUTE = 1024;

    private final BudgetedBytes.Budget budget;
    private final long most;
    private final Set<RequestKey> seen = new HashSet<>();
    private final TreeMap<Key, Sums> minutes = new TreeMap<>();
    private long held;

    /** @param most the budget of one delivery, bytes */
    ReportMinutes(BudgetedBytes.Budget budget, long most) {
        this.budget = budget;
        this.most = most;
    }

    /**
     * Returns whether there is room for one more event, which may be in a new minute. If there is no room, the delivery
     * itself is too large, and a retry would not help.
     *
     * @throws Refused 503 if other deliveries use the rest of the shared budget
     */
    boolean room() throws Refused {
        if (held + EVENT + MINUTE > most) {
            return false;
        }
        hold(EVENT);
        return true;
    }

    private void hold(int bytes) throws Refused {
        budget.take(bytes);
        held += bytes;
    }

    @Override
    public void close() {
        budget.give(held);
        held = 0;
    }

    /** The function and minute of a sum. */
    record Key(String account, String region, String function, long minute) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int order = Long.compare(minute, other.minute);
            order = order != 0 ? order : function.compareTo(other.function);
            order = order != 0 ? order : account.compareTo(other.account);
            return order != 0 ? order : region.compareTo(other.region);
        }
    }

    /**
     * Returns whether the event is new in this delivery.
     *
     * @param id the event's id, unique within its log group
     */
    boolean first(String account, String logGroup, String id) {
        return seen.add(RequestKey.of(account + "\n" + logGroup, id));
    }

    /** @param endMillis the end of the call, epoch ms */
    void add(String account, String region, String function, long endMillis, PlatformReport report) throws Refused {
        long minute = Math.floorDiv(endMillis - Math.round(report.durationMs()), 60_000);
        sums(account, region, function, minute).add(report);
    }

    /** @param atMillis the start of the call, epoch ms */
    void start(String account, String region, String function, long atMillis) throws Refused {
        sums(account, region, function, Math.floorDiv(atMillis, 60_000)).started.add(1);
    }

    private Sums sums(String account, String region, String function, long minute) throws Refused {
        Key key = new Key(account, region, function, minute);
        Sums sums = minutes.get(key);
        if (sums == null) {
            hold(MINUTE);
            sums = new Sums();
            minutes.put(key, sums);
        }
        return sums;
    }

    void writeTo(GzipMember out, String batch) throws Refused {
        for (Map.Entry<Key, Sums> entry : minutes.entrySet()) {
            Sums sums = entry.getValue();
            write(out, batch, entry.getKey(), Lambda.MEMORY_SIZE, sums.memory, "Megabytes");
            write(out, batch, entry.getKey(), Lambda.BILLED_MEGABYTE_MILLISECONDS, sums.megabyteMillis, "None");
            write(out, batch, entry.getKey(), Lambda.STARTED_CALLS, sums.started, "Count");
        }
    }

    private static void write(GzipMember out, String batch, Key key, String metric, Statistics s, String unit)
            throws Refused {
        if (s.count == 0) {
            return;
        }
        byte[] line = Json.line(new MetricLine(
                "breakwater",
                key.account,
                key.region,
                Lambda.REPORTS,
                metric,
                Map.of(ResourceKind.lambda().dimension(), key.function),
                key.minute * 60_000,
                s.values(),
                unit,
                batch));
        out.line(line, 0, line.length);
    }

    private static final class Sums {
        private final Statistics memory = new Statistics();
        private final Statistics megabyteMillis = new Statistics();
        private final Statistics started = new Statistics();

        void add(PlatformReport report) {
            memory.add(report.memoryMb());
            megabyteMillis.add((double) report.billedMs() * report.memoryMb());
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

    /**
     * One metric line, in the format of a JSON metric stream. Its keys are the names of the components in snake case.
     *
     * @param accountId  12 digits
     * @param region     for example {@code eu-west-1}
     * @param namespace  for example {@code AWS/Lambda}
     * @param dimensions names and values of the dimensions, in order
     * @param timestamp  the start of the metric's period, epoch ms
     * @param value      the statistics by name, in order; all values are finite
     * @param unit       CloudWatch's name of the unit
     * @param batch      the delivery that contained a partial value; "" for a complete value
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record MetricLine(
            String metricStreamName,
            String accountId,
            String region,
            String namespace,
            String metricName,
            Map<String, String> dimensions,
            long timestamp,
            Map<String, Double> value,
            String unit,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) String batch) {}
}
