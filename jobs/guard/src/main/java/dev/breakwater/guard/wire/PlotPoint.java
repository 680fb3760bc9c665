package dev.breakwater.guard.wire;

import dev.breakwater.core.model.Scope;

/**
 * One minute of a function, group or account around an incident, for the chart in the report.
 *
 * @param onset the first minute of the incident that the point belongs to
 */
public record PlotPoint(
        Scope scope,
        long onset,
        long minute,
        double observed,
        double expected,
        double lower,
        double upper,
        double concurrency) {}
