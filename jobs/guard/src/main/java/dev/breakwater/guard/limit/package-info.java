/**
 * Makes the calls on limits outside the task's thread, and records them in the ledger. The commands {@code sweep} and
 * {@code release} use this package without a job.
 */
package dev.breakwater.guard.limit;
