package dev.breakwater.engine.budget.meter;

import dev.breakwater.engine.budget.Budget;
import dev.breakwater.engine.budget.Budget.BudgetStep;
import dev.breakwater.engine.budget.BudgetState;
import dev.breakwater.engine.control.BudgetFigures;
import dev.breakwater.engine.control.BudgetFigures.AlarmType;
import dev.breakwater.model.DataMinute;
import dev.breakwater.model.Evidence;
import dev.breakwater.model.Evidence.Test;
import dev.breakwater.model.NanoUsd;
import org.jspecify.annotations.Nullable;

/** Computes the figures of a budget. */
record Figures(BudgetState s, Budget b) {

    /** @param burning the window in which the budget burns too fast, or null */
    BudgetFigures of(int slot, @Nullable BurnWindow burning) {
        boolean monthly = Slots.monthly(b, slot);
        long amount = monthly ? b.monthNano() : b.dayNano();
        long spent = monthly ? s.spentOfMonth() : s.spentOfDay();
        int window = burning == null ? DataMinute.DAY : burning.length;
        long counted = Math.max(1, Math.min(window, s.newest - s.first + 1));
        long pace = Math.round(s.window(window) * 60.0 / counted);
        BudgetStep step = Slots.step(b, slot);
        return new BudgetFigures(
                b.name(),
                Slots.type(slot),
                slot < Slots.FIRST_STEP ? -1 : slot - Slots.FIRST_STEP,
                step == null ? "" : step.group(),
                monthly,
                amount,
                spent,
                Math.max(s.first, periodStart(slot)),
                pace,
                exhaustedAt(amount - spent, periodEnd(slot), burning == null ? 0 : pace),
                s.forecastLow,
                s.forecast,
                s.forecastHigh,
                s.assumed >= periodStart(slot));
    }

    /**
     * The minute in which the budget will be exhausted. If spend is too fast, the present pace is assumed to continue.
     * Otherwise, the figures assume that each coming hour costs as much as that hour of the week usually costs.
     */
    private long exhaustedAt(long left, long end, long pace) {
        if (left <= 0) return s.newest;
        if (pace > 0) {
            double minutes = left * 60.0 / pace;
            return s.newest + minutes < end ? s.newest + (long) Math.ceil(minutes) : -1;
        }
        long hour = new Season(s).hourOf(left, end / 60);
        return hour < 0 ? -1 : hour * 60 + 59;
    }

    /** The measured amount and the alarm's threshold, in USD. */
    Evidence evidence(int slot, @Nullable BurnWindow burning, BudgetFigures f) {
        if (burning != null) {
            double spent = NanoUsd.usd(s.window(burning.length));
            return new Evidence(test(burning), spent, NanoUsd.usd(burning.line(b)));
        }
        BudgetStep step = Slots.step(b, slot);
        boolean ahead = step == null ? slot == Slots.FORECAST : step.forecast() > 0;
        double share = step == null ? 1 : step.spent() + step.forecast();
        double value = ahead ? f.forecast() : f.spentNano();
        return new Evidence(
                ahead ? Test.BUDGET_FORECAST : Test.BUDGET_SPENT,
                NanoUsd.usd(value),
                NanoUsd.usd(share * f.amountNano()));
    }

    private static Test test(BurnWindow w) {
        return switch (w) {
            case HOUR -> Test.BURN_HOUR;
            case SIX_HOURS -> Test.BURN_SIX_HOURS;
            case DAY -> Test.BURN_DAY;
            case THREE_DAYS -> Test.BURN_THREE_DAYS;
        };
    }

    /** The first minute of the period that the slot's alarm covers. */
    long periodStart(int slot) {
        return Slots.monthly(b, slot) ? DataMinute.monthStart(s.month) : s.day * DataMinute.DAY;
    }

    /** The first minute after the period that the slot's alarm covers. */
    long periodEnd(int slot) {
        return Slots.monthly(b, slot) ? DataMinute.monthEnd(s.month) : (s.day + 1) * DataMinute.DAY;
    }

