package dev.breakwater.bench.set;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

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

    /** Lets a minute of a function arrive late or never. */
    public static void delay(BenchSet set, int function, int minute, int minutes) {
        set.functions().get(function).delay[minute] = (byte) minutes;
    }

    /** Returns calls that vary a little around a level, in the same way each time. */
    public static int around(int level, int minute) {
        return level + Math.floorMod(minute * 7919, 11) - 5;
    }
}
