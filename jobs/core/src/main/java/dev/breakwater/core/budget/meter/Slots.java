package dev.breakwater.core.budget.meter;

import dev.breakwater.core.budget.Budget;
import dev.breakwater.core.budget.Budget.BudgetStep;
import dev.breakwater.core.budget.BudgetFigures.AlarmType;
import org.jspecify.annotations.Nullable;

/** The slot numbers that identify a budget's alarms in its state. */
final class Slots {
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
     * The configured step of a slot. Returns null if the slot's alarm is not a step, or if the configuration no longer
     * has the step.
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
