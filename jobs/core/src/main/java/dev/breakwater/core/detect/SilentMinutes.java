package dev.breakwater.core.detect;

import java.util.ArrayList;
import java.util.List;

/**
 * Which minutes the whole feed was silent in, as far back as is learned. Asked "as of" an arrival minute, so that the
 * answer does not depend on how far ahead another part of the job has read. Flat, mutable: it is stored as it is.
 */
public final class SilentMinutes {

    private static final int MOST = 512;

    /** Gaps in order: first and last silent minute, and the arrival minute that told. */
    public List<Gap> gaps = new ArrayList<>();
    /** Minutes declared silent whose samples came late after all. */
    public List<Revival> revivals = new ArrayList<>();

    public record Gap(long from, long to, long arrival) {}

    public record Revival(long minute, long arrival) {}

    public void gap(long from, long to) {
        gaps.add(new Gap(from, to, to + 1));
        if (gaps.size() > MOST) gaps.remove(0);
    }

    public void revived(long minute, long arrival) {
        revivals.add(new Revival(minute, arrival));
        if (revivals.size() > MOST) revivals.remove(0);
    }

    /** The view of one moment: nothing that was told after the given arrival minute counts. */
    public Silence asOf(long arrival) {
        if (gaps.isEmpty()) return Silence.NEVER;
        return minute -> {
            for (Revival r : revivals) {
                if (r.minute() == minute && r.arrival() <= arrival) return false;
            }
            for (Gap g : gaps) {
                if (minute >= g.from() && minute <= g.to() && g.arrival() <= arrival) return true;
            }
            return false;
        };
    }
}
