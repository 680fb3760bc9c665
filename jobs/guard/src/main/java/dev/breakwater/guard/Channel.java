package dev.breakwater.guard;

import dev.breakwater.connectors.alarms.outbox.OutboxSink;

/**
 * A way to send messages to people.
 *
 * @param uid         the channel's id in savepoints and metrics, made from the stage and the receiver if there is one
 * @param takesAlarms whether the channel gets alerts: trigger, update, resolve
 * @param takesActs   whether the channel gets notices of throttles, changes and releases
 */
public record Channel(String uid, OutboxSink sink, boolean takesAlarms, boolean takesActs) {

    /** Creates a channel that gets only alerts. */
    public static Channel ofAlarms(Stage stage, OutboxSink sink) {
        return new Channel(stage.uid(), sink, true, false);
    }

    /** Creates a channel that gets only notices of throttles, changes and releases. */
    public static Channel ofActs(Stage stage, OutboxSink sink) {
        return new Channel(stage.uid(), sink, false, true);
    }
}
