package dev.breakwater.connectors.lambda;

import java.util.List;
import java.util.Objects;

/**
 * A throttle as the tags and the reservation of a function tell it; what {@code status} prints.
 *
 * @param reservation what is set now, or {@link Reservation#NONE}
 * @param mark        the mark, or null when it cannot be read
 * @param standing    how the two fit together
 * @param expired     whether the lease's end is past
 * @param detail      what is wrong with an unreadable mark, else empty
 */
public record Lease(
        FunctionRef function, int reservation, Mark mark, Standing standing, boolean expired, String detail) {

    /** How the mark and the reservation fit together. */
    public enum Standing {
        /** Our limit is set. */
        HELD,
        /** The mark stands, the value from before too: broken off between two calls, or put back by hand. */
        HALF,
        /** Somebody set another value. */
        OVERRIDDEN,
        /** The mark makes no sense; nobody knows what to put back. */
        UNREADABLE
    }

    /** All leases among these functions. */
    public static List<Lease> of(List<FunctionDescription> functions, long nowMillis) {
        return functions.stream()
                .map(function -> of(function, nowMillis))
                .filter(Objects::nonNull)
                .toList();
    }

    private static Lease of(FunctionDescription function, long nowMillis) {
        MarkReading reading = function.mark();
        int reservation = function.reservation();
        return switch (reading.kind()) {
            case ABSENT -> null;
            case MALFORMED ->
                new Lease(function.ref(), reservation, null, Standing.UNREADABLE, false, reading.detail());
            case PRESENT -> {
                Mark mark = reading.mark();
                boolean expired = mark.expiredAt(nowMillis);
                yield new Lease(function.ref(), reservation, mark, standing(mark, reservation), expired, "");
            }
        };
    }

    private static Standing standing(Mark mark, int reservation) {
        if (mark.covers(reservation)) {
            return Standing.HELD;
        }
        return reservation == mark.previous() ? Standing.HALF : Standing.OVERRIDDEN;
    }
}
