package dev.breakwater.core.budget;

import dev.breakwater.core.model.Scope;

/**
 * A budget's figures at the end of an hour, or of the recording.
 *
 * @param minute  the newest minute counted
 * @param scope   the budget's scope
 * @param open    alarms that are open
 * @param figures its figures; the figure in an alarm does not count here
 */
public record BudgetStatus(long minute, Scope scope, int open, BudgetFigures figures) {}
