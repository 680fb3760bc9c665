/**
 * One limit from the first call to the last: its tag, its state, its readings, and the table that gives the next call.
 * The methods are pure. The calls are made by the operator of an account and region, and by {@code sweep}.
 */
package dev.breakwater.core.limit;
