package dev.breakwater.core.budget.meter;

import dev.breakwater.core.budget.Budget;
import dev.breakwater.core.budget.Budget.BudgetStep;
import dev.breakwater.core.budget.BudgetFigures;
import dev.breakwater.core.budget.BudgetState;
import dev.breakwater.core.cost.Month;
import dev.breakwater.core.model.DataMinute;
import dev.breakwater.core.model.Evidence;
import dev.breakwater.core.model.Evidence.Test;
import dev.breakwater.core.model.NanoUsd;
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
                since(slot),
                pace,
                exhaustedAt(amount - spent, periodEnd(slot), burning == null ? 0 : pace),
                s.forecastLow,
                s.forecast,
                s.forecastHigh,
                s.assumed >= periodStart(slot));
    }

    private long since(int slot) {
        return Math.max(s.first, periodStart(slot));
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
        return Slots.monthly(b, slot) ? Month.start(s.month) : s.day * DataMinute.DAY;
    }

    /** The first minute after the period that the slot's alarm covers. */
    long periodEnd(int slot) {
        return Slots.monthly(b, slot) ? Month.end(s.month) : (s.day + 1) * DataMinute.DAY;
    }
}
