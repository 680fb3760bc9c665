/** Budgets: what is spent, how fast, what it will come to, and what to say of it. Money is in nano-USD, times are minutes. */
package dev.breakwater.core.budget;
