/**
 * Configured budgets, and the state and output of their meters. Amounts are in nano-USD, and times are data minutes.
 * The {@code State} classes and {@code BudgetOrder} are stored in savepoints under these names.
 */
package dev.breakwater.engine.budget;
