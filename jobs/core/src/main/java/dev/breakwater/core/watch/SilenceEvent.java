package dev.breakwater.core.watch;

/**
 * Something fell silent, or is heard of again.
 *
 * @param raised  true for the first, false for the second
 * @param key     {@link Watched#key}
 * @param subject what it is
 * @param account the account
 * @param region  the region of a place, else empty
 * @param sure    whether something is wrong for sure; else it may be that there was no traffic
 * @param ever    whether it was ever heard of
 * @param heardAt when it was heard of last, or the start, epoch milliseconds
 * @param at      now, epoch milliseconds
 * @param refused records of the feed since then that were of no use: rejects and late ones
 * @param unread  whether all of these could not be read at all: a format that is not known
 * @param trouble what is wrong where that is known, else empty
 */
public record SilenceEvent(
        boolean raised,
        String key,
        Watched.Subject subject,
        String account,
        String region,
        boolean sure,
        boolean ever,
        long heardAt,
        long at,
        long refused,
        boolean unread,
        String trouble) {}
