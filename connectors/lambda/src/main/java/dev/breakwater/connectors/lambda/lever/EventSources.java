package dev.breakwater.connectors.lambda.lever;

import dev.breakwater.connectors.lambda.LeverKind;
import dev.breakwater.connectors.lambda.Reservation;
import software.amazon.awssdk.services.lambda.model.ScalingConfig;

/** Converts the settings of an event source mapping into a lever's value. */
public final class EventSources {

    /** The state is unknown while a change is under way. */
    public static final int UNCERTAIN = -2;

    private EventSources() {}

    /** MaximumConcurrency, or {@link Reservation#NONE}. */
    public static int maximumConcurrency(ScalingConfig scaling) {
        boolean set = scaling != null && scaling.maximumConcurrency() != null;
        return set ? scaling.maximumConcurrency() : Reservation.NONE;
    }

    /**
     * {@link StreamPauseLever#PAUSED}, {@link Reservation#NONE} for one that runs, or {@link #UNCERTAIN}.
     *
     * @param state as Lambda reports it; unknown while the mapping changes its state
     */
    public static int pause(String state) {
        return switch (state == null ? "" : state) {
            case "Disabled" -> StreamPauseLever.PAUSED;
            case "Enabled" -> Reservation.NONE;
            default -> UNCERTAIN;
        };
    }

    /** The lever that a source can be held by, or null: a queue, a stream, or neither. */
    public static LeverKind leverOf(String sourceArn) {
        String[] parts = sourceArn.split(":", 6);
        return switch (parts.length > 2 ? parts[2] : "") {
            case "sqs" -> LeverKind.QUEUE;
            case "kinesis", "dynamodb" -> LeverKind.STREAM;
            default -> null;
        };
    }
}
