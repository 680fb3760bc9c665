/**
 * The page of one incident and the index of all: a story from the alarms and decisions about it. The guard keeps the
 * pages up to date while the job runs.
 */
package dev.breakwater.report.incident;
