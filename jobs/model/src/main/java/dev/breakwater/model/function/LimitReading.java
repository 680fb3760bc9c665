package dev.breakwater.model.function;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A reading of a limit at AWS. AWS does not promise that a write is visible at once, so a reading may show an earlier
 * state.
 *
 * @param exists        whether the function or event source mapping exists
 * @param value         the limit, {@link LimitValue#NONE}, or {@link LimitValue#UNREADABLE}
 * @param tag           value of the lease tag, or null if there is none
 * @param handsOffUntil the time until which the function's tag forbids limits, epoch milliseconds, or 0
 * @param tags          all tags of the function, which decide its policy; null if they were not read
 */
public record LimitReading(
        boolean exists,
        int value,
        @Nullable String tag,
        long handsOffUntil,
        @Nullable Map<String, String> tags) {

    /** The reading of a limit whose function or mapping does not exist. */
    public static final LimitReading MISSING = new LimitReading(false, LimitValue.NONE, null, 0, null);

    /** Special values of a limit. Every other value is 0 or more, and only the limit's {@link LimitShape} reads it. */
    public static final class LimitValue {

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
}
