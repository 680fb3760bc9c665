package dev.breakwater.model;

/**
 * One observed or expected minute of a scope.
 *
 * @param demandPerMinute invocations plus throttles in the minute
 * @param concurrency     the largest number of instances that ran at once
 * @param usdPerHour      the minute's cost times 60
 */
public record Reading(double demandPerMinute, double concurrency, double usdPerHour) {}
