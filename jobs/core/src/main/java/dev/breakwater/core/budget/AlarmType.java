package dev.breakwater.core.budget;

/** The kinds of alarm that a budget raises. */
public enum AlarmType {
    /** A window of hours is spent too fast. */
    FAST_BURN,
    /** A window of days is spent too fast. */
    SLOW_BURN,
    /** The month's forecast is above the budget, its lower end included. */
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
