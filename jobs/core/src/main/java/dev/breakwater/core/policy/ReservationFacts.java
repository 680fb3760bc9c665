package dev.breakwater.core.policy;

/**
 * The reserved concurrency that the inventory found on a function.
 *
 * @param previous the reservation without our throttle, or -1 if there is none; another instance's throttle counts as
 *                 set
 * @param held     whether our throttle is what is set
 * @param sensedAt epoch milliseconds at which it was read, or -1 when nobody looked
 */
public record ReservationFacts(int previous, boolean held, long sensedAt) implements java.io.Serializable {

    /** Nobody looked. */
    public static final ReservationFacts UNKNOWN = of(-1);

    /** A reservation, or -1 for none, that no throttle of ours covers and that nobody looked at again. */
    public static ReservationFacts of(int reserved) {
        return new ReservationFacts(reserved, false, -1);
    }
}
