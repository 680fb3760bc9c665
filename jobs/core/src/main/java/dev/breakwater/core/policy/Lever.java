package dev.breakwater.core.policy;

/**
 * Identifies a limit of a function by its kind and, for a queue or stream, its mapping.
 *
 * @param mapping id of the event source mapping, empty for a reservation
 */
public record Lever(LeverKind kind, String mapping) implements java.io.Serializable {

    public static final Lever RESERVATION = new Lever(LeverKind.RESERVATION, "");

    public boolean isReservation() {
        return kind == LeverKind.RESERVATION;
    }
}
