package dev.breakwater.guard.convert;

import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.engine.control.Decision;
import dev.breakwater.engine.control.Decision.DecisionType;
import dev.breakwater.model.AlarmAction;
import dev.breakwater.model.Severity;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Makes the alarm connector's notices from observed changes of limits. A notice does not page. */
public final class ActNotices {

    /** The types of decisions that report an observed change of a limit, and not only a request. */
    private static final Set<DecisionType> OUTCOMES =
            Set.of(DecisionType.HELD, DecisionType.GIVEN_BACK, DecisionType.OVERRIDE, DecisionType.COULD_NOT);

    private ActNotices() {}

    /** Returns whether a decision has a notice. */
    public static boolean is(Decision d) {
        return OUTCOMES.contains(d.type());
    }

    /** Returns the notice of a decision. */
    public static AlarmEvent of(Decision d) {
        String place = d.scope().account() + '/' + d.scope().region();
        return new AlarmEvent(
                AlarmAction.NOTICE,
                "breakwater/" + d.incident() + '/' + place + '/' + d.sequence(),
                summary(d),
                Severity.INFO,
                d.at(),
                AlarmEvent.Subject.of(d.scope(), d.type().wire()),
                details(d));
    }

    /** Returns the text of a notice. A release is described by the observation, which recordings do not have. */
    private static String summary(Decision d) {
        boolean back = d.type() == DecisionType.GIVEN_BACK && !d.words().isEmpty();
        if (back) return d.scope().key() + ": " + d.words() + ": " + d.reason().text();
        String words = d.words().isEmpty() ? "" : ": " + d.words();
        return what(d) + ": " + d.reason().text() + words;
    }

    private static String what(Decision d) {
        String function = d.scope().key();
        return switch (d.type()) {
            case HELD -> "held " + function + to(d);
            case GIVEN_BACK -> "given back " + function + " to " + d.lever().restored(d.previous());
            case COULD_NOT -> "could not hold " + function + to(d);
            default -> d.type().wire() + ' ' + function;
        };
    }

    private static String to(Decision d) {
        return d.lever().kind().effect(d.limit());
    }

    private static Map<String, String> details(Decision d) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("incident", d.incident());
        details.put("policy", d.policy());
        details.put("limit", d.lever().kind().text(d.limit()));
        details.put("before", d.lever().kind().text(d.previous()));
        if (!d.lever().isReservation()) {
            details.put("lever", d.lever().text());
        }
        if (d.until() >= 0) details.put("until", Instant.ofEpochMilli(d.until()).toString());
        return details;
    }
}
