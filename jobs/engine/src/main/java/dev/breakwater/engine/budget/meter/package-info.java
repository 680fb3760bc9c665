/**
 * The meters of budgets. Meters compute spend, pace and forecast, and raise alarms. A method updates the state in its
 * argument and returns all other results. {@code control} decides which functions to throttle.
 */
package dev.breakwater.engine.budget.meter;
