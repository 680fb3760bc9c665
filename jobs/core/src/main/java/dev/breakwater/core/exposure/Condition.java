package dev.breakwater.core.exposure;

import java.util.List;

/**
 * One line of a statement's condition.
 *
 * @param operator like {@code StringEquals}, with its qualifier and {@code IfExists} where it has them
 * @param key      like {@code aws:SourceArn}; keys know no case
 * @param values   any one of them is enough
 */
public record Condition(String operator, String key, List<String> values) {}
