package dev.breakwater.guard.convert;

import dev.breakwater.connectors.alarms.AlarmEvent;
import dev.breakwater.core.control.Decision;
import dev.breakwater.core.control.DecisionType;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.util.Collector;

/** Decisions that change a limit, in the words of the alarm connector: one notice each, which wakes nobody. */
public final class ActNotices {

    private static final Set<DecisionType> ACTS = Set.of(
            DecisionType.THROTTLE, DecisionType.LOWER, DecisionType.RAISE, DecisionType.RELEASE, DecisionType.OVERRIDE);

    private ActNotices() {}

    /** A notice of a decision that is an act; nothing of others. */
    public static void of(Decision d, Collector<AlarmEvent> out) {
        if (!ACTS.contains(d.type())) return;
        String place = d.scope().account() + '/' + d.scope().region();
        out.collect(new AlarmEvent(
                AlarmEvent.Action.NOTICE,
                "breakwater/" + d.incident() + '/' + place + '/' + d.sequence(),
                summary(d),
                place,
                AlarmEvent.Severity.INFO,
                d.at(),
                d.scope().key(),
                d.scope().kind().wire(),
                d.type().wire(),
                details(d),
                List.of()));
    }

    private static String summary(Decision d) {
        String what = d.type().wire() + ' ' + d.scope().key();
        return what + (d.limit() >= 0 ? to(d) : "") + ": " + d.reason().text();
    }

    private static String to(Decision d) {
        return switch (d.lever().kind()) {
            case RESERVATION -> " to " + d.limit();
            case QUEUE -> " to " + d.limit() + " from its queue";
            case STREAM -> " by pausing its stream";
        };
    }

    private static Map<String, String> details(Decision d) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("incident", d.incident());
        details.put("policy", d.policy());
        details.put("limit", limit(d.limit()));
        details.put("before", limit(d.previous()));
        if (!d.lever().isReservation()) {
            details.put("lever", d.lever().kind().wire() + ' ' + d.lever().mapping());
        }
        if (d.until() >= 0) details.put("until", Instant.ofEpochMilli(d.until()).toString());
        return details;
    }

    private static String limit(int value) {
        return value < 0 ? "none" : String.valueOf(value);
    }
}
