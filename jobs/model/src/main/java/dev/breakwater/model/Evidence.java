package dev.breakwater.model;

import java.util.Locale;

/**
 * The strongest test of a minute, with its measured value and its threshold.
 *
 * @param test  the kind of test
 * @param value the measured value, in the test's unit
 * @param line  the threshold that the measured value had to exceed
 */
public record Evidence(Test test, double value, double line) {

    public static final Evidence NONE = new Evidence(Test.NONE, 0, 0);

    /** A burst above this multiple of the expectation is a leap, whose hourly rate counts against cost thresholds. */
    public static final double LEAP = 8;

    /** The tests; docs/detection.md has their formulas. */
    public enum Test implements Wire {
        NONE("no test succeeded", ""),
        BURST("calls of the last 3 minutes", "times the expectation"),
        SURGE("calls of the last 15 minutes", "times the expectation"),
        HOUR("calls of the last 60 minutes", "times the expectation"),
        HOURS("calls of the last 180 minutes", "times the expectation"),
        /** A burst or surge in hours that usually have a peak. There, the expectation is only a mean. */
        PEAK("calls", "times the usual peak at this time of day"),
        UNIT_COST("cost of a call over the last 15 minutes", "times the usual cost"),
        GROWTH("growth of calls", "doublings an hour"),
        LASTING_COST("cost of a call over the last day", "times what it was"),
        LASTING_CALLS("calls of the last day", "times what they were"),
        YOUNG("cost of the last hour (there is no baseline yet)", "USD"),
        LOOP_DROPPED("recursive calls that AWS stopped in this minute", "calls"),
        SPREAD("functions above normal at once", "functions"),
        BURN_HOUR("spent in the last hour", "USD"),
        BURN_SIX_HOURS("spent in the last 6 hours", "USD"),
        BURN_DAY("spent in the last day", "USD"),
        BURN_THREE_DAYS("spent in the last 3 days", "USD"),
        BUDGET_SPENT("spent in this period of the budget", "USD"),
        BUDGET_FORECAST("forecast of this month", "USD");

        private final String what;
        private final String unit;

        Test(String what, String unit) {
            this.what = what;
            this.unit = unit;
        }
    }

    public boolean leaps() {
        return leaps(test.wire(), value);
    }

    /** Whether a test with this name in files and this value found a leap. */
    public static boolean leaps(String test, double value) {
        return test.equals(Test.BURST.wire()) && value > LEAP;
    }

    /** The same evidence with this page threshold in USD an hour, if that is what a young function exceeds. */
    public Evidence against(double pageUsd) {
        return test == Test.YOUNG && value > pageUsd && pageUsd > line ? new Evidence(test, value, pageUsd) : this;
    }

    /**
     * One line for people, for example {@code calls of the last 3 minutes: 31.20 times the expectation, threshold
     * 2.00}.
     */
    public String text() {
        if (test == Test.NONE) return test.what;
        return String.format(Locale.ROOT, "%s: %.2f %s, threshold %.2f", test.what, value, test.unit, line);
    }
}
