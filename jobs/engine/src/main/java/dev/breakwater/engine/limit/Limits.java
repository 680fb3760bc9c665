package dev.breakwater.engine.limit;

/** The times of the loop that sets and reads limits. Times are in milliseconds. */
public final class Limits {
    private static final long SECOND = 1_000;
    private static final long MINUTE = 60 * SECOND;
    /**
     * A reading may show a value that was replaced up to this long before, because AWS does not promise that a write is
     * visible at once.
     */
    public static final long STALE = 90 * SECOND;
    /** The least time between two readings that confirm a value. */
    public static final long APART = 60 * SECOND;
    /**
     * The least time between two readings that confirm a person's change of a held limit. Our last call is then so old
     * that a reading cannot show a value from before that call.
     */
    static final long CONFIRM = 10 * SECOND;
    /**
     * If a limit is not observed as set within this time, Breakwater stops trying to set it. If a release is not
     * observed within this time, Breakwater sends a page.
     */
    public static final long PATIENCE = 10 * MINUTE;
    /** How long a limit is watched after its release, or after a person changed it. */
    public static final long WATCHED = 15 * MINUTE;
    /** How long Breakwater leaves a function alone after a person changed or released its limit. */
    public static final long HANDS_OFF = 24 * 60 * MINUTE;
    /** The interval at which a held or watched limit is read. */
    static final long READ_EVERY = MINUTE;
    /** The interval at which a limit is read while a change is expected. */
    static final long LOOK_EVERY = 20 * SECOND;
    /** The longest interval at which a waiting call is checked. */
    static final long GATE_EVERY = 5 * SECOND;
    /** Before a call that changes the limit, the newest reading of the limit may be at most this old. */
    static final long FRESH = 15 * SECOND;
    /** If somebody removes our tag, Breakwater writes the tag again, but at most once in this time. */
    static final long RETAG_EVERY = MINUTE;
    /**
     * If a permission is denied within this time after a tag was written, the only reason may be that IAM conditions do
     * not see the tag yet. AWS does not document this delay.
     */
    static final long TAG_LAG = 2 * MINUTE;

    private Limits() {}
}
