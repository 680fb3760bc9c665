package dev.breakwater.core.control;

import dev.breakwater.core.policy.Lever;

/**
 * What was observed of one limit: what AWS answered to an act, or what its mark and value say. Flat: it travels between
 * stages.
 *
 * @param function the function, also where the limit is on a queue or stream that feeds it
 * @param intent   the intent that was acted on, or that the mark bears; empty where there is none
 * @param limit    our limit, or -1
 * @param previous what was set before our first throttle, or -1 for none
 * @param found    what is set now as far as it was seen, or -1 for none
 * @param until    epoch milliseconds: end of the lease as the mark has it; of HANDS_OFF end of the hands-off; else -1
 * @param owner    MARKED: the instance whose mark it is; else empty
 * @param reason   for people, AWS's own words where it said some
 * @param at       epoch milliseconds of the act or reading
 */
public record LimitObservation(
        Kind kind,
        String account,
        String region,
        String function,
        Lever lever,
        String intent,
        int limit,
        int previous,
        int found,
        long until,
        String owner,
        String reason,
        long at) {

    /** What was seen. */
    public enum Kind {
        /** Our mark is there, and our limit is set. */
        SET,
        /** Nothing of ours is left on it. */
        GIVEN_BACK,
        /** Somebody else's value stands where ours did, or the function is under hands-off: left alone until then. */
        HANDS_OFF,
        /** A person took the hands-off back. */
        AGAIN_ALLOWED,
        /** AWS refuses this for good, in its own words. */
        REFUSED,
        /** It did not work now; it may later. */
        FAILED,
        /** Its checkpoint had no time left for it. */
        POSTPONED,
        /** The mark is another instance's, or cannot be read: not ours to touch. */
        HELD_BY_OTHER,
        /** A settled reading of a mark and the value with it, whoever owns it. */
        MARKED
    }
}
