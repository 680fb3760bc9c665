package dev.breakwater.core.budget;

import dev.breakwater.core.model.Scope;

/**
 * Where a budget stood when an hour was full, or the recording ended.
 *
 * @param minute  the newest minute counted
 * @param scope   what the budget is for
 * @param open    alarms that are open
 * @param figures its figures; what they say of an alarm counts for nothing
 * @param awsSpentNano    what AWS had counted of its period when it was last asked, nano-USD; -1: not told
 * @param awsForecastNano what AWS expected of the whole period, nano-USD; -1: not told
 */
public record BudgetStatus(
        long minute, Scope scope, int open, BudgetFigures figures, long awsSpentNano, long awsForecastNano) {}
