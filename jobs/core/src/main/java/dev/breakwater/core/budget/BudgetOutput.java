package dev.breakwater.core.budget;

import java.util.ArrayList;
import java.util.List;

/** What one step of a meter has to say, in the order in which it was decided. */
public final class BudgetOutput {
    public final List<BudgetDecision> decisions = new ArrayList<>();
    public final List<BudgetIncident> incidents = new ArrayList<>();
    public final List<BudgetEvent> events = new ArrayList<>();
    public final List<BudgetStatus> statuses = new ArrayList<>();
    /** Orders that stand now. */
    public final List<BudgetOrder> orders = new ArrayList<>();
}
