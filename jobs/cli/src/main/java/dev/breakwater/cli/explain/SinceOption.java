package dev.breakwater.cli.explain;

import dev.breakwater.cli.Refusal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** The option {@code --since}, which is an instant or a time back from now. */
final class SinceOption {

    private static final Pattern BACK = Pattern.compile("(\\d{1,4})([mhd])");

    @Option(
            names = "--since",
            paramLabel = "T",
            description = "Leave out incidents that ended before this time, like 90m, 12h, 7d or 2026-08-05T00:00:00Z.")
    private String since;

    Instant instant() {
        if (since == null) return Instant.MIN;
        Matcher m = BACK.matcher(since);
        if (m.matches()) {
            long n = Long.parseLong(m.group(1));
            return Instant.now()
                    .minus(
                            switch (m.group(2)) {
                                case "m" -> Duration.ofMinutes(n);
                                case "h" -> Duration.ofHours(n);
                                default -> Duration.ofDays(n);
                            });
        }
        try {
            return Instant.parse(since);
        } catch (DateTimeException e) {
            throw Refusal.usage("--since " + since + ": write 90m, 12h, 7d, or a time like 2026-08-05T00:00:00Z");
        }
    }
}
