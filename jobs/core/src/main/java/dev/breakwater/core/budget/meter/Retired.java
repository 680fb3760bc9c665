package dev.breakwater.core.budget.meter;

import dev.breakwater.core.budget.Budget;
import dev.breakwater.core.budget.BudgetFigures;
import dev.breakwater.core.budget.BudgetOutput;
import dev.breakwater.core.budget.BudgetState;
import dev.breakwater.core.model.Reason;
import dev.breakwater.core.model.Scope;
import java.util.List;
import java.util.TreeSet;

/** Ends a meter whose budget is no longer configured, or now covers something else. */
public final class Retired {

    private Retired() {}

    /** Whether the counted spend has another scope than the budget has now. */
    public static boolean isOfAnother(BudgetState s, Budget b) {
        return s.scope != null && !s.scope.equals(b.scope());
    }

    /**
     * Closes all that is open.
     *
     * @param name    of the budget
     * @param account its scope, if the state is too old to contain it
     * @param now     epoch milliseconds of the safety clock
     */
    public static BudgetOutput close(BudgetState s, String name, String account, long now) {
        BudgetOutput out = new BudgetOutput();
        Scope scope = s.scope == null ? Scope.account(account, Scope.WHOLE) : s.scope;
        for (int slot : new TreeSet<>(s.open.keySet())) {
            Budget was = was(name, scope, s.open.get(slot).figures);
            new BudgetIncidents(s, was, now, out).close(slot, Reason.BUDGET_CHANGED);
        }
        return out;
    }

    /** The budget as it was when the alarm was sent; its steps are no longer known. */
    private static Budget was(String name, Scope scope, BudgetFigures told) {
        long month = told.monthly() ? told.amountNano() : 0;
        long day = told.monthly() ? 0 : told.amountNano();
        return new Budget(name, scope.kind(), scope.account(), scope.key(), month, day, 0, false, List.of());
    }
}
