package dev.breakwater.core.detect;

/**
 * Remembers in which minutes the whole feed was silent: a gap of one function then is unknown, not zero. A scope keeps
 * the newest gaps that it was told of; those it never heard of, because it was idle itself, count as idle.
 */
public final class Silence {

    static final int GAPS = 16;

    private Silence() {}

    /** Notes a gap from its first to its last minute; one already known changes nothing. */
    public static void note(ScopeState s, long from, long to) {
        if (to <= 0 || to < from) return;
        if (s.gaps > 0 && s.silentTo[(s.gaps - 1) % GAPS] == to) return;
        int slot = s.gaps++ % GAPS;
        s.silentFrom[slot] = from;
        s.silentTo[slot] = to;
    }

    static boolean covers(ScopeState s, long minute) {
        for (int i = 0; i < Math.min(s.gaps, GAPS); i++) {
            if (minute >= s.silentFrom[i] && minute <= s.silentTo[i]) return true;
        }
        return false;
    }
}
