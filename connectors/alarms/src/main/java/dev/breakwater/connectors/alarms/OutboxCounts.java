package dev.breakwater.connectors.alarms;

/**
 * What an outbox has done since it was opened.
 *
 * @param offered   events that came in
 * @param sent      accepted by the receiver
 * @param retried   attempts that have to be repeated
 * @param rejected  refused for good
 * @param coalesced superseded by something newer under the same key
 * @param unheard   given up for any reason, the rejected included
 */
public record OutboxCounts(long offered, long sent, long retried, long rejected, long coalesced, long unheard) {}
