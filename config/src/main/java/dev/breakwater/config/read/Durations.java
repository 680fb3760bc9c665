package dev.breakwater.config.read;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them here: {@code 90s}, {@code 15m}, {@code 4h}, {@code 14d}. */
public final class Durations {
    private static final Pattern EXACT = Pattern.compile("(\\d{1,9})([smhd])");
    private static final Pattern LOOSE =
            Pattern.compile("(\\d{1,9})\\s*(s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?)");

    private Durations() {}

    /** Returns the duration, if the text is a duration. */
    public static Optional<Duration> parse(String text) {
        Matcher exact = EXACT.matcher(text);
        return exact.matches()
                ? Optional.of(of(Long.parseLong(exact.group(1)), exact.group(2).charAt(0)))
                : Optional.empty();
    }

    /** Returns the hint for a text that is almost a duration, such as {@code 90 minutes} or {@code PT90M}. */
    static String remedy(String text) {
        Matcher loose = LOOSE.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (loose.matches()) {
            return loose.group(1) + loose.group(2).charAt(0);
        }
        try {
            Duration iso = Duration.parse(text);
            if (!iso.isNegative() && iso.toNanosPart() == 0) {
                return text(iso);
            }
        } catch (DateTimeException e) {
            // the text is not ISO 8601 either, so the general hint applies
        }
        return "a number with its unit, like 90s, 15m, 4h or 14d";
    }

    /** Returns the duration in the largest unit that needs no fraction. */
    public static String text(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds == 0 || seconds % 60 != 0) {
            return seconds + "s";
        }
        if (seconds % 3600 != 0) {
            return seconds / 60 + "m";
        }
        return seconds % 86_400 == 0 ? seconds / 86_400 + "d" : seconds / 3600 + "h";
    }

    private static Duration of(long count, char unit) {
        return switch (unit) {
            case 's' -> Duration.ofSeconds(count);
            case 'm' -> Duration.ofMinutes(count);
            case 'h' -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }
}
