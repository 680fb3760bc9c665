package dev.breakwater.connectors.lambda.lever;

import dev.breakwater.connectors.lambda.Reservation;
import dev.breakwater.connectors.lambda.mark.HandsOff;
import dev.breakwater.connectors.lambda.mark.MarkReading;

/**
 * What is really so for the target of a lever: a function, or an event source mapping.
 *
 * @param exists      whether the target is there
 * @param limit       the limit that is set, or {@link Reservation#NONE}
 * @param mark        what its tags say about us
 * @param handsOffUntil epoch milliseconds until which its function is left alone, as a tag of the function says, or
 *                    {@link HandsOff#NONE}
 */
public record LeverState(boolean exists, int limit, MarkReading mark, long handsOffUntil) {

    public static LeverState gone() {
        return new LeverState(false, Reservation.NONE, MarkReading.absent(), HandsOff.NONE);
    }

    public static LeverState of(int limit, MarkReading mark) {
        return new LeverState(true, limit, mark, HandsOff.NONE);
    }

    public LeverState handsOff(long untilMillis) {
        return new LeverState(exists, limit, mark, untilMillis);
    }
}
