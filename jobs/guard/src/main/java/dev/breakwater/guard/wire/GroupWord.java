package dev.breakwater.guard.wire;

import dev.breakwater.engine.budget.BudgetOutput.BudgetOrder;
import dev.breakwater.model.Assessment;
import java.util.Map;

/**
 * A message about a group that a budget may throttle. The message has either the state of a function or a budget's
 * order, and the other field is null.
 *
 * @param group    the group's name, which is the same in all accounts and regions
 * @param standing the newest minute of a function that is, or was, in the group
 * @param tags     the tags with which the group selects the function; empty for an order
 * @param order    a budget's order that applies in this arrival minute
 */
public record GroupWord(String group, Assessment standing, Map<String, String> tags, BudgetOrder order) {

    public static GroupWord of(String group, Assessment standing, Map<String, String> tags) {
        return new GroupWord(group, standing, tags, null);
    }

    public static GroupWord of(BudgetOrder order) {
        return new GroupWord(order.group(), null, Map.of(), order);
    }
}
