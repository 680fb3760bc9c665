package dev.breakwater.bench.set;

/** Seeded draws that are the same on every machine. The draws use SplitMix64 and strict mathematics. */
public final class Draws {

    private static final double NORMAL_FROM = 40;

    private long state;

    public Draws(long seed) {
        state = seed * 0x9E3779B97F4A7C15L + 0x632BE59BD9B4E019L;
    }

    /** Returns separate draws for one part, so that an additional part does not change the others. */
    public Draws part(long number) {
        return new Draws(state ^ (number + 1) * 0xD1B54A32D192ED03L);
    }

    private long next() {
        state += 0x9E3779B97F4A7C15L;
        long z = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** Returns a number in [0, 1). */
    public double unit() {
        return (next() >>> 11) * 0x1.0p-53;
    }

    public double between(double low, double high) {
        return low + (high - low) * unit();
    }

    /** Returns a log-uniform value: a value between 1 and 10 is as likely as a value between 10 and 100. */
    public double logBetween(double low, double high) {
        return StrictMath.exp(between(StrictMath.log(low), StrictMath.log(high)));
    }

    /** Returns a whole number from a range, including both ends. */
    public int whole(int low, int high) {
        return low + (int) (unit() * (high - low + 1));
    }

    public boolean chance(double p) {
        return unit() < p;
    }

    /** Returns one standard normal value. */
    public double gauss() {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - unit()));
        return radius * StrictMath.cos(2 * StrictMath.PI * unit());
    }

    /** Returns a Poisson count. For a mean above 40, the normal approximation is used. */
    public int poisson(double mean) {
        if (mean <= 0) return 0;
        if (mean > NORMAL_FROM) return (int) Math.max(0, Math.round(mean + StrictMath.sqrt(mean) * gauss()));
        double limit = StrictMath.exp(-mean);
        double product = unit();
        int n = 0;
        while (product > limit) {
            product *= unit();
            n++;
        }
        return n;
    }

    /**
     * Returns the number of successful trials. The normal approximation is used if at least 40 successes and 40
     * failures are expected.
     */
    public int binomial(int trials, double share) {
        if (trials <= 0 || share <= 0) return 0;
        if (share >= 1) return trials;
        if (share > .5) return trials - binomial(trials, 1 - share);
        double mean = trials * share;
        if (mean > NORMAL_FROM) {
            long n = Math.round(mean + StrictMath.sqrt(mean * (1 - share)) * gauss());
            return (int) Math.min(trials, Math.max(0, n));
        }
        double scale = StrictMath.log(1 - share);
        int kept = -1;
        double position = -1;
        while (position < trials) {
            position += 1 + Math.floor(StrictMath.log(1 - unit()) / scale);
            kept++;
        }
        return kept;
    }
}
