/**
 * Positions in pictures: axes, the plot of an incident in pixels, the timeline of a run in percent. This package writes
 * no markup; templates do.
 */
package dev.breakwater.report.plot;
