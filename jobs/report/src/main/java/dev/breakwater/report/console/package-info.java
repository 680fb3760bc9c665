/**
 * The console: how fleet, incidents, leases, budgets and the job stand at one instant, as JSON and as pages over it. What reads
 * the files and serves them lives in the command line.
 */
package dev.breakwater.report.console;
