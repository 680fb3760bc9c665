package dev.breakwater.bench.set;

/** The minutes of one function. The object is mutable: the ordinary traffic is written first, then the events. */
public final class Traffic {

    static final double NANO_PER_REQUEST = 200;
    static final double NANO_PER_GB_SECOND = 16_666.7;
    /** Stands for the {@link #delay} of a minute that never arrives. */
    static final byte LOST = -1;

    private static final int LOOKS = 3;

    final String name;
    final String origin;
    final int memoryMb;
    /** The function's first minute: 0, or later if the function is launched during the recording. */
    int launch;
    /** The first minute of a lasting change of cost or calls. 0 means that there is none. */
    int shift;

    final int[] calls;
    final int[] throttles;
    /** Mean duration of a call, ms. */
    final double[] meanMs;

    final int[] concurrency;
    /** The number of minutes between the end of a minute and its arrival. */
    final byte[] delay;

    Traffic(String name, String origin, int memoryMb, int minutes) {
        this.name = name;
        this.origin = origin;
        this.memoryMb = memoryMb;
        calls = new int[minutes];
        throttles = new int[minutes];
        meanMs = new double[minutes];
        concurrency = new int[minutes];
        delay = new byte[minutes];
    }

    public String name() {
        return name;
    }

    public int memoryMb() {
        return memoryMb;
    }

    /** Returns the source from which the traffic was drawn. */
    public String origin() {
        return origin;
    }

    /** Returns the first minute from which cost or calls are permanently higher. The value is 0 if there is none. */
    public int shift() {
        return shift;
    }

    /** Returns the cost of a call of this length, nano-USD. */
    double nanoPerCall(double ms) {
        return NANO_PER_REQUEST + ms * NANO_PER_GB_SECOND * memoryMb / 1024 / 1000;
    }

    /** Returns the billed cost of the minute, nano-USD. */
    double nano(int minute) {
        return calls[minute] * nanoPerCall(meanMs[minute]);
    }

    double meanCalls(int from, int to) {
        double sum = 0;
        for (int m = from; m < to; m++) sum += calls[m];
        return sum / (to - from);
    }

    /** Lets Lambda refuse the calls above its concurrency limit, and counts the concurrent instances. */
    void limitTo(int mostAtOnce, Draws d) {
        for (int m = 0; m < calls.length; m++) {
            int most = (int) Math.max(1, mostAtOnce * 60_000.0 / meanMs[m]);
            throttles[m] = Math.max(0, calls[m] - most);
            calls[m] -= throttles[m];
            concurrency[m] = atOnce(calls[m], meanMs[m], d);
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
