/**
 * One limit from the first call to the last, with its tag, its state and readings, and the table that gives the next
 * call. It is pure. The operator of an account and region makes the calls, and so does {@code sweep}.
 */
package dev.breakwater.core.limit;
