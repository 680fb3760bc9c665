package dev.breakwater.report;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/** The formats of times, durations, money, counts and names. */
public final class Wording {

    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** The hours in a month of 30 days. */
    public static final int HOURS_OF_MONTH = 30 * 24;

    private Wording() {}

    /** Returns a text like {@code 0.42 USD an hour more than before, 302 USD a month}. */
    public static String monthly(double usdPerHour, String than) {
        return String.format(
                Locale.ROOT, "%.2f USD an hour %s, %.0f USD a month", usdPerHour, than, usdPerHour * HOURS_OF_MONTH);
    }

    /** Returns a time like {@code 2026-08-05T14:20Z}. */
    public static String minute(Instant at) {
        return MINUTE.format(at);
    }

    /** Returns the minute of a time in ISO 8601. Returns the text unchanged if it is not a time. */
    public static String minute(String iso) {
        try {
            return minute(Instant.parse(iso));
        } catch (DateTimeParseException e) {
            return iso;
        }
    }

    /** Returns a time like {@code 14:20Z}. */
    public static String clock(Instant at) {
        return CLOCK.format(at);
    }

    /** Returns a duration like {@code 3 d 16 h}, {@code 2 h 5 min} or {@code 12 min}. */
    public static String span(Duration span) {
        long minutes = Math.abs(span.toMinutes());
        if (minutes >= 1440) return minutes / 1440 + " d" + rest(minutes % 1440 / 60, " h");
        if (minutes >= 60) return minutes / 60 + " h" + rest(minutes % 60, " min");
        return minutes + " min";
    }

    private static String rest(long amount, String unit) {
        return amount == 0 ? "" : " " + amount + unit;
    }

    /** For example {@code $1,234.50}. */
    public static String usd(BigDecimal amount) {
        return usd(amount.doubleValue());
    }

    /** For example {@code $1,234.50}. */
    public static String usd(double amount) {
        // no -0.00
        return String.format(Locale.ROOT, "$%,.2f", Math.abs(amount) < .005 ? 0 : amount);
    }

    /** Returns an amount like {@code $1,234.50}. Returns the text unchanged if it is not a number. */
    public static String usd(String number) {
        try {
            return usd(new BigDecimal(number).doubleValue());
        } catch (NumberFormatException e) {
            return number;
        }
    }

    /** Returns a number like {@code 12,000}, with its decimals. Returns the text unchanged if it is not a number. */
    public static String grouped(String number) {
        try {
            BigDecimal value = new BigDecimal(number);
            return String.format(Locale.ROOT, "%,." + Math.min(9, Math.max(0, value.scale())) + "f", value);
        } catch (NumberFormatException e) {
            return number;
        }
    }

    /** Returns a number like {@code 12,000}. */
    public static String whole(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }

    /** Returns a number. A number below 100 has one decimal unless it is whole. */
    public static String number(double value) {
        boolean whole = Math.abs(value) >= 100 || value == Math.rint(value);
        return String.format(Locale.ROOT, whole ? "%,.0f" : "%,.1f", value);
    }

    /** Returns a text like {@code 1 incident} or {@code 8 incidents}. */
    public static String count(long n, String noun) {
        return String.format(Locale.ROOT, "%,d %s%s", n, noun, n == 1 ? "" : "s");
    }

    /**
     * Returns the multiple of the expected value, for example {@code 31 ×}. The text is empty if nothing was expected.
     */
    public static String ratio(double observed, double expected) {
        return expected > 0 ? number(observed / expected) + " ×" : "";
    }

    /** Returns the first characters of a text. If the text is longer, an ellipsis follows. */
    public static String cut(String text, int longest) {
        if (text.length() <= longest) return text;
        int[] points = text.codePoints().limit(longest).toArray();
        String cut = new String(points, 0, points.length);
        return cut.length() == text.length() ? text : cut + '…';
    }

    /**
     * Replaces each character that is invisible or changes the reading order by its code. For example, a right-to-left
     * override becomes {@code \\u202E}.
     */
    public static String visible(String text) {
        if (isPlain(text)) return text;
        StringBuilder safe = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(point -> {
            if (isVisible(point)) safe.appendCodePoint(point);
            else safe.append(String.format(Locale.ROOT, "\\u%04X", point));
        });
        return safe.toString();
    }

    /**
     * Returns whether a text has only plain characters. Most texts have only plain characters, so the check keeps a
     * page of thousands of rows fast.
     */
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) if (text.charAt(i) < ' ' || text.charAt(i) > '~') return false;
        return true;
    }

    /**
     * Returns whether a character is visible. Invisible characters are control and format characters (such as a
     * bidirectional override), unpaired surrogates and unassigned characters.
     */
    private static boolean isVisible(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    /**
     * Returns the assumption behind a forecast.
     *
     * @param growth the growth in words; null or empty if there is none
     */
    public static String pace(String growth) {
        return growth == null || growth.isEmpty() ? "at this rate" : "if it keeps " + growth;
    }
}
