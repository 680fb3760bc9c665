package dev.breakwater.core.detect;

/**
 * Money below which nothing is reported, from the policy: excess of the trailing 60 minutes, nano-USD.
 *
 * @param warnNano  least excess of a warning
 * @param pageNano  least excess of a page
 * @param youngNano cost of the trailing hour at which a scope without a baseline pages
 * @param least     whether control may require more: a page here need not reach anybody
 */
public record Gates(long warnNano, long pageNano, long youngNano, boolean least) {

    /** The gates of the policy. */
    public Gates(long warnNano, long pageNano, long youngNano) {
        this(warnNano, pageNano, youngNano, false);
    }
}
