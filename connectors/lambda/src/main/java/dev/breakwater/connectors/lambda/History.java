package dev.breakwater.connectors.lambda;

/**
 * What the ledger remembers of a limit, which the tags cannot tell: that we held it and the mark is gone since, or that a
 * person took its function over.
 *
 * @param held           our throttle was carried out and was not given back since, however long its lease is over
 * @param limit          the limit that is held, or {@link Reservation#NONE}
 * @param previous       what was set before it, or {@link Reservation#NONE}
 * @param untilMillis    epoch milliseconds at which the lease ends
 * @param leftAloneSince epoch milliseconds at which a hand on any limit of the function was seen, or {@link HandsOff#NONE}
 * @param leftAloneUntil epoch milliseconds until which the function is left alone, or {@link HandsOff#NONE}
 */
public record History(
        boolean held, int limit, int previous, long untilMillis, long leftAloneSince, long leftAloneUntil) {

    public static final History NONE =
            new History(false, Reservation.NONE, Reservation.NONE, -1, HandsOff.NONE, HandsOff.NONE);

    static History held(int limit, int previous, long untilMillis) {
        return new History(true, limit, previous, untilMillis, HandsOff.NONE, HandsOff.NONE);
    }

    History leftAlone(long since, long until) {
        return new History(held, limit, previous, untilMillis, since, until);
    }
}
