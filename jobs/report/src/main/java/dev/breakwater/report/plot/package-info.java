/**
 * Positions in charts: axes, the chart of an incident in pixels, and the timeline of a run in percent. Templates write
 * the markup.
 */
package dev.breakwater.report.plot;
