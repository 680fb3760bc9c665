/** Computes the cost of a function's minute, and the months of the bill. Callers supply the prices. */
package dev.breakwater.engine.cost;
