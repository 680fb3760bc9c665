/**
 * One limit from the first call to the last: the tag that marks it, what is remembered and read of it, and the one table that
 * says which call comes next. Pure: the operator of an account and region makes the calls, and so does {@code sweep}.
 */
package dev.breakwater.core.limit;
