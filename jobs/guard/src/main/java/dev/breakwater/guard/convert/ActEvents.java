package dev.breakwater.guard.convert;

import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.connectors.alarms.outbox.AlarmEvent.Severity;
import dev.breakwater.core.limit.Call;
import dev.breakwater.core.policy.Lever;
import dev.breakwater.core.watch.ActWatch.ActEvent;
import dev.breakwater.core.watch.ActWatch.ActEvent.Type;
import dev.breakwater.core.watch.ActWatch.ActReport;
import dev.breakwater.core.watch.ActWatch.ActReport.Result;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** From answers to what is known of an account, and from there to the words of the alarm connector. */
public final class ActEvents {

    private static final String UNREAD = ", which cannot be read";

    private ActEvents() {}

    /** How a limit stands was observed: nothing fails on it, neither calls nor readings. */
    public static List<ActReport> settled(String account, String region, String function, Lever lever, long at) {
        String subject = subject(function, lever);
        return Stream.of(subject, subject + UNREAD)
                .map(limit -> new ActReport(account, region, limit, false, Result.POSSIBLE, "", at))
                .toList();
    }

    private static String subject(String function, Lever lever) {
        String by = lever.isReservation() ? "" : " by its " + lever.kind().wire() + ' ' + lever.mapping();
        return function + by;
    }

    /**
     * What an answer says about whether acts work in its account; nothing where it was the ledger that stopped it. What cannot be
     * read is over once it was read.
     */
    public static Optional<ActReport> report(String account, String region, Call.Answer a, boolean throttles) {
        if (a.result() == Call.Result.NOT_WRITTEN) return Optional.empty();
        String subject = subject(a.call().function(), a.call().lever());
        String limit = a.call().kind() == Call.Kind.READ ? subject + UNREAD : subject;
        return Optional.of(new ActReport(account, region, limit, throttles, result(a.result()), a.words(), a.ended()));
    }

    private static Result result(Call.Result result) {
        return switch (result) {
            case DONE, MISSING -> Result.POSSIBLE;
            case DENIED, REFUSED -> Result.REFUSED;
            case FAILED, NOT_WRITTEN -> Result.NOT_NOW;
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
     * What the ledger does not let begin, or that it lets everything begin again.
     *
     * @param owner the instance whose ledger it is
     */
    public static AlarmEvent ledger(String owner, String account, String region, boolean stops, String why, long at) {
        return new AlarmEvent(
                stops ? AlarmEvent.Action.TRIGGER : AlarmEvent.Action.RESOLVE,
                "breakwater/ledger/" + owner + '/' + account + '/' + region,
                stops
                        ? "no new throttle begins in " + account + ' ' + region + ": the ledger cannot be used, " + why
                        : "the ledger lets throttles begin",
                account + '/' + region,
                Severity.ERROR,
                at,
                "",
                "instance",
                "cannot-act",
                stops
                        ? Map.of("reason", why, "look_at", "breakwater ledger verify; the runbook's \"Cannot act\"")
                        : Map.of(),
                List.of());
    }

    /** Two jobs of one name act on the same account and region; this one has stopped. */
    public static AlarmEvent superseded(String owner, String account, String region, String why, long at) {
        return new AlarmEvent(
                AlarmEvent.Action.TRIGGER,
                "breakwater/two-jobs/" + owner + '/' + account + '/' + region,
                "two jobs are called " + owner + " and act on " + account + ' ' + region
                        + ": the older one has stopped acting",
                account + '/' + region,
                Severity.CRITICAL,
                at,
                "",
                "instance",
                "cannot-act",
                Map.of("reason", why, "do", "end one of them, or give it another instance.name"),
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
