package dev.breakwater.core.budget;

import dev.breakwater.core.control.Decision;

/** A decision about a budget, and where the budget stood. */
public record BudgetDecision(Decision decision, BudgetFigures figures) {}