    /**
     * A pair of windows, one long and one short. An alarm needs overspending in both windows. The long window shows
     * that the overspending matters, and the short window shows that it continues. The method comes from Google's Site
     * Reliability Workbook, chapter 5, "multiwindow, multi-burn-rate alerts". The method's thresholds are shares of the
     * error budget: 2 % spent in 1 h, 5 % in 6 h, 10 % in 1 d. People want to keep an error budget, but they expect to
     * spend a money budget. Someone who spends a month's budget evenly spends 10 % in 3 d, so the threshold for 3 d is
     * 15 %. A day's budget uses only the two shortest pairs, with thresholds of 4.8 and 2.4 times the even pace.
     */
    enum BurnWindow {
        HOUR(60, 5, 20, 200, true),
        SIX_HOURS(360, 30, 50, 600, true),
        DAY(DataMinute.DAY, 120, 100, 0, false),
        THREE_DAYS(4320, 360, 150, 0, false);

        /** The lengths of both windows in minutes. */
        final int length;

        final int recent;
        /**
         * The shares of the month's and of the day's budget that may be spent in the long window. The unit is a
         * thousandth, and 0 means no threshold.
         */
        private final int ofMonth;

        private final int ofDay;
        /** Whether the pair belongs to the fast alarm. The fast alarm pages, and the slow alarm opens a ticket. */
        final boolean fast;

        BurnWindow(int length, int recent, int ofMonth, int ofDay, boolean fast) {
            this.length = length;
            this.recent = recent;
            this.ofMonth = ofMonth;
            this.ofDay = ofDay;
            this.fast = fast;
        }

        /**
         * The spend in the long window, in nano-USD, above which the pair raises an alarm. The value is Long.MAX_VALUE
         * if the budget has no threshold for this pair.
         */
        long line(Budget b) {
            long month = b.monthNano() > 0 ? b.monthNano() / 1000 * ofMonth : Long.MAX_VALUE;
            long day = b.dayNano() > 0 && ofDay > 0 ? b.dayNano() / 1000 * ofDay : Long.MAX_VALUE;
            long line = Math.min(month, day);
            return line == Long.MAX_VALUE ? line : Math.max(line, b.minNanoPerHour() * length / 60);
        }

        /** The threshold of the short window, which allows the same spend per hour as the long window. */
        long recentLine(long line) {
            return line / length * recent;
        }
    }

    /** The slot numbers that identify a budget's alarms in its state. */
    static final class Slots {
        static final int FAST = 0;
        static final int SLOW = 1;
        static final int FORECAST = 2;
        static final int MONTH_SPENT = 3;
        static final int DAY_SPENT = 4;
        static final int FIRST_STEP = 5;

        private Slots() {}

        static AlarmType type(int slot) {
            return switch (slot) {
                case FAST -> AlarmType.FAST_BURN;
                case SLOW -> AlarmType.SLOW_BURN;
                case FORECAST -> AlarmType.FORECAST;
                case MONTH_SPENT, DAY_SPENT -> AlarmType.EXHAUSTED;
                default -> AlarmType.STEP;
            };
        }

        /** Whether the slot's alarm is about the month's amount. */
        static boolean monthly(Budget b, int slot) {
            return slot != DAY_SPENT && (slot < FIRST_STEP || b.monthly()) && (slot > SLOW || b.monthly());
        }

        /**
         * The configured step of a slot. Returns null if the slot's alarm is not a step, or if the configuration no
         * longer has the step.
         */
        static @Nullable BudgetStep step(Budget b, int slot) {
            return isStep(b, slot) ? b.steps().get(slot - FIRST_STEP) : null;
        }

        private static boolean isStep(Budget b, int slot) {
            return slot >= FIRST_STEP && slot < FIRST_STEP + steps(b);
        }

        /** Whether the slot's step was removed from the configuration. */
        static boolean isTakenOut(Budget b, int slot) {
            return slot >= FIRST_STEP && !isStep(b, slot);
        }

        static int steps(Budget b) {
            return Math.min(b.steps().size(), Budget.MOST_STEPS);
        }
    }
}
