package dev.breakwater.connectors.testkit.cloudwatch;

import dev.breakwater.connectors.testkit.cloudwatch.CloudWatchDouble.Points;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * An invented fleet whose points are computed. Two of ten functions are called all the time, three sometimes, and five
 * at most once an hour. A point is visible 15 to 75 seconds after the end of its minute.
 */
public final class FleetPoints implements Points {
    private final int functions;
    private final LongSupplier nowMillis;
    private final List<String> names = new ArrayList<>();
    private final Map<String, Integer> index = new HashMap<>();
    private final Map<Long, double[]> totals = new HashMap<>();

    /** @param functions the number of functions in each account and region */
    public FleetPoints(int functions, LongSupplier nowMillis) {
        this.functions = functions;
        this.nowMillis = nowMillis;
        for (int i = 0; i < functions; i++) {
            String name = String.format("function-%05d", i);
            names.add(name);
            index.put(name, i);
        }
    }

    @Override
    public Collection<String> functions(Points.Place place, long fromMinute, long toMinute) {
        return names;
    }

    @Override
    public double at(Points.Place place, String function, String metric, long minute) {
        if (function.isEmpty()) {
            return seen(0, minute) ? total(place, metric, minute) : Double.NaN;
        }
        Integer i = index.get(function);
        return i == null || !seen(i, minute) ? Double.NaN : value(place, i, metric, minute);
    }

    /** The time at which a point becomes visible, in epoch milliseconds. */
    public static long seenAt(int function, long minute) {
        return (minute + 1) * 60_000 + 15_000 + Math.floorMod(hash(function, minute), 60_000);
    }

    private boolean seen(int function, long minute) {
        return seenAt(function, minute) <= nowMillis.getAsLong();
    }

    private double value(Points.Place place, int function, String metric, long minute) {
        int calls = calls(place, function, minute);
        if (calls == 0) {
            return Double.NaN;
        }
        return switch (metric) {
            case "Invocations" -> calls;
            case "Duration" -> calls * (20.0 + function % 400);
            case "ConcurrentExecutions" -> 1 + calls / 100;
            case "Errors" -> Math.floor(calls / 500.0);
            case "Throttles" -> 0;
            default -> Double.NaN;
        };
    }

    private static int calls(Points.Place place, int function, long minute) {
        int noise = Math.floorMod(hash(function + 31 * place.account().hashCode(), minute), 1000);
        return switch (function % 10) {
            case 0, 1 -> 20 + function % 300 + noise / 20;
            case 2, 3, 4 -> noise < 250 ? 1 + noise / 25 : 0;
            case 5 -> (minute + function) % 60 == 0 ? 3 : 0;
            default -> (minute + 7L * function) % 1440 == 0 ? 2 : 0;
        };
    }

    private double total(Points.Place place, String metric, long minute) {
        double[] sums = totals.computeIfAbsent(minute * 31 + place.hashCode(), key -> {
            double[] all = new double[3];
            for (int i = 0; i < functions; i++) {
                int calls = calls(place, i, minute);
                all[0] += calls;
                all[1] += calls * (20.0 + i % 400);
                all[2] += Math.floor(calls / 500.0);
            }
            return all;
        });
        return switch (metric) {
            case "Invocations", "ConcurrentExecutions" -> sums[0];
            case "Duration" -> sums[1];
            case "Errors" -> sums[2];
            case "Throttles" -> 0;
            default -> Double.NaN;
        };
    }

    private static int hash(long a, long b) {
        long h = a * 0x9E3779B97F4A7C15L ^ b * 0xC2B2AE3D27D4EB4FL;
        h ^= h >>> 29;
        h *= 0xBF58476D1CE4E5B9L;
        return (int) (h >>> 32);
    }
}
