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
    /** The possible age of a reading, because AWS does not promise that a write can be read at once. */
    public static final long STALE = 90 * SECOND;
    /** The least time between two readings for a value to be believed. */
    public static final long APART = 60 * SECOND;
    /** A set that is not observed within this time is given up. A return that is not observed pages. */
    public static final long PATIENCE = 10 * MINUTE;
    /** How long a limit is watched after it was given back or taken over. */
    public static final long WATCHED = 15 * MINUTE;
    /** How long a function is left alone after a change or a release by a person. */
    public static final long HANDS_OFF = 24 * 60 * MINUTE;
    /** No lease ends later than this from now. */
    public static final long LONGEST_LEASE = 24 * 60 * MINUTE;
    /** The interval at which a held or watched limit is read. */
    static final long READ_EVERY = MINUTE;
    /** The interval at which a limit is read while a change is awaited. */
    static final long LOOK_EVERY = 20 * SECOND;
    /** The longest interval at which a waiting call is checked. */
    static final long GATE_EVERY = 5 * SECOND;
    /** The age limit of the reading before an act. */
    static final long FRESH = 15 * SECOND;
    /** The shortest interval between two repeats of a tag that somebody removes. */
    static final long RETAG_EVERY = MINUTE;
    /**
     * A denial within this time after tagging may be AWS's own delay, because conditions on tags lag (not documented).
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
