package dev.breakwater.cli.policies;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes the table as text for people. */
final class PolicyText {

    private PolicyText() {}

    static String of(PolicyTable t) {
        StringBuilder text = new StringBuilder();
        text.append("mode ").append(t.mode());
        if (!t.throttles()) text.append(": nothing is throttled, even if a policy below allows it");
        text.append('\n');
        boolean read = !t.functions().isEmpty();
        for (PolicyTable.PolicyRow p : t.policies()) {
            line(text, "%-24s %-34s %s%s", p.name(), pattern(p), lines(p.lines()), count(p, read));
        }
        text.append('\n');
        for (PolicyTable.FunctionRow f : t.functions()) {
            String name = f.account() + '/' + f.region() + '/' + f.function();
            line(
                    text,
                    "%-59s %-24s %s%s%s",
                    name,
                    f.policy(),
                    lines(f.lines()),
                    lever(f.lever()),
                    heard("  alarms to ", f.receivers()));
        }
        for (PolicyTable.AccountRow a : t.accounts()) {
            line(text, "%s, its groups and feeds:%s", a.account(), heard(" alarms to ", a.receivers()));
        }
        for (PolicyTable.PlaceRow p : t.places()) {
            line(
                    text,
                    "%s/%s: %d functions, at most %d throttled at once",
                    p.account(),
                    p.region(),
                    p.functions(),
                    p.atOnce());
        }
        for (String gap : t.gaps())
            text.append("cannot tell: ")
                    .append(gap.replaceAll("\\p{Cntrl}", " "))
                    .append('\n');
        if (!read) text.append("no function could be read, so only the patterns are shown\n");
        return text.toString().stripTrailing();
    }

    private static String pattern(PolicyTable.PolicyRow p) {
        Map<String, String> tags = p.tags();
        return p.function()
                + tags.entrySet().stream()
                        .map(t -> " " + t.getKey() + '=' + t.getValue())
                        .sorted()
                        .collect(Collectors.joining());
    }

    private static String count(PolicyTable.PolicyRow p, boolean read) {
        if (p.shadow() != null) return "  NEVER REACHED: " + p.shadow() + " matches all its functions";
        if (!read) return "";
        if (p.functions() == 0) return "  NO FUNCTION matches";
        return "  " + p.functions() + (p.functions() == 1 ? " function" : " functions");
    }

    /** Severities with the same receivers share a line. */
    private static String heard(String begin, Map<String, List<String>> receivers) {
        Map<List<String>, List<String>> by = new LinkedHashMap<>();
        receivers.forEach((severity, names) ->
                by.computeIfAbsent(names, n -> new ArrayList<>()).add(severity));
        List<String> texts = new ArrayList<>();
        by.forEach((names, severities) -> {
            String whom = names.isEmpty() ? "NOBODY" : String.join(", ", names);
            texts.add(by.size() == 1 ? whom : whom + " (" + String.join(", ", severities) + ')');
        });
        return texts.isEmpty() ? "" : begin + String.join("; ", texts);
    }

    private static String lines(PolicyTable.Lines l) {
        String throttle = l.throttleUsdPerHour() == null
                ? "never throttled"
                : String.format("throttle %-8s", line(l.throttleUsdPerHour()));
        return String.format("warn %-6s page %-6s %-17s", line(l.warnUsdPerHour()), line(l.pageUsdPerHour()), throttle);
    }

    private static String line(Object usdPerHour) {
        return usdPerHour instanceof Double usd ? String.format(Locale.ROOT, "%.2f", usd) : usdPerHour.toString();
    }

    private static String lever(String lever) {
        return switch (lever) {
            case "queue" -> " by the queue's concurrency";
            case "stream" -> " by pausing the stream";
            case "reservation" -> " by reserved concurrency";
            default -> "";
        };
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
    }
}
