package dev.breakwater.connectors.lambda.mark;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.lambda.mark.Marked.LeaseTags;
import java.util.List;

/**
 * Finds limits with Breakwater's tags in one account and region, without listing the fleet. AWS's tag index is seconds
 * late. The index can miss a new tag, and can still show a removed tag. Read the limit itself before you change it.
 */
@FunctionalInterface
public interface MarkedLimits {

    /** The tags to search for, one at a time: the lease tag, and the tag that forbids limits. */
    List<String> KEYS = List.of(LeaseTags.LEASE, HandsOff.TAG);

    /**
     * Makes one call and does not repeat it.
     *
     * @param key one of {@link #KEYS}; if empty, resources with any tag are returned
     * @param from the token; empty for the first page
     */
    Answer<Page> page(String key, String from);

    /**
     * One page.
     *
     * @param next the position of the next page, or empty after the last page
     */
    record Page(List<Marked> items, String next) {}
}
