package dev.breakwater.guard;

import dev.breakwater.connectors.alarms.outbox.OutboxSink;

/**
 * A way to tell people, and its place in the job.
 *
 * @param takesAlarms whether it is told of incidents: trigger, update, resolve
 * @param takesActs   whether it is told of acts: what was throttled, changed, released
 */
public record Channel(Stage stage, OutboxSink sink, boolean takesAlarms, boolean takesActs) {

    /** Told of incidents alone. */
    public static Channel ofAlarms(Stage stage, OutboxSink sink) {
        return new Channel(stage, sink, true, false);
    }

    /** Told of acts alone. */
    public static Channel ofActs(Stage stage, OutboxSink sink) {
        return new Channel(stage, sink, false, true);
    }

    /** Told of both. */
    public static Channel ofAll(Stage stage, OutboxSink sink) {
        return new Channel(stage, sink, true, true);
    }
}
