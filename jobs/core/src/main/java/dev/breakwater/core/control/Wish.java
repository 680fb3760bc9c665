package dev.breakwater.core.control;

import dev.breakwater.core.policy.Lever;

/**
 * What control wants to be so for one limit of a function: a durable intent, stated again until it holds.
 *
 * @param intent    unique for each change of the wish; a repeat of the same wish carries the same intent
 * @param throttle  true: hold the limit; false: take our throttle away and restore what was found
 * @param limit     limit wished for (of a stream 0, which is paused); of a release the last one that was
 * @param before    our own limit that this one replaces, or -1
 * @param previous  the limit that the inventory knew before our throttle, or -1 for none
 * @param held      whether our limit was observed set: then it is ours though its mark and the ledger are lost
 * @param until     epoch milliseconds at which the lease ends at the latest
 * @param notAfter  epoch milliseconds after which the wish must not be carried out; Long.MAX_VALUE for a release
 * @param incident  the incident's id
 * @param reason    wire name of the reason
 * @param lever     which limit
 * @param book      what the book is called by that holds when it is stated; empty of a recording, null in what was stored before
 *                  this was kept
 */
public record Wish(
        String intent,
        String account,
        String region,
        String function,
        boolean throttle,
        int limit,
        int before,
        int previous,
        boolean held,
        long until,
        long notAfter,
        String incident,
        String reason,
        Lever lever,
        String book) {

    /** The same by a book. */
    public Wish by(String name) {
        return new Wish(
                intent, account, region, function, throttle, limit, before, previous, held, until, notAfter, incident,
                reason, lever, name);
    }
}
