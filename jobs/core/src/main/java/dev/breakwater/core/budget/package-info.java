/** Budgets: what is spent, how fast, what it will come to, and which alarms that raises. Nano-USD and data minutes. */
package dev.breakwater.core.budget;
