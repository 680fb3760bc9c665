package dev.breakwater.model.function;

/** Special values of a limit. Every other value is 0 or more, and only the limit's {@link LimitShape} reads it. */
public final class LimitValue {

    /** No limit is set. */
    public static final int NONE = -1;
    /** The value is unknown, for example while a change is under way. */
    public static final int UNREADABLE = -2;
    /** The value was not read yet. */
    public static final int UNKNOWN = -3;

    private LimitValue() {}

    /** A limit as text, for example {@code 240} or {@code none}. */
    public static String text(int value) {
        return value == NONE ? "none" : String.valueOf(value);
    }

    /** Parses a {@link #text}. */
    public static int parse(String text) {
        if (text.equals("none")) return NONE;
        int value = Integer.parseInt(text);
        if (value < 0) throw new IllegalArgumentException("a limit must be 0 or more, not " + text);
        return value;
    }
}
