/**
 * Budgets as they are configured, and what their meters remember and say. Nano-USD and data minutes. The {@code State}
 * classes, {@code BudgetFigures}, {@code BudgetOrder} and {@code AlarmType} are stored under their names.
 */
package dev.breakwater.core.budget;
