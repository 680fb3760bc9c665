package dev.breakwater.bench.set;

/**
 * One injected attack.
 *
 * @param functions  indices of its functions
 * @param start      first minute
 * @param end        the minute after the last
 * @param excessNano what the attack costs in each of its minutes, nano-USD
 */
public record Incident(AttackKind kind, int[] functions, int start, int end, double[] excessNano) {}
