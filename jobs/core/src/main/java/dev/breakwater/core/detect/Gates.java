package dev.breakwater.core.detect;

import dev.breakwater.core.observe.MinuteWindow;

/**
 * The policy's cost thresholds for the excess of the trailing 60 minutes, in nano-USD, and the time after which an
 * episode ends.
 *
 * @param warnNano  the least excess for a warning
 * @param pageNano  the least excess for a page
 * @param youngNano the cost of the trailing hour from which a scope without a baseline pages
 * @param least     whether control may require more, so that not every page from here is sent
 * @param quiet     an episode ends after this many minutes without evidence; samples are never later than this, so the
 *     figures are final
 */
public record Gates(long warnNano, long pageNano, long youngNano, boolean least, int quiet) {

    /** The gates of the policy. */
    public Gates(long warnNano, long pageNano, long youngNano) {
        this(warnNano, pageNano, youngNano, false);
    }

    /** The thresholds for samples with the usual lateness. */
    public Gates(long warnNano, long pageNano, long youngNano, boolean least) {
        this(warnNano, pageNano, youngNano, least, MinuteWindow.LATE);
    }
}
