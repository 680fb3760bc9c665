package dev.breakwater.engine.control;

import dev.breakwater.model.Wire;

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
