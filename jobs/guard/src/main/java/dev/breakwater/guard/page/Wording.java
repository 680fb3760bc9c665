package dev.breakwater.guard.page;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How times, spans, money and counts are written. */
public final class Wording {

    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Wording() {}

    /** For example {@code 2026-08-05T14:20Z}. */
    public static String minute(Instant at) {
        return MINUTE.format(at);
    }

    /** For example {@code 14:20Z}. */
    public static String clock(Instant at) {
        return CLOCK.format(at);
    }

    /** For example {@code 3 d 16 h}, {@code 2 h 5 min}, {@code 12 min}. */
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
    public static String usd(double amount) {
        return String.format(Locale.ROOT, "$%,.2f", amount);
    }

    /** Whole from 100 on, else with one decimal unless whole. */
    public static String number(double value) {
        boolean whole = Math.abs(value) >= 100 || value == Math.rint(value);
        return String.format(Locale.ROOT, whole ? "%,.0f" : "%,.1f", value);
    }

    /** For example {@code 1 incident}, {@code 8 incidents}. */
    public static String count(long n, String noun) {
        return String.format(Locale.ROOT, "%,d %s%s", n, noun, n == 1 ? "" : "s");
    }

    /** How many times the expected, for example {@code 31 ×}; empty when nothing was expected. */
    public static String ratio(double observed, double expected) {
        return expected > 0 ? number(observed / expected) + " ×" : "";
    }
}
