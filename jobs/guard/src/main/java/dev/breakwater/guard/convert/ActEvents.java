package dev.breakwater.guard.convert;

import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.engine.limit.Call;
import dev.breakwater.engine.watch.ActWatch.ActEvent;
import dev.breakwater.engine.watch.ActWatch.ActReport;
import dev.breakwater.model.AlarmAction;
import dev.breakwater.model.Severity;
import dev.breakwater.model.function.Lever;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Decides from AWS's answers whether limits can be set and released in an account and region. If calls fail, makes the
 * alarm connector's events.
 *
 * @param owner the name of this instance, as in the instance's ledger
 */
public record ActEvents(String owner, String account, String region) {
    private static final String UNREAD = ", which cannot be read";
    private static final String LEDGER = "breakwater/ledger/";

    /** Returns the account and region, as alarms name them. */
    public String place() {
        return account + '/' + region;
    }

    /** Returns the key of the alert about failing calls. */
    public String cannotActKey() {
        return "breakwater/cannot-act/" + place();
    }

    /** Returns the key of the alert about a ledger that prevents throttles. */
    public String ledgerKey() {
        return LEDGER + owner + '/' + place();
    }

    /** Returns whether a key belongs to an alert about a ledger, whatever the instance's name. */
    public static boolean isOfLedger(String key) {
        return key.startsWith(LEDGER);
    }

    /**
     * Makes the reports that a limit can be set and that it can be read again. Use these reports when the limit's state
     * was observed.
     */
    public static List<ActReport> settled(String function, Lever lever, long at) {
        String subject = subject(function, lever);
        return Stream.of(subject, subject + UNREAD)
                .map(limit -> new ActReport(limit, false, Call.Result.DONE, "", at))
                .toList();
    }

    private static String subject(String function, Lever lever) {
        return function + (lever.isReservation() ? "" : " by its " + lever.text());
    }

    /**
     * Reports whether a call worked. Reports nothing if the ledger prevented the call. Reports nothing if AWS refused
     * the value of a single throttle, because the incident reports this refusal. The first successful reading ends a
     * failure to read.
     */
    public static Optional<ActReport> report(Call.Answer a, boolean throttles) {
        boolean oneValue = throttles && a.result() == Call.Result.REFUSED;
        if (oneValue || a.result() == Call.Result.NOT_WRITTEN) return Optional.empty();
        String subject = subject(a.call().function(), a.call().lever());
        String limit = a.call().kind() == Call.Kind.READ ? subject + UNREAD : subject;
        return Optional.of(new ActReport(limit, throttles, a.result(), a.words(), a.ended()));
    }

    /** Makes the event that calls fail, or that calls work again. */
    public AlarmEvent of(ActEvent e) {
        boolean over = e.type() == AlarmAction.RESOLVE;
        // a throttle that cannot be released is the worst failure
        Severity severity = e.releases() > 0 ? Severity.CRITICAL : Severity.ERROR;
        String text = over ? "account " + account + ": " + e.reason() : summary(e);
        return alarm(e.type(), cannotActKey(), text, severity, e.at(), "account", over ? Map.of() : details(e));
    }

    /** Makes the event that the ledger prevents new throttles. */
    public AlarmEvent ledger(String why, long at) {
        String text = "no new throttle begins in " + account + ' ' + region + ": the ledger cannot be used, " + why;
        Map<String, String> details =
                Map.of("reason", why, "look_at", "run breakwater ledger verify; see \"Cannot act\" in the runbook");
        return alarm(AlarmAction.TRIGGER, ledgerKey(), text, Severity.ERROR, at, "instance", details);
    }

    /** Makes the event that the ledger allows throttles again, which ends the alert with this key. */
    public AlarmEvent ledgerOver(String key, long at) {
        String text = "the ledger allows new throttles again";
        return alarm(AlarmAction.RESOLVE, key, text, Severity.ERROR, at, "instance", Map.of());
    }

    /**
     * Makes the event that two jobs with the same name set limits in one account and region. This job has stopped
     * setting limits.
     */
    public AlarmEvent superseded(String why, long at) {
        String text = "two jobs are called " + owner + " and act on " + account + ' ' + region
                + ", so the older job has stopped acting";
        Map<String, String> details = Map.of("reason", why, "do", "stop one of them, or give it another instance.name");
        String key = "breakwater/two-jobs/" + owner + '/' + place();
        return alarm(AlarmAction.TRIGGER, key, text, Severity.CRITICAL, at, "instance", details);
    }

    private AlarmEvent alarm(
            AlarmAction action,
            String key,
            String text,
            Severity severity,
            long at,
            String scope,
            Map<String, String> details) {
        return new AlarmEvent(
                action, key, text, severity, at, new AlarmEvent.Subject(place(), "", scope, "cannot-act"), details);
    }

    private String summary(ActEvent e) {
        String what = e.releases() > 0 ? e.releases() + " throttles cannot be given back" : "nothing can be throttled";
        return "cannot act in account " + account + ": " + what + "; " + e.limit() + ": " + e.reason();
    }

    private Map<String, String> details(ActEvent e) {
        Map<String, String> d = new LinkedHashMap<>();
        d.put("seen_on", e.limit() + " in " + region);
        d.put("reason", e.reason());
        d.put("limits_that_fail", String.valueOf(e.limits()));
        d.put("of_these_to_be_given_back", String.valueOf(e.releases()));
        d.put("look_at", "run breakwater doctor and breakwater ledger show; see \"Cannot act\" in the runbook");
        return d;
    }
}
