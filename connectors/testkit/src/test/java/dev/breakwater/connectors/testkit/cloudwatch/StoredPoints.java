package dev.breakwater.connectors.testkit.cloudwatch;

import dev.breakwater.connectors.testkit.cloudwatch.CloudWatchDouble.Points;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;

/**
 * Stored points. Each point has a time from which it is visible. If a point is stored again, it is revised. The value
 * of the whole region is the sum over its functions, also for ConcurrentExecutions, where AWS's value is lower.
 */
public final class StoredPoints implements Points {

    private record Series(Points.Place place, String function, String metric) {}

    private final LongSupplier nowMillis;
    private final Map<Series, TreeMap<Long, List<Put>>> all = new HashMap<>();

    /** @param nowMillis the time, epoch ms */
    public StoredPoints(LongSupplier nowMillis) {
        this.nowMillis = nowMillis;
    }

    /** Stores a value that becomes visible at a given time, epoch ms. */
    public synchronized void put(
            Points.Place place, String function, String metric, long minute, double value, long seenFromMillis) {
        List<Put> puts = all.computeIfAbsent(new Series(place, function, metric), s -> new TreeMap<>())
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
        TreeSet<String> found = new TreeSet<>();
        all.forEach((series, minutes) -> {
            if (!series.place.equals(place) || !series.metric.equals("Invocations")) return;
            boolean some = minutes.subMap(fromMinute, true, toMinute, true).values().stream()
                    .anyMatch(puts -> !Double.isNaN(seen(puts)));
            if (some) found.add(series.function);
        });
        return found;
    }

    @Override
    public synchronized double at(Points.Place place, String function, String metric, long minute) {
        if (!function.isEmpty()) return at(new Series(place, function, metric), minute);
        return all.keySet().stream()
                .filter(series -> series.place.equals(place) && series.metric.equals(metric))
                .mapToDouble(series -> at(series, minute))
                .filter(value -> !Double.isNaN(value))
                .reduce(Double::sum)
                .orElse(Double.NaN);
    }

    private double at(Series series, long minute) {
        return seen(all.getOrDefault(series, new TreeMap<>()).getOrDefault(minute, List.of()));
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
