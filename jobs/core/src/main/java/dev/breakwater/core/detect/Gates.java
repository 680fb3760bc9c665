package dev.breakwater.core.detect;

/**
 * The policy's amounts below which nothing is reported, as excess of the trailing 60 minutes in nano-USD.
 *
 * @param warnNano  least excess of a warning
 * @param pageNano  least excess of a page
 * @param youngNano cost of the trailing hour at which a scope without a baseline pages
 * @param least     whether control may require more, so that a page here may reach nobody
 */
public record Gates(long warnNano, long pageNano, long youngNano, boolean least) {

    /** The gates of the policy. */
    public Gates(long warnNano, long pageNano, long youngNano) {
        this(warnNano, pageNano, youngNano, false);
    }
}
