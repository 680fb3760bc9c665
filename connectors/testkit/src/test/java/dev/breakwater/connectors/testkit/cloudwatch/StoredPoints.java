package dev.breakwater.connectors.testkit.cloudwatch;

import dev.breakwater.connectors.testkit.cloudwatch.CloudWatchDouble.Points;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * Stored points. Each point has a time from which it is visible. If a point is stored again, it is revised. The value
 * of the whole region is the sum over its functions, also for ConcurrentExecutions, where AWS's value is lower.
 */
public final class StoredPoints implements Points {

    private final LongSupplier nowMillis;
    private final Map<Points.Place, TreeMap<String, Map<String, TreeMap<Long, List<Put>>>>> places = new HashMap<>();

    /** @param nowMillis the time, epoch ms */
    public StoredPoints(LongSupplier nowMillis) {
        this.nowMillis = nowMillis;
    }

    /** Stores a value that becomes visible at a given time, epoch ms. */
    public synchronized void put(
            Points.Place place, String function, String metric, long minute, double value, long seenFromMillis) {
        List<Put> puts = places.computeIfAbsent(place, p -> new TreeMap<>())
                .computeIfAbsent(function, f -> new HashMap<>())
                .computeIfAbsent(metric, m -> new TreeMap<>())
                .computeIfAbsent(minute, m -> new ArrayList<>());
        puts.add(new Put(value, seenFromMillis));
        puts.sort((a, b) -> Long.compare(a.seenFromMillis, b.seenFromMillis));
    }

    /** Stores a value that is visible at once. */
    public void put(Points.Place place, String function, String metric, long minute, double value) {
        put(place, function, metric, minute, value, Long.MIN_VALUE);
    }

    @Override
    public synchronized Collection<String> functions(Points.Place place, long fromMinute, long toMinute) {
        List<String> found = new ArrayList<>();
        places.getOrDefault(place, new TreeMap<>()).forEach((function, metrics) -> {
            TreeMap<Long, List<Put>> calls = metrics.getOrDefault("Invocations", new TreeMap<>());
            boolean some = calls.subMap(fromMinute, true, toMinute, true).values().stream()
                    .anyMatch(puts -> !Double.isNaN(seen(puts)));
            if (some) {
                found.add(function);
            }
        });
        return found;
    }

    @Override
    public synchronized double at(Points.Place place, String function, String metric, long minute) {
        TreeMap<String, Map<String, TreeMap<Long, List<Put>>>> functions = places.get(place);
        if (functions == null) {
            return Double.NaN;
        }
        if (!function.isEmpty()) {
            return of(functions.get(function), metric, minute);
        }
        double sum = Double.NaN;
        for (Map<String, TreeMap<Long, List<Put>>> one : functions.values()) {
            double value = of(one, metric, minute);
            if (!Double.isNaN(value)) {
                sum = Double.isNaN(sum) ? value : sum + value;
            }
        }
        return sum;
    }

    private double of(Map<String, TreeMap<Long, List<Put>>> metrics, String metric, long minute) {
        TreeMap<Long, List<Put>> minutes = metrics == null ? null : metrics.get(metric);
        List<Put> puts = minutes == null ? null : minutes.get(minute);
        return puts == null ? Double.NaN : seen(puts);
    }

    private double seen(List<Put> puts) {
        long now = nowMillis.getAsLong();
        double value = Double.NaN;
        for (Put put : puts) {
            if (put.seenFromMillis <= now) {
                value = put.value;
            }
        }
        return value;
    }

    private record Put(double value, long seenFromMillis) {}
}
