package dev.breakwater.connectors.lambda.mark;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.lambda.mark.Marked.LeaseTags;
import java.util.List;

/**
 * Limits with tags of ours in one account and region, found by tag: the fleet need not be listed. AWS's tag index
 * lags by seconds: it can miss a new tag and still show a removed one. Read the limit itself before acting on it.
 */
@FunctionalInterface
public interface MarkedLimits {

    /** The tags to look for, each by itself: of a lease, and of a function that is left alone. */
    List<String> KEYS = List.of(LeaseTags.LEASE, HandsOff.TAG);

    /**
     * One call, which does not repeat itself.
     *
     * @param key  one of {@link #KEYS}, or empty for resources with any tag, ours or not
     * @param from empty for the first page
     */
    Answer<Page> page(String key, String from);

    /**
     * One page.
     *
     * @param next where the next one begins, or empty after the last
     */
    record Page(List<Marked> items, String next) {}
}
