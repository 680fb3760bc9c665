package dev.breakwater.core.budget;

import dev.breakwater.core.control.Decision;
import dev.breakwater.core.control.IncidentSnapshot;
import java.util.ArrayList;
import java.util.List;

/** What one step of a meter has to say, in the order in which it was decided. */
public final class BudgetOutput {
    public final List<BudgetDecision> decisions = new ArrayList<>();
    public final List<BudgetIncident> incidents = new ArrayList<>();
    /** How those that are open stand. */
    public final List<BudgetIncident> open = new ArrayList<>();

    public final List<BudgetEvent> events = new ArrayList<>();
    public final List<BudgetStatus> statuses = new ArrayList<>();
    /** Orders that stand now. */
    public final List<BudgetOrder> orders = new ArrayList<>();

    /** A decision about a budget, and where the budget stood. */
    public record BudgetDecision(Decision decision, BudgetFigures figures) {

        /** The same by a book. */
        public BudgetDecision by(String book) {
            return new BudgetDecision(decision.by(book), figures);
        }
    }

    /** An alarm of a budget, and where the budget stands, or stood at its end. */
    public record BudgetIncident(IncidentSnapshot record, BudgetFigures figures) {}
}
