package dev.breakwater.engine.detect.baseline;

/**
 * The sums over windows of different lengths that end with the same minute. Learned minutes and judged minutes have
 * separate sums.
 */
public final class RecentSums {

    final WindowSums demand = new WindowSums(Statistics.WINDOWS);
    final WindowSums expected = new WindowSums(Statistics.WINDOWS);
    final WindowSums cost = new WindowSums(Statistics.COST_WINDOWS);

    /** Records that the values of a minute have changed. */
    void forget(long minute) {
        demand.forget(minute);
        expected.forget(minute);
        cost.forget(minute);
    }

    /**
     * The sums of one ring buffer over windows that end with the same minute. When the minute advances, the new minute
     * is added and old minutes are subtracted. Subtraction is used only while it is exact, so the sums always equal
     * newly computed sums to the last bit.
     *
     * <p>A float has 24 significant bits and a double has 53. If the sum of the longest window is less than 2^29 times
     * its smallest value, every partial sum is exact in any order.
     */
    public static final class WindowSums {

        private static final double EXACT = 1L << 29;

        private final int[] lengths;
        private final double[] sums;
        private long end = Long.MIN_VALUE;
        /** Lower bound of the values above 0 in the longest window. */
        private float least;

        /** @param lengths lengths of the windows, minutes, the shortest first */
        public WindowSums(int... lengths) {
            this.lengths = lengths;
            sums = new double[lengths.length];
        }

        /**
         * The sums over the windows that end with this minute. The next call changes the returned array. The minute may
         * advance by at most one, because the ring buffer may no longer have older minutes.
         */
        public double[] at(float[] ring, long minute) {
            if (minute == end + 1 && isExact()) step(ring, minute);
            else if (minute != end) anew(ring, minute);
            end = minute;
            return sums;
        }

        /**
         * Records that the values of a minute have changed. Afterwards, windows that contain the minute are summed
         * again.
         */
        public void forget(long minute) {
            if (minute <= end) end = Long.MIN_VALUE;
        }

        private boolean isExact() {
            return sums[sums.length - 1] < least * EXACT;
        }

        private void step(float[] ring, long minute) {
            int i = slot(ring, minute);
            float in = ring[i];
            if (in > 0) least = Math.min(least, in);
            for (int w = 0; w < lengths.length; w++) {
                int out = i - lengths[w];
                sums[w] = sums[w] - ring[out < 0 ? out + ring.length : out] + in;
            }
            if (!isExact()) anew(ring, minute);
        }

        private void anew(float[] ring, long minute) {
            int i = slot(ring, minute);
            double sum = 0;
            least = Float.MAX_VALUE;
            int j = 0;
            for (int w = 0; w < lengths.length; w++) {
                for (; j < lengths[w]; j++) {
                    float value = ring[i];
                    sum += value;
                    if (value > 0 && value < least) least = value;
                    if (--i < 0) i = ring.length - 1;
                }
                sums[w] = sum;
            }
        }

        private static int slot(float[] ring, long minute) {
            return (int) Math.floorMod(minute, (long) ring.length);
        }
    }
}
