package dev.breakwater.report.console;

import dev.breakwater.report.console.ConsoleState.FunctionView;
import dev.breakwater.report.console.ConsoleState.IncidentView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A search for incidents or functions. Empty fields match everything.
 *
 * @param q a part of the row's text: function, account, region, policy, kind
 * @param state a function's state, or {@code open}, {@code accepted} or {@code over} for an incident
 * @param severity the severity of incidents
 * @param since the largest age of incidents: {@code 24h}, {@code 7d} or {@code 30d}
 * @param all true for all rows instead of the first {@link #FIRST}
 */
public record Query(String q, String state, String severity, String since, boolean all) {

    /** The number of rows that are shown by default. */
    public static final int FIRST = 200;

    private static final Map<String, Duration> SPANS =
            Map.of("24h", Duration.ofDays(1), "7d", Duration.ofDays(7), "30d", Duration.ofDays(30));

    /** Parses the parameters of an address. */
    public static Query of(Map<String, String> parameters) {
        return new Query(
                parameters.getOrDefault("q", "").strip(),
                parameters.getOrDefault("state", ""),
                parameters.getOrDefault("severity", ""),
                parameters.getOrDefault("since", ""),
                parameters.containsKey("all"));
    }

    public List<FunctionView> functions(ConsoleState all) {
        return all.functions().stream()
                .filter(f -> (state.isEmpty() || state.equals(f.state()))
                        && says(
                                f.row().function(),
                                f.row().account(),
                                f.row().region(),
                                f.row().policy()))
                .toList();
    }

    /** @param now the time from which {@link #since} counts back */
    public List<IncidentView> incidents(ConsoleState all, Instant now) {
        Instant oldest = SPANS.containsKey(since) ? now.minus(SPANS.get(since)) : Instant.MIN;
        return all.incidents().stream()
                .filter(i -> {
                    var about = i.row().identity();
                    Instant end = i.row().times().endedAt();
                    return (state.isEmpty() || state.equals(i.row().state()))
                            && (severity.isEmpty() || severity.equals(about.severity()))
                            && (end == null || !end.isBefore(oldest))
                            && says(i.title(), about.incident(), about.account(), about.region());
                })
                .toList();
    }

    /** Returns the matching rows that are shown. */
    public <T> List<T> shown(List<T> rows) {
        return all ? rows : rows.subList(0, Math.min(FIRST, rows.size()));
    }

    private boolean says(String... texts) {
        String wanted = q.toLowerCase(Locale.ROOT);
        for (String text : texts) {
            if (text != null && text.toLowerCase(Locale.ROOT).contains(wanted)) return true;
        }
        return false;
    }
}
