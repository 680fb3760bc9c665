package dev.breakwater.connectors.alarms;

import java.util.List;

/**
 * What an outbox remembers over a restart. Validates nothing, so that fields can be added.
 *
 * @param pending     unsent events, those of one key in their order
 * @param open        keys raised and not yet resolved, oldest first
 * @param perhapsOpen keys whose trigger was sent without an answer
 */
public record OutboxState(List<PendingState> pending, List<String> open, List<String> perhapsOpen) {

    /**
     * An unsent event.
     *
     * @param arrivedAtMillis wall time in epoch milliseconds; ages are counted from it, over restarts too
     * @param attempts        how often it was tried
     */
    public record PendingState(AlarmEvent event, long arrivedAtMillis, int attempts) {}
}
