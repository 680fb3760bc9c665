/**
 * The console: the state of fleet, incidents, leases, budgets and job at one instant, as JSON and as pages. The command
 * line reads the files and serves them.
 */
package dev.breakwater.report.console;
