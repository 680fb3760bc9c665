package dev.breakwater.guard;

import dev.breakwater.config.model.Settings;
import dev.breakwater.engine.budget.Budget;
import dev.breakwater.engine.budget.BudgetBook;
import dev.breakwater.engine.calibrate.CalibrationTerms;
import dev.breakwater.engine.control.ControlSettings;
import dev.breakwater.engine.cost.PriceTable;
import dev.breakwater.engine.policy.PolicyBook;
import dev.breakwater.guard.convert.AlarmRoutes;
import dev.breakwater.model.function.FunctionFacts;
import java.util.List;
import java.util.Map;

/** Settings with a book that has no id and applies from the beginning. */
public final class SettingsOf {

    private SettingsOf() {}

    /** Settings without budgets. */
    public static GuardSettings books(
            PolicyBook policies,
            ControlSettings control,
            PriceTable prices,
            Map<String, FunctionFacts> fleet,
            boolean recording) {
        return books(policies, control, prices, fleet, BudgetBook.EMPTY, recording);
    }

    /** Settings in which every receiver gets every alarm, and nothing explains a difference from the bill. */
    public static GuardSettings books(
            PolicyBook policies,
            ControlSettings control,
            PriceTable prices,
            Map<String, FunctionFacts> fleet,
            BudgetBook budgets,
            boolean recording) {
        Book book = new Book("", 0, policies, budgets, AlarmRoutes.NONE);
        return new GuardSettings(
                book, control, prices, fleet, CalibrationTerms.DEFAULT, recording, Settings.State.INITIAL);
    }

    /** The same settings with budgets. */
    public static GuardSettings budgeted(GuardSettings s, Budget... budgets) {
        return books(
                s.first().policies(),
                s.control(),
                s.prices(),
                s.fleet(),
                new BudgetBook(List.of(budgets)),
                s.recording());
    }
}
