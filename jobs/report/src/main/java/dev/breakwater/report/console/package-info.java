/**
 * The console: how fleet, incidents, leases, budgets and the job stand at one instant, as JSON and as pages over it.
 * The command line reads the files and serves them.
 */
package dev.breakwater.report.console;
