package dev.breakwater.core.model;

/**
 * One minute of a scope, seen or expected.
 *
 * @param demandPerMinute invocations plus throttles in the minute
 * @param concurrency     the largest number of instances at once
 * @param usdPerHour      the minute's cost times 60
 */
public record Reading(double demandPerMinute, double concurrency, double usdPerHour) {}
