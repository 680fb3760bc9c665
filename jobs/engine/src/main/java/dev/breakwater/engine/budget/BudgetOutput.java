package dev.breakwater.engine.budget;

import dev.breakwater.engine.control.Decision;
import dev.breakwater.engine.control.IncidentSnapshot;
import dev.breakwater.model.Scope;
import dev.breakwater.model.Wire;
import java.util.ArrayList;
import java.util.List;

/** The output of one step of a budget's meter, in the order of the meter's decisions. */
public final class BudgetOutput {
    public final List<BudgetDecision> decisions = new ArrayList<>();
    public final List<BudgetIncident> incidents = new ArrayList<>();
    /** The states of open alarms. */
    public final List<BudgetIncident> open = new ArrayList<>();

    /** The news about alarms: triggers, present states and ends. */
    public final List<BudgetIncident> events = new ArrayList<>();

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

    /**
     * A budget's alarm and the budget's figures. If the alarm has ended, the figures are from its end; if the period
     * ended it, from the period's last minute.
     */
    public record BudgetIncident(IncidentSnapshot record, BudgetFigures figures) {}

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

    /**
     * The figures of a budget in a minute. Flink stores this record, so its constructor has no checks.
     *
     * @param budget        the budget's name
     * @param alarm         the kind of alarm that the figures are about
     * @param step          index of the step, from 0; -1 for none
     * @param group         the group to throttle, or empty
     * @param monthly       whether the amount is for a month; otherwise it is for a day
     * @param amountNano    the budget
     * @param spentNano     counted spend of this period
     * @param since         first counted minute of this period; it is later than the period's start if the job began
     *     during the period
     * @param nanoPerHour   hourly spend in the longest window whose spend is too fast; if there is no such window,
     *     hourly spend of the last day
     * @param exhaustedAt   minute in which the budget is exhausted; -1 if the budget will not be exhausted in this
     *     period
     * @param forecastLow   lower end of the month's forecast (90 % interval), -1 while unknown
     * @param forecast      the month's forecast, -1 while unknown
     * @param forecastHigh  upper end of the month's forecast, -1 while unknown
     * @param assumedPrice  whether some spend is in a region that the price table lacks, so that the table's highest
     *     prices apply
     */
    public record BudgetFigures(
            String budget,
            BudgetFigures.AlarmType alarm,
            int step,
            String group,
            boolean monthly,
            long amountNano,
            long spentNano,
            long since,
            long nanoPerHour,
            long exhaustedAt,
            long forecastLow,
            long forecast,
            long forecastHigh,
            boolean assumedPrice) {

        public static final BudgetFigures NONE =
                new BudgetFigures("", AlarmType.STEP, -1, "", true, 0, 0, 0, 0, -1, -1, -1, -1, false);

        /** The kinds of alarm that a budget raises. */
        public enum AlarmType implements Wire {
            /** Spend is too fast over a window of hours. */
            FAST_BURN,
            /** Spend is too fast over a window of days. */
            SLOW_BURN,
            /** Even the lower end of the month's forecast is above the budget. */
            FORECAST,
            /** The budget is exhausted. */
            EXHAUSTED,
            /** A configured step was reached. */
            STEP;
        }
    }
}
