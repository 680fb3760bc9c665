package dev.breakwater.connectors.cloudwatch.budgets;

import java.io.Serializable;
import java.util.List;

/** Opens what reads budgets, where the source runs: one for each account. */
interface BudgetsDoor extends Serializable {
    List<BudgetsApi> open(List<BudgetsTarget> targets);
}
