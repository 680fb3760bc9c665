package dev.breakwater.connectors.lambda;

/**
 * What the ledger remembers of a function, which the tags cannot tell: that we held it and the mark is gone since, or
 * that a human took it over.
 *
 * @param kind     nothing, a live lease, or left alone
 * @param limit    the limit of the live lease
 * @param previous what was reserved before it, or {@link Reservation#NONE}
 */
public record History(Kind kind, int limit, int previous) {

    /** What is remembered. */
    public enum Kind {
        NONE,
        /** Our throttle was carried out and its lease has not ended. */
        HELD,
        /** A human overrode us within the last 24 hours. */
        LEFT_ALONE
    }

    public static final History NONE = new History(Kind.NONE, Reservation.NONE, Reservation.NONE);
    static final History LEFT_ALONE = new History(Kind.LEFT_ALONE, Reservation.NONE, Reservation.NONE);

    static History held(int limit, int previous) {
        return new History(Kind.HELD, limit, previous);
    }

    boolean heldAt(int reservation) {
        return kind == Kind.HELD && reservation == limit;
    }
}
