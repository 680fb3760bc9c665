package dev.breakwater.core.detect;

import dev.breakwater.core.observe.MinuteWindow;

/**
 * The policy's amounts below which nothing is reported, as excess of the trailing 60 minutes in nano-USD, and when an
 * episode is over.
 *
 * @param warnNano  least excess of a warning
 * @param pageNano  least excess of a page
 * @param youngNano cost of the trailing hour at which a scope without a baseline pages
 * @param least     whether control may require more, so that a page here may reach nobody
 * @param quiet     an episode ends after this many minutes without evidence: as many as samples may be late, so its
 *                  figures are final then
 */
public record Gates(long warnNano, long pageNano, long youngNano, boolean least, int quiet) {

    /** The gates of the policy. */
    public Gates(long warnNano, long pageNano, long youngNano) {
        this(warnNano, pageNano, youngNano, false);
    }

    /** Gates for samples that are as late as usual. */
    public Gates(long warnNano, long pageNano, long youngNano, boolean least) {
        this(warnNano, pageNano, youngNano, least, MinuteWindow.LATE);
    }
}
