package dev.breakwater.report.incident;

import dev.breakwater.report.Slower;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Explains each kind of page: its meaning, the first thing to check, and the usual remedy. The first table of
 * docs/runbook.md has the same advice.
 */
public enum Advice {
    FLOOD(
            "flood or pulse on a function",
            "calls are far above normal for this time of day, and cost more than the page threshold",
            "the callers: API access log, event source, function URL",
            "block the caller upstream; the throttle buys time",
            "flood",
            "pulse"),
    SLOWER(
            "flood of slower calls",
            "there are more calls than usual, and each call also runs far longer",
            "what the calls wait for, such as a database or another API; then the last deployment, and retries",
            "repair the dependency, or lower the function's timeout; blocking callers helps less"),
    REPORTED(
            "reported",
            "platform reports show a flood before its metrics do, and nothing is throttled yet",
            "as for a flood",
            "wait until metrics confirm the surge. If the incident ends as *unconfirmed*, find out who writes such "
                    + "lines into the log"),
    RECURSION(
            "recursion",
            "AWS stopped a loop, or calls trigger more calls",
            "whether the function's output triggers the function again",
            "remove the trigger that closes the loop, then release the throttle",
            "recursion"),
    DURATION(
            "duration",
            "each call costs far more than it used to",
            "the last deployment, or a slow dependency",
            "roll back",
            "duration"),
    SLOW_BURN(
            "slow-burn",
            "cost has been above normal for an hour or more, without a sudden rise",
            "whether this is new traffic or a slow attack",
            "decide whether you want this traffic",
            "slow-burn"),
    STARVED(
            "starved (no page)",
            "AWS refuses calls for lack of concurrency, not because of our limit, so little of the surge is billed",
            "the function's reservation, and who uses the account's unreserved concurrency",
            "raise the reservation, or end the surge that uses up the concurrency",
            "starved"),
    LASTING_CHANGE(
            "lasting-change",
            "each call costs more than before, or there are more calls, and the change has lasted; alerts daily "
                    + "for a week",
            "the last deployment, which the alert names",
            "accept it, or roll back",
            "lasting-change"),
    SPREAD(
            "spread on a group or account",
            "many functions are a little above normal",
            "a gateway, key or tenant that the functions share",
            "block the callers there",
            "spread"),
    NEW_FUNCTION(
            "new-function",
            "the function has no baseline yet, and it costs more than the cap or suddenly far more than before",
            "who deployed it",
            "raise the thresholds in a policy, or wait 1.5 days",
            "new-function"),
    DEPLOYMENT(
            "deployment (no page)",
            "duration or calls changed with a deployment",
            "whether you want the new cost",
            "nothing"),
    FLEET(
            "fleet page",
            "there are too many surges for separate pages, or more than Breakwater may throttle",
            "the account's concurrency and bill",
            "you decide, as described under \"The whole fleet\""),
    BLIND(
            "blind, silent",
            "no samples have come for a while, so Breakwater sets no new throttle, but releases continue",
            "see \"Blind\"",
            "repair the feed",
            "blind"),
    CANNOT_READ(
            "cannot read",
            "AWS has refused for ten minutes to list an account's functions",
            "see \"Cannot read\"",
            "restore the role or its policy",
            "cannot-read"),
    CANNOT_ACT(
            "cannot act",
            "checkpoints fail, the ledger cannot be written, or Lambda refuses our calls",
            "see \"Cannot act\"",
            "alerts still work, and you can throttle by hand if you must",
            "cannot-act"),
    CANNOT_GIVE_BACK(
            "cannot give back",
            "Breakwater released a limit, but AWS has not shown the release for ten minutes",
            "see \"Cannot give back\"",
            "make room or restore the permission. Breakwater retries until it works"),
    TWO_JOBS(
            "two jobs are called NAME",
            "another job with this name acts here, and the older one has stopped acting",
            "see \"Two jobs, names and tags\"",
            "stop one of them"),
    RENAMED(
            "this instance throttles nothing: it was called NAME",
            "`instance.name` was changed",
            "see \"Two jobs, names and tags\"",
            "put the old name into `instance.adopts`"),
    HELD_BY_OTHER(
            "held by NAME",
            "a limit of this instance has the tag of another instance",
            "see \"Two jobs, names and tags\"",
            "stop one of the two, or give each its own functions"),
    UNREADABLE_TAG(
            "the tag breakwater:lease cannot be read (warning)",
            "somebody edited the tag of a limit, and Breakwater has no other record of that limit",
            "see \"Two jobs, names and tags\"",
            "set the right limit, then remove the tag"),
    CANNOT_WRITE(
            "cannot write",
            "Breakwater cannot write its files in `ledger.path`",
            "see \"Cannot write\"",
            "make room or restore the permission; then the job writes the waiting lines",
            "cannot-write"),
    NOT_TAKEN_UP(
            "not taken up",
            "Breakwater refused the changed configuration and keeps the earlier one",
            "see \"Not taken up\"",
            "correct the file",
            "not-taken-up"),
    CALIBRATION(
            "calibration (warning)",
            "AWS charges more than Breakwater counts",
            "see \"Calibration\"",
            "configure the discount, add-on or traffic that Breakwater does not see",
            "calibration"),
    NOT_BINDING(
            "not-binding",
            "the function runs more calls than the limit on its queue or stream allows, so Breakwater uses reserved "
                    + "concurrency",
            "the function's other callers: URL, gateway, another trigger",
            "give the function a policy with `lever: reservation`"),
    OVERRIDDEN(
            "overridden",
            "somebody changed or released a limit that Breakwater set",
            "who",
            "nothing; Breakwater sets no limit for 24 hours"),
    COULD_NOT(
            "could not",
            "AWS refused a limit, or did not show it within ten minutes",
            "see \"Cannot act\"",
            "fix the cause in AWS's error, or throttle by hand with the command on the page"),
    NEW_NORMAL(
            "is this the new normal?",
            "a surge is a day old and still costs more than the page threshold",
            "whether you want this traffic",
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

    /** Returns the advice for a story. The advice is empty if the runbook has no advice for this kind of incident. */
    public static Optional<Advice> of(IncidentStory story) {
        if (story.fleet()) return Optional.of(FLEET);
        if (story.surge() && Slower.is(story.incident())) return Optional.of(SLOWER);
        String kind = story.alarm().kind();
        return Arrays.stream(values())
                .filter(advice -> advice.kinds.contains(kind))
                .findFirst();
    }

    /** Returns all advice as a table in Markdown. */
    public static String table() {
        return Arrays.stream(values())
                .map(a -> "| " + String.join(" | ", a.page, a.means, a.look, a.usually) + " |\n")
                .collect(Collectors.joining(
                        "", "| the page says | it means | look first at | usually |\n|---|---|---|---|\n", ""));
    }

    /** Returns the meaning of the page, as a sentence without a full stop. */
    public String means() {
        return means;
    }

    /** Returns the first thing to look at. */
    public String look() {
        return look;
    }

    /** Returns the usual remedy. */
    public String usually() {
        return usually;
    }

    /** Returns the heading under which the runbook says more, in quotes. */
    public String heading() {
        int quote = look.indexOf('"');
        String named = quote < 0 ? usually : look;
        int from = named.indexOf('"');
        return from < 0 ? "\"What a page means\"" : named.substring(from);
    }
}
