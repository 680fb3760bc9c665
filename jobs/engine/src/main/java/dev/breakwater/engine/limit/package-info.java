/**
 * One limit from the first call to the last: its tag, its state, its readings, and the table that gives the next call.
 * These classes make no calls to AWS. The operator of an account and region makes the calls, and {@code sweep} makes
 * them from the command line.
 */
package dev.breakwater.engine.limit;
