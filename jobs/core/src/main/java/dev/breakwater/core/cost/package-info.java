/**
 * The cost of a function's minute, and the months of the bill. Prices come from outside; this package looks nothing up.
 */
package dev.breakwater.core.cost;
