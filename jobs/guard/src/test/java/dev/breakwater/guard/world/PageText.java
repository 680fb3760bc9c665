package dev.breakwater.guard.world;

import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.guard.world.Page.Action;
import dev.breakwater.guard.world.Page.Kind;
import dev.breakwater.guard.world.Page.Said;
import dev.breakwater.guard.world.Page.Stage;
import dev.breakwater.model.Severity;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads an alarm as a person does, from its text. */
final class PageText {

    private static final Pattern LIMIT = Pattern.compile(
            "reserved concurrency (\\d+)|MaximumConcurrency (\\d+) of queue mapping ([\\w-]+)|stream mapping ([\\w-]+)");
    private static final Pattern SURGE = Pattern.compile("[\\w-]+ (\\S+): ([0-9.]+) USD/h(.*)");
    private static final Pattern READ_AT = Pattern.compile("read at ([0-9TZ:.-]+Z)");
    private static final Pattern MAPPING = Pattern.compile("mapping ([\\w-]+)");
    private static final Pattern APPROVE = Pattern.compile("approve (\\S+)");

    private PageText() {}

    static Page of(AlarmEvent e) {
        Map<String, Said> said = new LinkedHashMap<>();
        Map<String, String> d = e.details();
        Kind kind = kind(e);
        if (kind == Kind.NOTICE) said.put(e.component(), notice(e));
        if (kind == Kind.INCIDENT && e.raises()) {
            if (e.scope().equals("function")) said.put(e.component(), own(e));
            d.forEach((key, words) -> {
                Matcher surge = SURGE.matcher(words);
                boolean named = key.startsWith("surge_") && surge.matches();
                if (named) {
                    double usd = Double.parseDouble(surge.group(2));
                    said.merge(surge.group(1), stands(surge.group(1), usd, surge.group(3)), PageText::fuller);
                }
            });
        }
        Matcher approve = APPROVE.matcher(d.getOrDefault("approve_with", ""));
        double own = Double.parseDouble(d.getOrDefault("excess_usd_last_hour", "0"));
        double all = said.values().stream().mapToDouble(Said::usd).sum();
        return new Page(
                kind,
                e.tellsOnly() ? Action.NOTE : e.raises() ? Action.OPEN : Action.RESOLVE,
                e.dedupKey(),
                e.severity().ordinal(),
                Math.max(own, all),
                said,
                approve.find() ? approve.group(1) : "",
                e.summary());
    }

    /** When a limit was read, according to the text. */
    private static long readAt(String words) {
        Matcher at = READ_AT.matcher(words);
        return at.find() ? Instant.parse(at.group(1)).toEpochMilli() : -1;
    }

    /** Whether the text is about the time before the start. Such a text claims no reading. */
    private static boolean unread(String words) {
        return words.contains("not read since the start");
    }

    private static Kind kind(AlarmEvent e) {
        if (e.tellsOnly()) return Kind.NOTICE;
        // both say that a limit is set that should not be
        if (e.dedupKey().matches("breakwater/(cannot-give-back|taken-over)/.*")) return Kind.CANNOT_GIVE_BACK;
        if (e.dedupKey().startsWith("breakwater/cannot-act/")) {
            return e.severity() == Severity.CRITICAL ? Kind.CANNOT_GIVE_BACK : Kind.OTHER;
        }
        boolean other = e.dedupKey().matches("breakwater/(ledger|two-jobs|renamed|unreadable-tag)/.*")
                || e.dedupKey().startsWith("breakwater/budget-");
        return other ? Kind.OTHER : Kind.INCIDENT;
    }

    private static Said fuller(Said one, Said other) {
        return other.stage() == Stage.NONE ? one : other;
    }

    private static Said own(AlarmEvent e) {
        Map<String, String> d = e.details();
        double usd = Double.parseDouble(d.getOrDefault("excess_usd_last_hour", "0"));
        String hold = d.getOrDefault("hold", "");
        Stage stage = switch (hold) {
            case "asked" -> Stage.ASKED;
            case "held" -> Stage.HELD;
            case "releasing" -> Stage.RETURNING;
            case "to-confirm" -> Stage.SEEN;
            default -> Stage.NONE;
        };
        if (stage == Stage.NONE) return Said.nothing(usd);
        return new Said(
                usd,
                unread(e.summary()) ? Stage.ASKED : stage,
                target(e.component(), d.get("lever")),
                value(d.get(stage == Stage.SEEN ? "seen_instead" : "throttled_to")),
                value(d.get("previous")),
                readAt(e.summary()));
    }

    private static String target(String function, String lever) {
        Matcher mapping = MAPPING.matcher(lever == null ? "" : lever);
        return mapping.find() ? mapping.group(1) : function;
    }

    private static Said stands(String function, double usd, String words) {
        if (words.contains("seen instead of our limit")) return seen(function, usd, words);
        Stage stage = words.contains("asked for")
                ? Stage.ASKED
                : words.contains("being given back")
                        ? Stage.RETURNING
                        : words.contains("held ") ? Stage.HELD : Stage.NONE;
        Matcher limit = LIMIT.matcher(words);
        if (stage == Stage.NONE || !limit.find()) return Said.nothing(usd);
        String value = limit.group(1) != null ? limit.group(1) : limit.group(2);
        String mapping = limit.group(3) != null ? limit.group(3) : limit.group(4);
        return new Said(
                usd,
                unread(words) ? Stage.ASKED : stage,
                mapping == null ? function : mapping,
                value == null ? 0 : Integer.parseInt(value),
                -1,
                readAt(words));
    }

    private static Said seen(String function, double usd, String words) {
        Matcher value = LIMIT.matcher(words);
        boolean any = value.find();
        String text = any && value.group(1) != null ? value.group(1) : any ? value.group(2) : null;
        int seen = text == null ? -1 : Integer.parseInt(text);
        return new Said(usd, Stage.SEEN, target(function, words), seen, -1, readAt(words));
    }

    private static Said notice(AlarmEvent e) {
        Map<String, String> d = e.details();
        Stage stage = switch (e.clazz()) {
            case "held" -> Stage.HELD;
            // according to the text, a limit that was never set or no longer exists was not released
            case "given-back" -> e.summary().contains("given back: ") ? Stage.GIVEN_BACK : Stage.NONE;
            case "override" -> Stage.CHANGED;
            default -> Stage.NONE;
        };
        String lever = d.getOrDefault("lever", "");
        String target = lever.isEmpty() ? e.component() : lever.substring(lever.indexOf(' ') + 1);
        return new Said(0, stage, target, value(d.get("limit")), value(d.get("before")), e.timestampMillis());
    }

    private static int value(String text) {
        return text == null || text.equals("none") ? -1 : Integer.parseInt(text);
    }
}
