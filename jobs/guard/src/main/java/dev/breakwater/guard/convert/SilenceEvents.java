package dev.breakwater.guard.convert;

import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.engine.watch.SilenceWatch.SilenceEvent;
import dev.breakwater.engine.watch.Watched.Subject;
import dev.breakwater.guard.wire.UnreadPlace;
import dev.breakwater.guard.wire.Unwatched;
import dev.breakwater.model.AlarmAction;
import dev.breakwater.model.Severity;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes the alarm connector's events about silences, functions that are not watched, and accounts that cannot be read.
 * Each text says what is missing, since when, what no longer works, and where to look.
 */
public final class SilenceEvents {

    /** The most accounts and regions in a summary. */
    private static final int MOST_NAMES = 3;

    private SilenceEvents() {}

    public static AlarmEvent of(SilenceEvent e) {
        return new AlarmEvent(
                e.raised() ? AlarmAction.TRIGGER : AlarmAction.RESOLVE,
                "breakwater/" + e.key(),
                e.raised() ? silent(e) : what(e) + " again",
                severity(e),
                e.at(),
                new AlarmEvent.Subject(
                        e.account() + '/' + (e.subject() == Subject.PLACE ? e.region() : "all regions"),
                        "",
                        "account",
                        kind(e)),
                details(e));
    }

    private static String kind(SilenceEvent e) {
        return switch (e.subject()) {
            case CHECKPOINTS -> "cannot-act";
            case FILES -> "cannot-write";
            default -> "blind";
        };
    }

    /**
     * Returns the severity of a silence. A silence does not page if the fleet may only be idle. A feed that never
     * delivered anything pages, because it is configured wrongly.
     */
    private static Severity severity(SilenceEvent e) {
        boolean neverSetUp = !e.ever() && e.subject() != Subject.PLACE;
        return e.sure() || neverSetUp || unreadFormat(e) ? Severity.ERROR : Severity.WARNING;
    }

    private static boolean unreadFormat(SilenceEvent e) {
        return e.subject() == Subject.LANDING && e.unread();
    }

    private static String silent(SilenceEvent e) {
        long minutes = Duration.ofMillis(e.at() - e.heardAt()).toMinutes();
        String since = e.ever() ? " for " + minutes + " minutes" : " since the start " + minutes + " minutes ago";
        return switch (e.subject()) {
            case CHECKPOINTS ->
                "cannot act: no checkpoint has completed" + since + "; nothing is throttled or released";
            case FILES ->
                "cannot write: the files in ledger.path could not be written" + since + " (" + e.trouble()
                        + "); pages and releases continue, but lines wait, and the oldest lines are dropped";
            case LANDING, POLLING, SOURCE, PLACE ->
                state(e) + " from " + name(e) + since + "; nothing new is throttled, but leases still end";
        };
    }

    private static String state(SilenceEvent e) {
        if (unreadFormat(e)) return "blind: format: landed files cannot be read, no data";
        return (e.sure() || !e.ever() ? "blind" : "silent (or no traffic)") + ": no data";
    }

    private static String what(SilenceEvent e) {
        return switch (e.subject()) {
            case CHECKPOINTS -> "checkpoints complete";
            case FILES -> "the files in ledger.path can be written";
            default -> name(e) + " is reporting";
        };
    }

    private static String name(SilenceEvent e) {
        return switch (e.subject()) {
            case POLLING -> "the polling of CloudWatch";
            case LANDING -> "the landing folder";
            case SOURCE -> "source." + e.region();
            case PLACE -> "account " + e.account() + " in " + e.region();
            case CHECKPOINTS -> "checkpoints";
            case FILES -> "files";
        };
    }

    private static Map<String, String> details(SilenceEvent e) {
        Map<String, String> d = new LinkedHashMap<>();
        boolean files = e.subject() == Subject.FILES;
        d.put(!e.ever() ? "started" : files ? "written_last" : "heard_last", time(e.heardAt()));
        if (!e.trouble().isEmpty()) d.put("reason", e.trouble());
        if (e.refused() > 0 && !files) {
            d.put("refused_since", e.refused() + " records that were late or could not be read: see rejects.jsonl");
        }
        d.put("look_at", lookAt(e));
        return d;
    }

