package dev.breakwater.connectors.lambda.mark;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.lambda.mark.Marked.LeaseTags;
import java.util.List;

/**
 * Finds limits with Breakwater's tags in one account and region, without listing the fleet. AWS's tag index is seconds
 * late. It can miss a new tag and still show a removed tag. Read the limit itself before you act on it.
 */
@FunctionalInterface
public interface MarkedLimits {

    /** The tags to search for, one at a time: the lease tag and the hands-off tag. */
    List<String> KEYS = List.of(LeaseTags.LEASE, HandsOff.TAG);

    /**
     * Makes one call and does not repeat it.
     *
     * @param key one of {@link #KEYS}, or empty for resources with any tag
     * @param from empty for the first page
     */
    Answer<Page> page(String key, String from);

    /**
     * One page.
     *
     * @param next the position of the next page, or empty after the last page
     */
    record Page(List<Marked> items, String next) {}
}
