package dev.breakwater.core.detect;

/**
 * A function's minute inside a window as its groups hear of it: as if the window were not there. Traffic from the usual to
 * {@code expect} times of it counts as the usual, more as its {@code expect}-th part, and cost and concurrency shrink with
 * it. So a group neither pages for what a window explains nor learns it, and needs to know of no window itself.
 */
final class Explained {

    private Explained() {}

    /**
     * The sums of a minute that groups hear of.
     *
     * @param sums   as the account is told them, {@link Sums#EXPECTED_DEMAND} with what the window expects
     * @param at     where they begin
     * @param expect the factor of the minute, at least 1
     */
    static long[] sums(long[] sums, int at, double expect) {
        long[] out = new long[Sums.COUNT];
        System.arraycopy(sums, at, out, 0, Sums.COUNT);
        long demand = out[Sums.DEMAND];
        if (expect <= 1 || demand <= 0) return out;
        double usual = out[Sums.EXPECTED_DEMAND] / expect;
        double counts = Math.max(Math.min(demand, usual), demand / expect);
        out[Sums.DEMAND] = Math.round(counts);
        for (int cost : new int[] {Sums.COST, Sums.DEMAND_COST, Sums.CONCURRENCY}) {
            out[cost] = Math.round(out[cost] * (counts / demand));
        }
        return out;
    }
}
