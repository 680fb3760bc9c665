package dev.breakwater.core.budget;

/**
 * The figures of a budget in a minute. Stages pass and store this record, so its constructor has no checks.
 *
 * @param budget        the budget's name
 * @param alarm         the figures in the alarm
 * @param step          which step, from 0; -1 for none
 * @param group         the group to throttle, or empty
 * @param monthly       whether the amount is the month's; otherwise it is the day's
 * @param amountNano    the budget
 * @param spentNano     the counted spend of this period
 * @param since         first counted minute of this period, which is later than the period's start if the job began
 *     later
 * @param nanoPerHour   pace over the longest window that is too fast, otherwise over the last day
 * @param exhaustedAt   minute in which the budget will be spent, or was; -1: not within this period
 * @param forecastLow   lower end of the month's forecast (90 % interval), -1 while unknown
 * @param forecast      the month's forecast, -1 while unknown
 * @param forecastHigh  upper end of the month's forecast, -1 while unknown
 * @param assumedPrice  whether some of the spend is in regions that the price table lacks, priced with its highest
 *     prices
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
    public enum AlarmType {
        /** Spend is too fast over a window of hours. */
        FAST_BURN,
        /** Spend is too fast over a window of days. */
        SLOW_BURN,
        /** Even the lower end of the month's forecast is above the budget. */
        FORECAST,
        /** The budget is spent. */
        EXHAUSTED,
        /** A step of the configuration. */
        STEP;

        /** The name in files, for example {@code fast-burn}. */
        public String wire() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }
}
