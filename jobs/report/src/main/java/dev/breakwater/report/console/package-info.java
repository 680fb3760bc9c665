/**
 * The console: the state of the fleet, incidents, leases, budgets and job at one instant, as JSON and as pages. The
 * command line reads the run's files and serves the pages.
 */
package dev.breakwater.report.console;
