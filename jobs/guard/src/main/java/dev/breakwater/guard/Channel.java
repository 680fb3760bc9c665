package dev.breakwater.guard;

import dev.breakwater.connectors.alarms.outbox.OutboxSink;

/**
 * A channel to people, and its place in the job.
 *
 * @param uid         identifies its outbox in a savepoint, by stage or by stage and receiver
 * @param takesAlarms whether it is reported incidents: trigger, update, resolve
 * @param takesActs   whether it gets acts: throttles, changes, releases
 */
public record Channel(String uid, OutboxSink sink, boolean takesAlarms, boolean takesActs) {

    /** Told of incidents alone. */
    public static Channel ofAlarms(Stage stage, OutboxSink sink) {
        return new Channel(stage.uid(), sink, true, false);
    }

    /** Told of acts alone. */
    public static Channel ofActs(Stage stage, OutboxSink sink) {
        return new Channel(stage.uid(), sink, false, true);
    }
}
