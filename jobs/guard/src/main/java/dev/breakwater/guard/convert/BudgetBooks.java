package dev.breakwater.guard.convert;

import dev.breakwater.config.model.BudgetSettings;
import dev.breakwater.config.model.Settings;
import dev.breakwater.core.budget.Budget;
import dev.breakwater.core.budget.Budget.BudgetStep;
import dev.breakwater.core.budget.Budget.BudgetStep.BudgetAct;
import dev.breakwater.core.budget.BudgetBook;
import dev.breakwater.core.model.Scope;
import dev.breakwater.core.model.ScopeKind;

/** Converts the configured budgets to budgets of core, and USD to nano-USD. */
public final class BudgetBooks {

    private BudgetBooks() {}

    public static BudgetBook of(Settings settings) {
        return new BudgetBook(
                settings.budgets().stream().map(BudgetBooks::budget).toList());
    }

    private static Budget budget(BudgetSettings b) {
        return new Budget(
                b.name(),
                switch (b.scope()) {
                    case ACCOUNT, ORGANISATION -> ScopeKind.ACCOUNT;
                    case GROUP -> ScopeKind.GROUP;
                    case FUNCTION -> ScopeKind.FUNCTION;
                },
                switch (b.scope()) {
                    case ACCOUNT -> b.key().isEmpty() ? BudgetBook.EACH : b.key();
                    case ORGANISATION, GROUP, FUNCTION -> Scope.WHOLE;
                },
                switch (b.scope()) {
                    case ACCOUNT, ORGANISATION -> Scope.WHOLE;
                    case GROUP, FUNCTION -> b.key();
                },
                nano(b.usdPerMonth()),
                nano(b.usdPerDay()),
                nano(b.minUsdPerHour()),
                b.page(),
                b.steps().stream().map(BudgetBooks::step).toList());
    }

    private static BudgetStep step(BudgetSettings.Step s) {
        return new BudgetStep(s.spent(), s.forecast(), PolicyBooks.word(BudgetAct.class, s.act()), s.group());
    }

    private static long nano(double usd) {
        return Math.round(usd * 1e9);
    }
}
