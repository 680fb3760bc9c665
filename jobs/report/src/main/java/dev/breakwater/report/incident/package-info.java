/**
 * The page of one incident and the index of all: what the alarms and decisions say of it, put together as a story. The
 * guard keeps the pages up to date while the job runs.
 */
package dev.breakwater.report.incident;
