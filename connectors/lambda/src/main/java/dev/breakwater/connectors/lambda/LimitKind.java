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

    /** The value if no limit is set. Any other value is 0 or more, and 0 stops a function. */
    public static final int NONE = -1;

    /** Stands for a value that is unknown, because a change is under way. */
    public static final int UNCERTAIN = -2;

    /** Returns the name in files, for example {@code queue}. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the kind that limits a queue or stream, or null for any other source. */
    public static LimitKind of(String sourceArn) {
        String[] parts = sourceArn.split(":", 6);
        return switch (parts.length > 2 ? parts[2] : "") {
            case "sqs" -> QUEUE;
            case "kinesis", "dynamodb" -> STREAM;
            default -> null;
        };
    }
}
