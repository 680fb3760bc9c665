package dev.breakwater.connectors.cloudwatch.poll;

import java.util.List;

/**
 * One account in one region: how far it is read and what was emitted of it lately.
 *
 * @param splitId   {@code account|region}
 * @param listed    true once its functions have been listed
 * @param gapFrom   the first minute that the feed passed over without it, 0 if it is up with the feed
 * @param feed      what all splits have in common
 * @param functions each, "" for the region as a whole
 */
record PollSplit(String splitId, boolean listed, long gapFrom, FeedState feed, List<FunctionState> functions) {
    static PollSplit fresh(PollTarget target) {
        return new PollSplit(target.id(), false, 0, FeedState.FRESH, List.of());
    }
}
