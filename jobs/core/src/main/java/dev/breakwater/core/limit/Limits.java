package dev.breakwater.core.limit;

/** Values of limits as text, and the times of the loop. Times are milliseconds. */
public final class Limits {
    /** No limit is set. */
    public static final int NONE = -1;
    /** The value is unknown, for example while a change is under way. */
    public static final int UNREADABLE = -2;
    /** Not read yet. */
    public static final int UNKNOWN = -3;

    private static final long SECOND = 1_000;
    private static final long MINUTE = 60 * SECOND;
    /** A reading may show a value that is this old, because AWS does not promise that a write can be read at once. */
    public static final long STALE = 90 * SECOND;
    /** The least time between two readings that confirm a value. */
    public static final long APART = 60 * SECOND;
    /**
     * A limit that is not observed as set within this time is given up. A release that is not observed within this time
     * pages.
     */
    public static final long PATIENCE = 10 * MINUTE;
    /** How long a limit is watched after it was released or taken over. */
    public static final long WATCHED = 15 * MINUTE;
    /** How long a function is left alone after a change or a release by a person. */
    public static final long HANDS_OFF = 24 * 60 * MINUTE;
    /** The longest time from now to the end of a lease. */
    public static final long LONGEST_LEASE = 24 * 60 * MINUTE;
    /** The interval at which a held or watched limit is read. */
    static final long READ_EVERY = MINUTE;
    /** The interval at which a limit is read while a change is expected. */
    static final long LOOK_EVERY = 20 * SECOND;
    /** The longest interval at which a waiting call is checked. */
    static final long GATE_EVERY = 5 * SECOND;
    /** The reading before an act may be at most this old. */
    static final long FRESH = 15 * SECOND;
    /** If somebody removes our tag, it is written again at most this often. */
    static final long RETAG_EVERY = MINUTE;
    /**
     * For this long after tagging, a denial may only mean that IAM conditions do not see the tag yet. AWS does not
     * document this delay.
     */
    static final long TAG_LAG = 2 * MINUTE;

    private Limits() {}

    /** For example {@code 240}, or {@code none}. */
    public static String text(int value) {
        return value == NONE ? "none" : String.valueOf(value);
    }

    static int parse(String text) {
        if (text.equals("none")) return NONE;
        int value = Integer.parseInt(text);
        if (value < 0) throw new IllegalArgumentException("a limit is 0 or more: " + text);
        return value;
    }
}
