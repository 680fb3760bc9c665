package dev.breakwater.connectors.lambda.inventory;

/**
 * What is kept of a function from round to round.
 *
 * @param revision    digest of what Lambda counts as its revision
 * @param listed      digest of what a listing shows of it
 * @param tags        digest, or {@link Digest#UNKNOWN}
 * @param reservation or {@link PlaceFact#RESERVATION_UNKNOWN}
 * @param triggers    digest, or {@link Digest#UNKNOWN}
 * @param marked      whether it bears our mark, or what is left of one
 * @param seenMillis  epoch milliseconds of the last look at tags and reservation
 */
record KnownFunction(
        String name,
        long revision,
        long listed,
        long tags,
        int reservation,
        long triggers,
        boolean marked,
        long seenMillis) {

    /** As if nothing had been said of it but that it is there. */
    KnownFunction nameOnly() {
        int unknown = PlaceFact.RESERVATION_UNKNOWN;
        return new KnownFunction(
                name, Digest.UNKNOWN, Digest.UNKNOWN, Digest.UNKNOWN, unknown, Digest.UNKNOWN, marked, 0);
    }

    /** Whether somebody has to be told when this comes to be the other. */
    boolean differs(KnownFunction other) {
        return listed != other.listed
                || tags != other.tags
                || reservation != other.reservation
                || triggers != other.triggers;
    }
}
