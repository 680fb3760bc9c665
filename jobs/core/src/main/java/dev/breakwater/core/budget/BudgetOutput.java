package dev.breakwater.core.budget;

import dev.breakwater.core.control.Decision;
import dev.breakwater.core.control.IncidentSnapshot;
import java.util.ArrayList;
import java.util.List;

/** The output of one step of a meter, in the order in which it was decided. */
public final class BudgetOutput {
    public final List<BudgetDecision> decisions = new ArrayList<>();
    public final List<BudgetIncident> incidents = new ArrayList<>();
    /** How those that are open stand. */
    public final List<BudgetIncident> open = new ArrayList<>();

    public final List<BudgetEvent> events = new ArrayList<>();
    public final List<BudgetStatus> statuses = new ArrayList<>();
    /** The present orders. */
    public final List<BudgetOrder> orders = new ArrayList<>();

    /** A decision about a budget, and the budget's figures. */
    public record BudgetDecision(Decision decision, BudgetFigures figures) {

        /** The same by a book. */
        public BudgetDecision by(String book) {
            return new BudgetDecision(decision.by(book), figures);
        }
    }

    /** An alarm of a budget, and the budget's figures now or at its end. */
    public record BudgetIncident(IncidentSnapshot record, BudgetFigures figures) {}
}
