package dev.breakwater.report.incident;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The meaning of each kind of page, the first thing to look at, and the usual remedy: the first table of
 * docs/runbook.md.
 */
public enum Advice {
    FLOOD(
            "flood, pulse on a function",
            "calls far above this time of day, costing more than the page line",
            "who calls: API access log, event source, function URL",
            "block the caller upstream; the throttle buys time",
            "flood",
            "pulse"),
    REPORTED(
            "reported",
            "platform reports show a flood before its metrics; nothing is throttled yet",
            "as for a flood",
            "the metrics confirm it, or it ends as *unconfirmed*: then find out who writes such lines into the log"),
    RECURSION(
            "recursion",
            "AWS cut a loop, or calls feed calls",
            "the trigger that the function's own output sets off",
            "break the loop at the trigger, then release",
            "recursion"),
    DURATION(
            "duration",
            "each call costs far more than it used to",
            "the last deployment, a slow dependency",
            "roll back",
            "duration"),
    SLOW_BURN(
            "slow-burn",
            "cost above normal for an hour or more, without a jump",
            "new traffic or an attack that stays low",
            "decide whether it is wanted",
            "slow-burn"),
    STARVED(
            "starved (no page)",
            "calls are refused for lack of concurrency, not by us; little of the surge is billed",
            "its own reservation, and who uses the account's unreserved concurrency",
            "raise the reservation, or end the surge that takes the pool",
            "starved"),
    LASTING_CHANGE(
            "lasting-change",
            "a call costs more than before, or more of them come, and that stays; once a day for a week",
            "what was deployed before it; the alert names it",
            "accept it, or roll back",
            "lasting-change"),
    SPREAD(
            "spread, on a group or account",
            "many functions raised a little",
            "what they share: a gateway, a key, a tenant",
            "block at what they share",
            "spread"),
    NEW_FUNCTION(
            "new-function",
            "no baseline yet, and above the cap for young functions",
            "who deployed it",
            "raise the cap in a policy, or wait 1.5 days",
            "new-function"),
    DEPLOYMENT(
            "deployment (no page)",
            "duration or volume changed with a deployment",
            "whether the new cost is wanted",
            "nothing"),
    FLEET(
            "fleet page",
            "more surges than people can be called for one by one, or more than may be throttled",
            "the account's concurrency and bill",
            "you decide: see \"The whole fleet\""),
    BLIND(
            "blind, silent",
            "no samples for a while: no new throttles; releases continue",
            "see \"Blind\"",
            "repair the feed",
            "blind"),
    CANNOT_ACT(
            "cannot act",
            "checkpoints fail, the ledger cannot be written, or Lambda refuses us",
            "see \"Cannot act\"",
            "alerts still work; throttle by hand if needed",
            "cannot-act"),
    CANNOT_GIVE_BACK(
            "cannot give back",
            "a limit of ours was not seen given back within ten minutes",
            "see \"Cannot give back\"",
            "make room or restore the permission; Breakwater retries until it works"),
    TWO_JOBS(
            "two jobs are called NAME",
            "another job of this name acts here; the older one has stopped",
            "see \"Two jobs, names and tags\"",
            "end one of them"),
    RENAMED(
            "this instance throttles nothing: it was called NAME",
            "`instance.name` was changed",
            "see \"Two jobs, names and tags\"",
            "put the old name into `instance.adopts`"),
    HELD_BY_OTHER(
            "held by NAME",
            "another instance's tag describes a limit that we hold",
            "see \"Two jobs, names and tags\"",
            "stop one of the two, or give each its own functions"),
    UNREADABLE_TAG(
            "the tag breakwater:lease cannot be read (warning)",
            "somebody edited the tag of a limit that we do not know",
            "see \"Two jobs, names and tags\"",
            "set the right limit, then remove the tag"),
    CANNOT_WRITE(
            "cannot write",
            "the line files in `ledger.path` cannot be written",
            "see \"Cannot write\"",
            "make room or restore the permission; waiting lines are written then",
            "cannot-write"),
    NOT_TAKEN_UP(
            "not taken up",
            "the changed configuration was refused; the earlier one stays in force",
            "see \"Not taken up\"",
            "correct the file",
            "not-taken-up"),
    CALIBRATION(
            "calibration (warning)",
            "AWS charges more than we count",
            "see \"Calibration\"",
            "name the discount, the add-on or the traffic that we do not see",
            "calibration"),
    NOT_BINDING(
            "not-binding",
            "more ran than the held queue or stream lets through; reserved concurrency takes over",
            "what else calls the function: URL, gateway, another trigger",
            "give it a policy with `lever: reservation`"),
    OVERRIDDEN(
            "overridden", "somebody changed or released a limit that we held", "who", "nothing; no limit for 24 hours"),
    COULD_NOT(
            "could not",
            "AWS refused a limit, or did not show it within ten minutes",
            "see \"Cannot act\"",
            "fix what its words name, or hold by hand with the page's command"),
    NEW_NORMAL(
            "is this the new normal?",
            "a surge is a day old and still costs more than the page line",
            "whether the traffic is wanted",
            "\"Accept\" it, or end it");

    private final String page;
    private final String means;
    private final String look;
    private final String usually;
    private final List<String> kinds;

    Advice(String page, String means, String look, String usually, String... kinds) {
        this.page = page;
        this.means = means;
        this.look = look;
        this.usually = usually;
        this.kinds = List.of(kinds);
    }

    /** The advice for a story, empty where the runbook has none for its kind. */
    public static Optional<Advice> of(IncidentStory story) {
        if (story.fleet()) return Optional.of(FLEET);
        String kind = story.alarm().kind();
        return Arrays.stream(values())
                .filter(advice -> advice.kinds.contains(kind))
                .findFirst();
    }

    /** All of it as a table in Markdown. */
    public static String table() {
        return Arrays.stream(values())
                .map(a -> "| " + String.join(" | ", a.page, a.means, a.look, a.usually) + " |\n")
                .collect(Collectors.joining(
                        "", "| the page says | it means | look first at | usually |\n|---|---|---|---|\n", ""));
    }

    /** The meaning of the page, in a sentence without a stop. */
    public String means() {
        return means;
    }

    /** Where to look first. */
    public String look() {
        return look;
    }

    /** The usual remedy. */
    public String usually() {
        return usually;
    }

    /** The heading of the runbook that says more, in quotes. */
    public String heading() {
        int quote = look.indexOf('"');
        String named = quote < 0 ? usually : look;
        int from = named.indexOf('"');
        return from < 0 ? "\"What a page means\"" : named.substring(from);
    }
}
