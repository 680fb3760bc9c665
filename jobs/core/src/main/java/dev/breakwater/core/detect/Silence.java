package dev.breakwater.core.detect;

/**
 * Remembers in which minutes the whole feed was silent: a gap of one function then is unknown, not zero. A function keeps
 * the newest gaps that it was told of; those it never heard of, because it was idle itself, count as idle.
 */
public final class Silence {

    static final int GAPS = 4;

    private Silence() {}

    /** Notes a gap from its first to its last minute; one already known changes nothing. */
    public static void note(ScopeState s, long from, long to) {
        if (to <= 0 || to < from) return;
        int last = Math.floorMod(s.gaps - 1, GAPS);
        if (s.gaps > 0 && s.silentFrom[last] + s.silentLength[last] - 1 == to) return;
        int slot = s.gaps++ % GAPS;
        s.silentFrom[slot] = (int) from;
        s.silentLength[slot] = (int) (to - from + 1);
    }

    /** Whether nothing is known of a recent minute: the feed was silent, and nothing came for it later. */
    static boolean unknown(ScopeState s, long minute) {
        return covers(s, minute) && (minute > s.newest || s.demand[ScopeState.slot(minute)] == 0);
    }

    private static boolean covers(ScopeState s, long minute) {
        for (int i = 0; i < Math.min(s.gaps, GAPS); i++) {
            if (minute >= s.silentFrom[i] && minute < s.silentFrom[i] + s.silentLength[i]) return true;
        }
        return false;
    }
}
