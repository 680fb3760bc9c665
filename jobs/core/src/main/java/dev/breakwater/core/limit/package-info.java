/**
 * One limit from the first call to the last: the tag that marks it, its state and readings, and the one table that
 * leads to the next call. Pure: the operator of an account and region makes the calls, and so does {@code sweep}.
 */
package dev.breakwater.core.limit;
