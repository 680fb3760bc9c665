package dev.breakwater.guard.convert;

import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.connectors.alarms.outbox.AlarmEvent.Severity;
import dev.breakwater.connectors.lambda.CallBudget;
import dev.breakwater.connectors.lambda.ledger.Effect;
import dev.breakwater.connectors.lambda.ledger.EffectsJournal;
import dev.breakwater.connectors.lambda.ledger.EffectsListener.Stopped;
import dev.breakwater.core.watch.ActWatch.ActEvent;
import dev.breakwater.core.watch.ActWatch.ActEvent.Type;
import dev.breakwater.core.watch.ActWatch.ActReport;
import dev.breakwater.core.watch.ActWatch.ActReport.Result;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** From effects to what is known of an account, and from there to the words of the alarm connector. */
public final class ActEvents {

    private ActEvents() {}

    /** What an effect says about whether acts work in its account; nothing where it was the ledger that stopped it. */
    public static Optional<ActReport> report(Effect e) {
        if (e.detail().startsWith(EffectsJournal.NOT_WRITTEN)) return Optional.empty();
        String lever = e.limitRef().text();
        return Optional.of(new ActReport(
                e.account(),
                e.region(),
                e.function() + (lever.isEmpty() ? "" : " by its " + lever),
                e.throttle(),
                result(e),
                e.detail(),
                e.at()));
    }

    private static Result result(Effect e) {
        return switch (e.outcome()) {
            case APPLIED, RELEASED, ALREADY, OVERRIDDEN, HELD_BY_OTHER, GONE, EXPIRED, AGAIN_ALLOWED, REQUESTED ->
                Result.POSSIBLE;
            case DENIED, INVALID -> Result.REFUSED;
            case TRANSIENT, THROTTLED, UNKNOWN -> Result.NOT_NOW;
            case NOT_ATTEMPTED -> e.detail().endsWith(CallBudget.OUT_OF_TIME) ? Result.NOT_NOW : Result.REFUSED;
        };
    }

    public static AlarmEvent of(ActEvent e) {
        boolean over = e.type() == Type.RESOLVE;
        return new AlarmEvent(
                AlarmEvent.Action.valueOf(e.type().name()),
                "breakwater/cannot-act/" + e.account(),
                over ? "account " + e.account() + ": " + e.reason() : summary(e),
                e.account() + '/' + e.region(),
                // a throttle that cannot be given back is the worst that we can do
                e.releases() > 0 ? Severity.CRITICAL : Severity.ERROR,
                e.at(),
                "",
                "account",
                "cannot-act",
                over ? Map.of() : details(e),
                List.of());
    }

    /**
     * What the ledger of an instance does not let begin, or that it lets everything begin again.
     *
     * @param owner the instance whose ledger it is
     */
    public static AlarmEvent stopped(String owner, Stopped what, String why, long at) {
        boolean over = what == Stopped.NOTHING;
        boolean all = what == Stopped.ACTS;
        return new AlarmEvent(
                over ? AlarmEvent.Action.RESOLVE : AlarmEvent.Action.TRIGGER,
                "breakwater/ledger/" + owner,
                over
                        ? "the ledger lets throttles begin"
                        : all
                                ? "nothing is throttled or given back: the ledger cannot be written, " + why
                                : "no new throttle begins: the ledger's chain is broken, " + why,
                owner,
                all ? Severity.CRITICAL : Severity.ERROR,
                at,
                "",
                "instance",
                "cannot-act",
                over
                        ? Map.of()
                        : Map.of("reason", why, "look_at", "breakwater ledger verify; the runbook's \"Cannot act\""),
                List.of());
    }

    private static String summary(ActEvent e) {
        String what = e.releases() > 0 ? e.releases() + " throttles cannot be given back" : "nothing can be throttled";
        return "cannot act in account " + e.account() + ": " + what + "; " + e.limit() + ": " + e.reason();
    }

    private static Map<String, String> details(ActEvent e) {
        Map<String, String> d = new LinkedHashMap<>();
        d.put("seen_on", e.limit() + " in " + e.region());
        d.put("reason", e.reason());
        d.put("limits_that_fail", String.valueOf(e.limits()));
        d.put("of_these_to_be_given_back", String.valueOf(e.releases()));
        d.put("look_at", "breakwater doctor, breakwater ledger show; the runbook's \"Cannot act\"");
        return d;
    }
}
