/**
 * The page of one incident, and the index of all. A story is made from the alarms and decisions about an incident. The
 * guard keeps the pages up to date while the job runs.
 */
package dev.breakwater.report.incident;
