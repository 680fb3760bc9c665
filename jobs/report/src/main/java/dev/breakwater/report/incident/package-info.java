/**
 * The page of one incident, and the index of all pages. A story collects the alarms and decisions about an incident.
 * The guard keeps the pages up to date while the job runs.
 */
package dev.breakwater.report.incident;
