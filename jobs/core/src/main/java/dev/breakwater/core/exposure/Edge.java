package dev.breakwater.core.exposure;

/**
 * What starts, or is written by, what.
 *
 * @param from ARN of a function or resource
 * @param to   ARN of a function or resource
 * @param text why, for people
 */
public record Edge(String from, String to, Certainty certainty, String text) {}
