package dev.breakwater.connectors.lambda.lever;

import dev.breakwater.connectors.lambda.LimitKind;
import dev.breakwater.connectors.lambda.Reservation;
import software.amazon.awssdk.services.lambda.model.ScalingConfig;

/** Converts the settings of an event source mapping into the value of a limit. */
public final class EventSources {

    /** The state is unknown, because a change is under way. */
    public static final int UNCERTAIN = -2;

    private EventSources() {}

    /** Returns MaximumConcurrency, or {@link Reservation#NONE}. */
    public static int maximumConcurrency(ScalingConfig scaling) {
        boolean set = scaling != null && scaling.maximumConcurrency() != null;
        return set ? scaling.maximumConcurrency() : Reservation.NONE;
    }

    /**
     * Returns the value of a stream's mapping: {@link StreamPauseLever#PAUSED} if it is paused,
     * {@link Reservation#NONE} if it runs, otherwise {@link #UNCERTAIN}.
     *
     * @param state the state that Lambda reports; while the mapping changes its state, the value is unknown
     */
    public static int pause(String state) {
        return switch (state == null ? "" : state) {
            case "Disabled" -> StreamPauseLever.PAUSED;
            case "Enabled" -> Reservation.NONE;
            default -> UNCERTAIN;
        };
    }

    /** Returns the lever for a queue or stream, or null for any other source. */
    public static LimitKind leverOf(String sourceArn) {
        String[] parts = sourceArn.split(":", 6);
        return switch (parts.length > 2 ? parts[2] : "") {
            case "sqs" -> LimitKind.QUEUE;
            case "kinesis", "dynamodb" -> LimitKind.STREAM;
            default -> null;
        };
    }
}
