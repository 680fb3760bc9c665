package dev.breakwater.engine.detect.baseline;

import dev.breakwater.engine.observe.MinuteWindow;

/**
 * The policy's thresholds for the cost above the expectation in the trailing 60 minutes, in nano-USD, and the calm time
 * after which an episode ends.
 *
 * @param warnNano  the least cost for a warning
 * @param pageNano  the least cost for a page
 * @param youngNano the cost in the trailing hour at which a scope without a baseline pages in its first two hours;
 *     Long.MAX_VALUE if such a scope never pages
 * @param least     whether these are the lowest possible thresholds, so that control may require more and drop a page
 * @param quiet     an episode ends after this many minutes without evidence; samples are never later than this
 */
public record Gates(long warnNano, long pageNano, long youngNano, boolean least, int quiet) {

    /** Creates the thresholds of a policy. */
    public Gates(long warnNano, long pageNano, long youngNano) {
        this(warnNano, pageNano, youngNano, false);
    }

    /** Creates the thresholds for samples with the usual lateness. */
    public Gates(long warnNano, long pageNano, long youngNano, boolean least) {
        this(warnNano, pageNano, youngNano, least, MinuteWindow.COUNTED_LATE);
    }
}
