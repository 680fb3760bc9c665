package dev.breakwater.connectors.cloudwatch.poll;

import dev.breakwater.connectors.cloudwatch.ArrivalClock;

/**
 * What the splits have in common; each bears a copy.
 *
 * @param start        the first minute of all, 0 before it
 * @param next         the first minute that is not emitted whole, 0 before the first
 * @param arrivalMinute of the feed
 * @param silentBits   see {@link ArrivalClock}
 * @param month        of the spending, months since year 0
 * @param spentNano    spent in it, nano-USD
 */
record FeedState(long start, long next, long arrivalMinute, long silentBits, int month, long spentNano) {
    static final FeedState FRESH = new FeedState(0, 0, ArrivalClock.NONE, 0, 0, 0);

    /** The further of two. They differ only where a split is new or comes from another checkpoint. */
    FeedState further(FeedState other) {
        boolean here =
                arrivalMinute > other.arrivalMinute || arrivalMinute == other.arrivalMinute && next >= other.next;
        FeedState feed = here ? this : other;
        boolean mine = month > other.month || month == other.month && spentNano >= other.spentNano;
        FeedState money = mine ? this : other;
        return new FeedState(feed.start, feed.next, feed.arrivalMinute, feed.silentBits, money.month, money.spentNano);
    }
}
