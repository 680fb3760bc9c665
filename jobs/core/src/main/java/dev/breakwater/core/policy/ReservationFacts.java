package dev.breakwater.core.policy;

/**
 * A function's reserved concurrency from the inventory.
 *
 * @param previous the reservation without our throttle, or -1 if there is none; the throttle of another instance counts
 *     as a reservation
 * @param held     whether our throttle set the present value
 * @param sensedAt epoch milliseconds of the reading, or -1 if the reservation was not read
 */
public record ReservationFacts(int previous, boolean held, long sensedAt) implements java.io.Serializable {

    /** The reservation was not read. */
    public static final ReservationFacts UNKNOWN = of(-1);

    /** Creates the facts of a function that Breakwater does not throttle. -1 means no reservation. */
    public static ReservationFacts of(int reserved) {
        return new ReservationFacts(reserved, false, -1);
    }
}
