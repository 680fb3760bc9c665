package dev.breakwater.connectors.lambda;

import java.util.Map;

/**
 * An event source mapping that a lever can hold, or that bears a mark.
 *
 * @param limit which limit it is
 * @param value as the lever reads it, see {@link LeverKind}
 * @param tags  all of its tags, ours included
 */
public record MappingDescription(LeverRef limit, int value, Map<String, String> tags) {}
