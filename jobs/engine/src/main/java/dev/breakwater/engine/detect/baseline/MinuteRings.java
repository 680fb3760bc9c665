package dev.breakwater.engine.detect.baseline;

/**
 * The newest minutes of a scope, in ring buffers. Costs are in nano-USD. In a bit history, the lowest bit is the newest
 * minute, the next bit is the minute before it, and so on. Flink stores this class.
 */
public final class MinuteRings {
    public float[] demand = new float[ScopeState.RING];
    /** Expected demand of each minute. Without an expectation, the stored value is the demand itself. */
    public float[] expected = new float[ScopeState.RING];
    /** Concurrency of each minute, at most 32,767. */
    public short[] concurrency = new short[ScopeState.RING];
    /** The cost of each minute if no call had been refused. The tests use this cost. */
    public float[] cost = new float[ScopeState.COST_RING];
    /** The billed cost of each minute. */
    public float[] billed = new float[ScopeState.COST_RING];
    /** Newest minute in which calls were refused. */
    public int refusedAt;
    /**
     * The cost of an instance that is busy for a whole minute, according to the newest minute with calls. The value is
     * 0 while unknown.
     */
    public float instanceNano;
    /**
     * Bit histories of minutes that were at page level, of minutes at warn level, and of minutes in which a slow test
     * found a surge.
     */
    public int paged;

    public int warned;
    public int slowPage;
    public int slowWarn;

    /** The sum of a ring buffer over a window of {@code w} minutes, including the window's last minute. */
    public static double sum(float[] ring, long end, int w) {
        int i = (int) Math.floorMod(end, (long) ring.length);
        double sum = 0;
        for (int j = 0; j < w; j++) {
            sum += ring[i];
            if (--i < 0) i = ring.length - 1;
        }
        return sum;
    }
}
