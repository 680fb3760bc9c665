package dev.breakwater.bench.set;

import java.util.List;

/** Simulates Lambda, which refuses calls above the concurrency limit and counts concurrent instances. */
final class ConcurrencyLimits {

    private static final int LOOKS = 3;

    private ConcurrencyLimits() {}

    static void apply(List<Traffic> functions, int mostAtOnce, Draws draws) {
        for (int f = 0; f < functions.size(); f++) {
            Draws d = draws.part(f);
            Traffic t = functions.get(f);
            for (int m = 0; m < t.calls.length; m++) {
                int most = (int) Math.max(1, mostAtOnce * 60_000.0 / t.meanMs[m]);
                t.throttles[m] = Math.max(0, t.calls[m] - most);
                t.calls[m] -= t.throttles[m];
                t.concurrency[m] = atOnce(t.calls[m], t.meanMs[m], d);
            }
        }
    }

    /**
     * Returns the concurrency: the highest of three Poisson counts around the value of Little's law, which is calls per
     * second times seconds per call.
     */
    private static int atOnce(int calls, double ms, Draws d) {
        if (calls == 0) return 0;
        double mean = calls * ms / 60_000;
        int peak = 0;
        for (int i = 0; i < LOOKS; i++) peak = Math.max(peak, d.poisson(mean));
        return Math.max(1, Math.min(peak, calls));
    }
}
