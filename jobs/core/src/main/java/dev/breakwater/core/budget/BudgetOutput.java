package dev.breakwater.core.budget;

import dev.breakwater.core.control.Decision;
import dev.breakwater.core.control.IncidentSnapshot;
import dev.breakwater.core.control.IncidentSnapshot.EventType;
import dev.breakwater.core.model.Reason;
import dev.breakwater.core.model.Scope;
import dev.breakwater.core.model.Severity;
import java.util.ArrayList;
import java.util.List;

/** The output of one step of a budget's meter, in the order in which the meter decided. */
public final class BudgetOutput {
    public final List<BudgetDecision> decisions = new ArrayList<>();
    public final List<BudgetIncident> incidents = new ArrayList<>();
    /** The states of open alarms. */
    public final List<BudgetIncident> open = new ArrayList<>();

    public final List<BudgetEvent> events = new ArrayList<>();
    public final List<BudgetStatus> statuses = new ArrayList<>();
    /** The throttle orders that apply now. */
    public final List<BudgetOrder> orders = new ArrayList<>();

    /** A decision about a budget, and the budget's figures. */
    public record BudgetDecision(Decision decision, BudgetFigures figures) {

        /** The same decision, with the id of the policy book under which it was made. */
        public BudgetDecision by(String book) {
            return new BudgetDecision(decision.by(book), figures);
        }
    }

    /** A budget's alarm with the budget's present figures or, after the alarm has ended, the figures at its end. */
    public record BudgetIncident(IncidentSnapshot record, BudgetFigures figures) {}

    /**
     * An alert about a budget.
     *
     * @param type     trigger, restatement or resolve
     * @param incident the incident's id
     * @param scope    the budget's scope
     * @param severity WARNING for a ticket, ERROR or CRITICAL for a page
     * @param minute   data minute that the event reports
     * @param figures  the budget's figures; for a resolve at the end of the period, the figures of the period's last
     *     minute
     */
    public record BudgetEvent(
            EventType type,
            String incident,
            Scope scope,
            Severity severity,
            Reason reason,
            long minute,
            BudgetFigures figures) {

        /** The key by which a pager matches the resolve to its trigger. */
        public String dedupKey() {
            return "breakwater/" + incident;
        }
    }

    /**
     * A budget step's order to limit a group to its usual peak. The meter repeats the order every minute. The order
     * ends when the meter stops repeating it.
     *
     * @param group    the group's name
     * @param account  the account of the functions, or {@link dev.breakwater.core.model.Scope#WHOLE} for all accounts
     * @param incident id of the step's incident
     */
    public record BudgetOrder(String group, String account, String incident) {}

    /**
     * A budget's figures at the end of an hour, or of the recording.
     *
     * @param minute  the newest minute counted
     * @param scope   the budget's scope
     * @param open    alarms that are open
     * @param figures the budget's figures; ignore their field {@code alarm}
     */
    public record BudgetStatus(long minute, Scope scope, int open, BudgetFigures figures) {}
}
