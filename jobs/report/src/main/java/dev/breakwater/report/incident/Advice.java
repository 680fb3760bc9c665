package dev.breakwater.report.incident;

/**
 * What to look at first and what usually helps, by kind: the words of docs/runbook.md.
 *
 * @param look    look first at
 * @param usually what is usually done
 */
public record Advice(String look, String usually) {

    private static final Advice NONE = new Advice("", "");

    public static Advice of(IncidentStory story) {
        if (story.fleet()) {
            return new Advice("the account's concurrency and bill", "you decide: see \"The whole fleet\"");
        }
        return switch (story.alarm().kind()) {
            case "flood", "pulse" ->
                new Advice(
                        "who calls: API access log, event source, function URL",
                        "block the caller upstream; the throttle buys time");
            case "recursion" ->
                new Advice(
                        "the trigger that the function's own output sets off",
                        "break the loop at the trigger, then release");
            case "duration" -> new Advice("the last deployment, a slow dependency", "roll back");
            case "slow-burn" -> new Advice("new traffic or an attack that stays low", "decide whether it is wanted");
            case "starved" ->
                new Advice(
                        "its own reservation and the account's unreserved concurrency: who uses it",
                        "raise the reservation, or end the surge of whoever takes the pool");
            case "spread" -> new Advice("what they share: a gateway, a key, a tenant", "block at what they share");
            case "new-function" -> new Advice("who deployed it", "raise the cap in a policy, or wait 1.5 days");
            case "cannot-act" -> new Advice("see \"Cannot act\"", "alarms still work; throttle by hand if needed");
            case "cannot-write" ->
                new Advice(
                        "see \"Cannot write\"", "make room, or give the permission back: what waits is written then");
            case "not-taken-up" -> new Advice("see \"Not taken up\"", "mend the file; what held before goes on");
            case "blind" -> new Advice("see \"Blind\"", "repair the feed");
            case "calibration" ->
                new Advice("see \"Calibration\"", "name the discount, the add-on or the traffic that we do not see");
            default -> NONE;
        };
    }

    /** Where the runbook says more. */
    public String heading() {
        int quote = look.indexOf('"');
        String named = quote < 0 ? usually : look;
        int from = named.indexOf('"');
        return from < 0 ? "\"What a page means\"" : named.substring(from);
    }

    public boolean present() {
        return !look.isEmpty();
    }
}
