package dev.breakwater.guard.door;

import dev.breakwater.core.control.Request.Kind;
import dev.breakwater.guard.file.RequestFiles;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them in requests: {@code 90m}, {@code 12h}, {@code 30d}. */
public final class Lengths {

    private static final Pattern LENGTH = Pattern.compile("(\\d{1,4})([mhd])");

    private Lengths() {}

    /** Reads a duration. Empty if the text is not a duration, or if the duration is outside the bounds of its kind. */
    public static Optional<Duration> of(Kind kind, String text) {
        Matcher m = LENGTH.matcher(text);
        if (!m.matches()) return Optional.empty();
        long n = Long.parseLong(m.group(1));
        Duration length = switch (m.group(2)) {
            case "m" -> Duration.ofMinutes(n);
            case "h" -> Duration.ofHours(n);
            default -> Duration.ofDays(n);
        };
        boolean bounded = length.compareTo(shortest(kind)) >= 0 && length.compareTo(RequestFiles.LONGEST) <= 0;
        return bounded ? Optional.of(length) : Optional.empty();
    }

    /** The accepted durations, as text. */
    public static String bounds(Kind kind) {
        String units = kind == Kind.HOLD ? "minutes, hours or days" : "hours or days";
        String least = kind == Kind.HOLD ? "1m" : "1h";
        return units + ", from " + least + " to 90d, as in 12h or 30d";
    }

    private static Duration shortest(Kind kind) {
        return kind == Kind.HOLD ? Duration.ofMinutes(1) : RequestFiles.SHORTEST;
    }
}
