package dev.breakwater.connectors.lambda.mark;

import dev.breakwater.connectors.aws.Answer;
import java.util.List;

/**
 * What bears tags of ours in one account and region, found by tag: the fleet need not be listed. AWS's index of tags is
 * behind by seconds, so what was tagged a moment ago may be missing and what was untagged may still be there: read the
 * limit itself before anything is done about it.
 */
@FunctionalInterface
public interface MarkedLimits {

    /** The tags to look for, each by itself: of a lease, and of a function that is left alone. */
    List<String> KEYS = List.of(LeaseTags.LEASE, HandsOff.TAG);

    /**
     * One call, which does not repeat itself.
     *
     * @param key  of {@link #KEYS}, or empty for whatever carries any tag, ours or not
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
