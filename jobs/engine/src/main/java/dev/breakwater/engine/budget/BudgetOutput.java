package dev.breakwater.engine.budget;

import dev.breakwater.engine.control.BudgetFigures;
import dev.breakwater.engine.control.Decision;
import dev.breakwater.engine.control.IncidentSnapshot;
import dev.breakwater.model.Scope;
import java.util.ArrayList;
import java.util.List;

/** The output of one step of a budget's meter, in the order of the meter's decisions. */
public final class BudgetOutput {
    public final List<Decision> decisions = new ArrayList<>();
    public final List<IncidentSnapshot> incidents = new ArrayList<>();
    /** The states of open alarms. */
    public final List<IncidentSnapshot> open = new ArrayList<>();

    /** The news about alarms: triggers, present states and ends. */
    public final List<IncidentSnapshot> events = new ArrayList<>();

    public final List<BudgetStatus> statuses = new ArrayList<>();
    /** The throttle orders that apply now. */
    public final List<BudgetOrder> orders = new ArrayList<>();

    /**
     * A budget step's order to limit a group to its usual peak. The meter repeats the order every minute. The order
     * ends when the meter stops repeating it.
     *
     * @param group    the group's name
     * @param account  the account of the functions, or {@link dev.breakwater.model.Scope#WHOLE} for all accounts
     * @param incident id of the step's incident
     */
    public record BudgetOrder(String group, String account, String incident) {}

    /**
     * A budget's figures at the end of an hour, or of the recording.
     *
     * @param minute  the newest minute counted
     * @param scope   the budget's scope
     * @param open    alarms that are open
     * @param figures the budget's figures; their kind of alarm has no meaning here
     */
    public record BudgetStatus(long minute, Scope scope, int open, BudgetFigures figures) {}
}
