package dev.breakwater.connectors.lambda.lever;

import dev.breakwater.connectors.lambda.Reservation;
import dev.breakwater.connectors.lambda.mark.HandsOff;
import java.util.Map;

/**
 * The state of a limit: of a function's, or of an event source mapping's.
 *
 * @param exists        whether the function or mapping exists
 * @param value         the limit that is set, {@link Reservation#NONE}, or {@link EventSources#UNCERTAIN}
 * @param lease         value of the lease tag, or null if there is none
 * @param handsOffUntil epoch milliseconds until which its function is left alone, as its tag says, or {@link HandsOff#NONE}
 * @param tags          all tags of the function, null of a mapping whose function is unknown
 */
public record LeverState(boolean exists, int value, String lease, long handsOffUntil, Map<String, String> tags) {

    public static LeverState gone() {
        return new LeverState(false, Reservation.NONE, null, HandsOff.NONE, null);
    }
}
