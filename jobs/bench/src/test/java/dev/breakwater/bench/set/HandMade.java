package dev.breakwater.bench.set;

import dev.breakwater.bench.set.BenchSet.AttackKind;
import dev.breakwater.bench.set.BenchSet.Incident;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/** Sets made by hand, for tests. */
public final class HandMade {

    private HandMade() {}

    /** Builds functions of 1 GB whose calls take 100 ms. An operator gives the calls of each minute of a function. */
    public static BenchSet of(IntUnaryOperator... calls) {
        List<Traffic> functions = new ArrayList<>();
        for (IntUnaryOperator c : calls) {
            Traffic t = new Traffic("f" + functions.size(), "by hand", 1024, BenchSet.MINUTES);
            for (int m = 0; m < BenchSet.MINUTES; m++) {
                t.calls[m] = c.applyAsInt(m);
                t.meanMs[m] = 100;
                t.concurrency[m] = 1 + t.calls[m] / 600;
            }
            functions.add(t);
        }
        return new BenchSet(functions, List.of(), 1);
    }

    /**
     * Draws a fleet in which many functions rise at once, on the second day of the judged week. The durations of all
     * calls are scaled, so that the rise costs about this much.
     */
    public static BenchSet spread(long seed, int members, double factor, int minutes, double usd) {
        Draws draws = new Draws(seed);
        List<Traffic> fleet = new DrawnFleet(Base.shipped(), draws.part(1)).functions();
        for (int f = 0; f < fleet.size(); f++) DrawnFleet.durations(fleet.get(f), draws.part(100 + f));
        int[] some = IntStream.range(0, fleet.size())
                .map(i -> 7 * i % fleet.size())
                .filter(f -> DrawnEvents.mean(fleet.get(f)) > 5)
                .limit(members)
                .toArray();
        int start = BenchSet.EVALUATED_FROM + Base.DAY + 600;
        double scale = usd
                * 1e9
                / (factor - 1)
                / Arrays.stream(cost(fleet, some, start, minutes)).sum();
        for (Traffic t : fleet) for (int m = 0; m < BenchSet.MINUTES; m++) t.meanMs[m] *= scale;
        double[] before = cost(fleet, some, start, minutes);
        double account = Arrays.stream(
                        cost(fleet, IntStream.range(0, fleet.size()).toArray(), start, minutes))
                .average()
                .orElseThrow();
        DrawnEvents.Span span = new DrawnEvents.Span(start, start + minutes);
        for (int f : some) DrawnEvents.raise(fleet.get(f), span, factor, draws.part(2));
        for (Traffic t : fleet) t.limitTo(3_000, draws.part(3));
        double[] excess = cost(fleet, some, start, minutes);
        for (int m = 0; m < minutes; m++) excess[m] -= before[m];
        return new BenchSet(
                fleet, List.of(new Incident(AttackKind.SPREAD, some, start, start + minutes, excess)), account);
    }

    private static double[] cost(List<Traffic> fleet, int[] functions, int from, int minutes) {
        return IntStream.range(from, from + minutes)
                .mapToDouble(m -> Arrays.stream(functions)
                        .mapToDouble(f -> fleet.get(f).nano(m))
                        .sum())
                .toArray();
    }

    /** Lets a minute of a function arrive late or never. */
    public static void delay(BenchSet set, int function, int minute, int minutes) {
        set.functions().get(function).delay[minute] = (byte) minutes;
    }

    /** Returns calls that vary a little around a level, in the same way each time. */
    public static int around(int level, int minute) {
        return level + Math.floorMod(minute * 7919, 11) - 5;
    }
}
