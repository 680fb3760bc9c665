package dev.breakwater.connectors.lambda.inventory;

/**
 * An event source mapping: a queue or stream that Lambda polls for a function.
 *
 * @param function           the function's name, without version or alias
 * @param source             ARN of the queue or stream, or empty for a cluster outside AWS
 * @param state              as Lambda says it, for example {@code Enabled}, {@code Disabled}, {@code Updating}
 * @param maximumConcurrency of an SQS mapping, or -1 when it has none
 */
public record TriggerMapping(String uuid, String function, String source, String state, int maximumConcurrency) {}
