package dev.breakwater.connectors.testkit.cloudwatch;

import java.util.List;

/**
 * One page of an answer.
 *
 * @param items     what it holds
 * @param nextToken "" on the last
 */
public record Page<T>(List<T> items, String nextToken) {}
