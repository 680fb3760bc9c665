/**
 * The meters of budgets. They compute spend, pace and forecast, and raise alarms. A method updates the state that it is
 * given and returns everything else. {@code control} decides which functions to throttle.
 */
package dev.breakwater.core.budget.meter;
