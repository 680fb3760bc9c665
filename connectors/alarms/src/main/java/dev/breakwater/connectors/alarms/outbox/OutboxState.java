package dev.breakwater.connectors.alarms.outbox;

import java.util.List;

/**
 * The state that an outbox keeps over a restart. The record checks nothing, so that fields can be added.
 *
 * @param outbox the outbox's name
 * @param keys   the wanted state of each key, oldest first, unsent notices last
 */
public record OutboxState(String outbox, List<KeyState> keys) {

    /** Returns the same state under another name of the outbox. */
    OutboxState of(String name) {
        return new OutboxState(name, keys);
    }

    /**
     * The state of one key.
     *
     * @param event the newest event
     * @param arrivedAtMillis wall time in epoch milliseconds of the key's first event
     * @param dueAtMillis     the time of the next attempt
     * @param failures        failed attempts in a row
     * @param shown           whether the receiver shows the alarm
     * @param word            the result for the newest event
     * @param number          the key under which it is shown or will be shown
     * @param base the number of its first key
     * @param after if another key replaces this key, the key whose acceptance it waits for; otherwise null
     */
    public record KeyState(
            AlarmEvent event,
            long arrivedAtMillis,
            long dueAtMillis,
            int failures,
            PendingAlarm.Shown shown,
            PendingAlarm.Progress word,
            int number,
            int base,
            String after) {}
}
