package dev.breakwater.core.model;

/**
 * When a function's baseline will be ready. Without a baseline, only the cap for young functions applies.
 *
 * @param scope       the function
 * @param firstMinute data minute of the function's first call
 * @param readyMinute first data minute that can be judged against a baseline
 */
public record Readiness(Scope scope, long firstMinute, long readyMinute) {}
