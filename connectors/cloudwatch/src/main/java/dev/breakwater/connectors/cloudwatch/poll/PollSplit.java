package dev.breakwater.connectors.cloudwatch.poll;

import dev.breakwater.connectors.cloudwatch.ArrivalClock;
import dev.breakwater.connectors.cloudwatch.poll.PollSettings.PollTarget;
import java.util.List;
import org.apache.flink.api.connector.source.SourceSplit;

/**
 * The position of reading for one account in one region, with the recently emitted values.
 *
 * @param splitId   {@code account|region}
 * @param listed    true once the account's functions in the region have been listed
 * @param gapFrom the first minute that the feed emitted without this split; 0 if there is none
 * @param feed      the part that all splits share
 * @param functions the memory of each function; "" for the region as a whole
 */
record PollSplit(String splitId, boolean listed, long gapFrom, Feed feed, List<FunctionMemory.State> functions) {
    static PollSplit fresh(PollTarget target) {
        return new PollSplit(target.id(), false, 0, Feed.FRESH, List.of());
    }

    /**
     * The part of the state that is the same in all splits. Each split has a copy.
     *
     * @param start        the first minute of the feed, 0 before it is known
     * @param next         the first minute that is not completely emitted; 0 before the first minute
     * @param arrivalMinute the arrival minute of the feed
     * @param silentBits   see {@link ArrivalClock}
     * @param month the month to which the spending belongs, in months since year 0
     * @param spentNano the amount that was spent in this month, nano-USD
     */
    record Feed(long start, long next, long arrivalMinute, long silentBits, int month, long spentNano) {
        static final Feed FRESH = new Feed(0, 0, ArrivalClock.NONE, 0, 0, 0);

        /**
         * Returns the copy that is further ahead. Copies differ only if a split is new or comes from another
         * checkpoint.
         */
        Feed further(Feed other) {
            boolean here =
                    arrivalMinute > other.arrivalMinute || arrivalMinute == other.arrivalMinute && next >= other.next;
            Feed feed = here ? this : other;
            boolean mine = month > other.month || month == other.month && spentNano >= other.spentNano;
            Feed money = mine ? this : other;
            return new Feed(feed.start, feed.next, feed.arrivalMinute, feed.silentBits, money.month, money.spentNano);
        }
    }

    /**
     * All accounts and regions as one split for Flink. Their samples have one common order, so Flink must not
     * distribute them to several readers at another parallelism.
     */
    record All(List<PollSplit> all) implements SourceSplit {
        All {
            all = List.copyOf(all);
        }

        @Override
        public String splitId() {
            return "poll";
        }
    }
}
