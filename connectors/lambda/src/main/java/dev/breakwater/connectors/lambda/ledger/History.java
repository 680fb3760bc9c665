package dev.breakwater.connectors.lambda.ledger;

import dev.breakwater.connectors.lambda.Reservation;
import dev.breakwater.connectors.lambda.mark.HandsOff;

/**
 * What the ledger remembers of a limit, which the tags cannot tell: that we held it and the mark is gone since, that we
 * may have set it though no answer came, or that a person took its function over.
 *
 * @param held           our throttle was carried out and was not given back since, however long its lease is over
 * @param limit          the limit that is held, or {@link Reservation#NONE}
 * @param asked          a limit of ours that may stand: AWS did not answer when it was set; or {@link Reservation#NONE}
 * @param releaseTried   whether it may have been given back: AWS did not answer that
 * @param previous       what was set before it, or {@link Reservation#NONE}
 * @param untilMillis    epoch milliseconds at which the lease ends
 * @param leftAloneSince epoch milliseconds at which a hand on any limit of the function was seen, or {@link HandsOff#NONE}
 * @param leftAloneUntil epoch milliseconds until which the function is left alone, or {@link HandsOff#NONE}
 */
public record History(
        boolean held,
        int limit,
        int asked,
        boolean releaseTried,
        int previous,
        long untilMillis,
        long leftAloneSince,
        long leftAloneUntil) {

    public static final History NONE = new History(
            false, Reservation.NONE, Reservation.NONE, false, Reservation.NONE, -1, HandsOff.NONE, HandsOff.NONE);

    public static History held(int limit, int previous, long untilMillis) {
        return new History(true, limit, Reservation.NONE, false, previous, untilMillis, HandsOff.NONE, HandsOff.NONE);
    }

    /** Never seen set, but asked for without an answer. */
    static History unanswered(int asked, int previous, long untilMillis) {
        return NONE.with(asked, false, previous, untilMillis);
    }

    /** Held, and what was tried since did not work. */
    History tried(int asked, boolean release) {
        return with(asked, release, previous, untilMillis);
    }

    private History with(int asked, boolean release, int previous, long untilMillis) {
        return new History(held, limit, asked, release, previous, untilMillis, leftAloneSince, leftAloneUntil);
    }

    public History leftAlone(long since, long until) {
        return new History(held, limit, asked, releaseTried, previous, untilMillis, since, until);
    }

    /**
     * Until when no lever of the function is pulled, by what its tag says and what is remembered here.
     *
     * @param tag epoch milliseconds, or {@link HandsOff#NONE}
     * @return epoch milliseconds, or {@link HandsOff#NONE}
     */
    public long handsOffUntil(long tag, long nowMillis) {
        if (tag > nowMillis) {
            return Math.max(tag, leftAloneUntil);
        }
        boolean takenBack = tag != HandsOff.NONE && leftAloneSince <= tag;
        return takenBack || leftAloneUntil <= nowMillis ? HandsOff.NONE : leftAloneUntil;
    }
}
