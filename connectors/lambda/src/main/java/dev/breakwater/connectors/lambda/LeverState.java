package dev.breakwater.connectors.lambda;

/**
 * What is really so for the target of a lever: a function, or an event source mapping.
 *
 * @param exists      whether the target is there
 * @param reservation the value that is set, or {@link Reservation#NONE}
 * @param mark        what its tags say about us
 */
public record LeverState(boolean exists, int reservation, MarkReading mark) {

    public static LeverState gone() {
        return new LeverState(false, Reservation.NONE, MarkReading.absent());
    }

    public static LeverState of(int reservation, MarkReading mark) {
        return new LeverState(true, reservation, mark);
    }
}
