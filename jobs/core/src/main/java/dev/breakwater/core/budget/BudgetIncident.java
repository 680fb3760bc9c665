package dev.breakwater.core.budget;

import dev.breakwater.core.control.IncidentSnapshot;

/** An alarm of a budget after its end, and where the budget stood when it was told. */
public record BudgetIncident(IncidentSnapshot record, BudgetFigures figures) {}
