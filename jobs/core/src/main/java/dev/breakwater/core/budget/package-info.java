/**
 * Budgets as configured, and the state and output of their meters. Nano-USD and data minutes. The {@code State}
 * classes, {@code BudgetFigures}, {@code BudgetOrder} and {@code AlarmType} are stored under their names.
 */
package dev.breakwater.core.budget;
