package dev.breakwater.core.detect.baseline;

/** The newest gaps of the whole feed. Minutes that a function lacks in a gap are unknown instead of zero. Flink stores this class. */
public final class FeedGaps {
    private static final int GAPS = 4;

    /** The first silent minute of each gap, and its length in minutes. */
    public int[] from = new int[GAPS];

    public int[] length = new int[GAPS];
    public int count;

    /**
     * Records that the whole feed was silent between two minutes. A gap that is already known changes nothing. If the
     * function was idle and therefore never saw the gap, the gap counts as idle time.
     */
    public void note(long first, long last) {
        if (last <= 0 || last < first) return;
        int newest = Math.floorMod(count - 1, GAPS);
        if (count > 0 && from[newest] + length[newest] - 1 == last) return;
        int slot = count++ % GAPS;
        from[slot] = (int) first;
        length[slot] = (int) (last - first + 1);
    }

    boolean cover(long minute) {
        for (int i = 0; i < Math.min(count, GAPS); i++) {
            if (minute >= from[i] && minute < from[i] + length[i]) return true;
        }
        return false;
    }
}
