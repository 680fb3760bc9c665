package dev.breakwater.connectors.lambda.inventory;

/**
 * A limit that bore tags of ours when it was read last. It is read once more when they are gone.
 *
 * @param function whether it is a function's; else an event source mapping's
 * @param target   the function's name, or the mapping's UUID
 * @param reading  digest of what was said of it, or {@link Digest#UNKNOWN} when nothing was
 */
record KnownMark(boolean function, String target, long reading) {

    /** What it is a mark on, whatever was read. */
    KnownMark unread() {
        return new KnownMark(function, target, Digest.UNKNOWN);
    }
}