    private static String lookAt(SilenceEvent e) {
        return switch (e.subject()) {
            case POLLING ->
                "run breakwater doctor: does the observe role have cloudwatch:GetMetricData and ListMetrics, and is "
                        + "source.cloudwatch.usdPerMonthAtMost spent?";
            case LANDING ->
                e.unread()
                        ? "change the output format of the metric stream to JSON, or to OpenTelemetry 1.0 or 0.7 "
                                + "through breakwater receive; rejects.jsonl has the rejected records"
                        : "is the metric stream running? Does Firehose report delivery errors? Check /health of "
                                + "breakwater receive, and the folder or bucket source.landing.path";
            case SOURCE -> "run breakwater doctor: can source." + e.region() + " be read?";
            case PLACE ->
                "other accounts are reporting, so check this account's observe role or metric stream with "
                        + "breakwater doctor";
            case CHECKPOINTS ->
                "is the checkpoint folder full, or are its permissions wrong? See also the checkpoints page of the "
                        + "Flink UI";
            case FILES -> "is the folder ledger.path full or unmounted, or are the permissions of its files wrong?";
        };
    }

    private static String time(long millis) {
        return Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.SECONDS).toString();
    }

    public static AlarmEvent of(Unwatched u) {
        return new AlarmEvent(
                u.raised() ? AlarmAction.TRIGGER : AlarmAction.RESOLVE,
                "breakwater/unwatched-functions",
                u.raised()
                        ? "blind: " + u.functions() + " functions or more are not watched, because the " + u.most()
                                + " watched functions leave no room for more"
                        : "all functions are watched again",
                Severity.ERROR,
                u.at(),
                new AlarmEvent.Subject("all accounts/all regions", "", "account", "blind"),
                u.raised()
                        ? Map.of(
                                "look_at",
                                "raise state.functions, change state.backend, give the TaskManager more memory, or "
                                        + "run several instances with fewer accounts each")
                        : Map.of());
    }

    /**
     * Makes the event that the functions of accounts and regions cannot be listed.
     *
     * @param unread all accounts and regions of one alert, at least one
     * @param update whether the alert is already open
     */
    public static AlarmEvent of(List<UnreadPlace> unread, boolean update, long at) {
        UnreadPlace first = unread.get(0);
        List<String> names =
                unread.stream().map(u -> u.account + " in " + u.region).toList();
        String more = names.size() > MOST_NAMES ? " and " + (names.size() - MOST_NAMES) + " more" : "";
        String what = String.join(", ", names.subList(0, Math.min(MOST_NAMES, names.size()))) + more;
        Map<String, String> details = new LinkedHashMap<>();
        details.put("reason", first.why);
        details.put("since", time(first.since));
        details.put("accounts", String.join(", ", names));
        details.put(
                "look_at",
                "run breakwater doctor: may the job assume the account's observe role, and does the role have its "
                        + "policy?");
        return unread(
                update ? AlarmAction.UPDATE : AlarmAction.TRIGGER,
                first,
                "cannot read account " + what
                        + ": new functions, tags and limits that people set are not seen, and throttles may fail too; "
                        + first.why,
                at,
                details);
    }

    /** Makes the event that ends an alert about listings. */
    public static AlarmEvent over(UnreadPlace last, long at) {
        String text =
                "account " + last.account + " in " + last.region + " can be read again, or is not watched any more";
        return unread(AlarmAction.RESOLVE, last, text, at, Map.of());
    }

    private static AlarmEvent unread(
            AlarmAction action, UnreadPlace of, String text, long at, Map<String, String> details) {
        return new AlarmEvent(
                action,
                of.alert,
                text,
                Severity.ERROR,
                at,
                new AlarmEvent.Subject(of.source(), "", "account", "cannot-read"),
                details);
    }
}
