package dev.breakwater.guard;

import dev.breakwater.connectors.alarms.outbox.OutboxSink;

/**
 * A way to send messages to people.
 *
 * @param uid         identifies its outbox in a savepoint and in metrics, by stage or by stage and receiver
 * @param takesAlarms whether the channel gets incidents: trigger, update, resolve
 * @param takesActs   whether the channel gets acts: throttles, changes, releases
 */
public record Channel(String uid, OutboxSink sink, boolean takesAlarms, boolean takesActs) {

    /** Creates a channel that gets only incidents. */
    public static Channel ofAlarms(Stage stage, OutboxSink sink) {
        return new Channel(stage.uid(), sink, true, false);
    }

    /** Creates a channel that gets only acts. */
    public static Channel ofActs(Stage stage, OutboxSink sink) {
        return new Channel(stage.uid(), sink, false, true);
    }
}
