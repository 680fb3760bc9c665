package dev.breakwater.guard.wire;

import dev.breakwater.core.budget.BudgetOutput.BudgetOrder;
import dev.breakwater.core.model.Assessment;

/**
 * A message about a group that a budget may throttle: either the state of a member or an order. The other field is
 * null.
 *
 * @param group    the group's name, which is the same over all accounts and regions
 * @param standing the newest minute of a member
 * @param order    an order that holds in this arrival minute
 */
public record GroupWord(String group, Assessment standing, BudgetOrder order) {

    public static GroupWord of(String group, Assessment standing) {
        return new GroupWord(group, standing, null);
    }

    public static GroupWord of(BudgetOrder order) {
        return new GroupWord(order.group(), null, order);
    }
}
