package dev.breakwater.connectors.lambda;

import java.util.Locale;

/**
 * The kinds of limit that Breakwater can set. Do not reorder these values: the ordinal is on the wire of the inventory.
 */
public enum LimitKind {
    /** Reserved concurrency of the function. Further calls are refused. */
    RESERVATION,
    /** MaximumConcurrency of an SQS event source mapping, 2 to 1,000. Further messages wait in the queue. */
    QUEUE,
    /** The pause of a Kinesis or DynamoDB event source mapping. 0 means paused, and records then wait in the stream. */
    STREAM;

    /** Returns the name in files, for example {@code queue}. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Returns the kind with this {@link #wire} name.
     *
     * @throws IllegalArgumentException if no kind of limit has this name
     */
    public static LimitKind ofWire(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }
}
