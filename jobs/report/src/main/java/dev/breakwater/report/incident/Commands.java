package dev.breakwater.report.incident;

import dev.breakwater.ledger.DecisionRow;
import dev.breakwater.ledger.Incident;
import dev.breakwater.ledger.Where;
import dev.breakwater.model.Reason;
import dev.breakwater.model.Scope;
import dev.breakwater.report.Levers;
import dev.breakwater.report.incident.Standings.Standing;
import java.util.ArrayList;
import java.util.List;

/** Commands that a person on call can copy. See docs/runbook.md. */
public final class Commands {

    /** @param what the effect of the command */
    public record Command(String what, String line) {}

    private final List<Command> commands = new ArrayList<>();
    private final IncidentStory story;

    private Commands(IncidentStory story) {
        this.story = story;
    }

    /** Returns the command that approves an incident's proposed throttle. Alerts and pages show the same command. */
    public static String approve(String incident) {
        return "breakwater approve " + incident;
    }

    /** Returns the command that answers "no" to an incident's proposed throttle. */
    public static String decline(String incident) {
        return "breakwater decline " + incident;
    }

    public static List<Command> of(IncidentStory story) {
        Commands all = new Commands(story);
        String id = story.surge() ? story.incident().id() : story.detail("incident");
        if (!id.isEmpty()) all.add("why, in full", "./breakwater explain " + Levers.quoted(id));
        all.acts();
        return all.commands;
    }

    private void acts() {
        List<DecisionRow> standing =
                story.standings().stream().map(Standing::decision).toList();
        release(standing);
        add("lists all throttles from AWS, even if this page is out of date", "./breakwater status");
        if (!story.detail("usd_per_hour").isEmpty()
                || !story.detail("charges_usd").isEmpty()) {
            add("what the month costs", "./breakwater money");
        }
        if (!story.approveWith().isEmpty() && !story.over()) {
            add("set the proposed throttle", "./" + story.approveWith());
            add("no: do not ask again for 1 hour. " + story.declines(), "./" + story.declineWith());
        }
        if (standing.isEmpty() && (story.ended() || !story.surge())) return;
        if (standing.isEmpty() && story.alarm().scope().equals("function") && !story.over()) byHand();
        if (story.surge() && story.incident().reason().equals(Reason.NEW_NORMAL_ASKED.wire()) && !story.over()) {
            add(
                    "accepts the new cost as normal, so Breakwater neither pages nor throttles for the time "
                            + "that you set",
                    "./breakwater accept " + story.incident().id());
        }
        add(
                "releases everything. First change the mode to \"alert\", or Breakwater may throttle another function",
                "./breakwater release --all");
    }

    private void release(List<DecisionRow> standing) {
        long functions = standing.stream().map(Commands::where).distinct().count();
        if (functions == 1) {
            add(
                    "releases the throttle now; Breakwater does not throttle the function for 24 hours",
                    "./breakwater release " + where(standing.get(0)));
        } else if (functions > 1) {
            add(
                    "releases one throttle now; Breakwater does not throttle that function for 24 hours",
                    "./breakwater release FUNCTION --account ID --region REGION");
        } else if (story.leftAlone() && !story.over()) {
            add(
                    "allows throttles again before that time is over",
                    "./breakwater release --again-allowed " + where(story.notThrottled()));
        }
    }

    private static String where(DecisionRow d) {
        Where where = d.where();
        return Levers.quoted(where.key()) + Levers.place(where.account(), where.region());
    }

    /**
     * Adds the command that throttles by hand, with the kind and value of the limit that control computed. Adds nothing
     * if no useful limit is known. Without a baseline, a person must choose the value.
     */
    private void byHand() {
        DecisionRow d = story.byHand();
        DecisionRow why = story.notThrottled();
        boolean isProtected = why != null && why.reason().equals(Reason.PROTECTED.wire());
        if (d == null && story.surge() && story.incident().lacksBaseline() && !isProtected) {
            Incident.Identity of = story.incident().identity();
            add(Levers.NO_BASELINE, Levers.chosen(Scope.function(of.account(), of.region(), of.key())));
        }
        if (d == null) return;
        Scope function = Scope.function(
                d.where().account(), d.where().region(), d.where().key());
        add(
                "throttles the function by hand, at a limit above its usual peak",
                Levers.byHand(d.limits().asLever(), d.limits().limit(), function));
    }

    private void add(String what, String line) {
        commands.add(new Command(what, line));
    }
}
