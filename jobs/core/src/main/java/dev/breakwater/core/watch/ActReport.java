package dev.breakwater.core.watch;

/**
 * What came of one act.
 *
 * @param account  the account
 * @param region   the region
 * @param limit    which limit, for people: the function, and the queue or stream where it is not the reservation
 * @param throttle whether it was a throttle or a release
 * @param result   whether it could be done
 * @param reason   why not, in the words of AWS or ours
 * @param at       epoch milliseconds
 */
public record ActReport(
        String account, String region, String limit, boolean throttle, Result result, String reason, long at) {

    /** How it ended. */
    public enum Result {
        /** AWS let us: done, or there was nothing left to do. */
        POSSIBLE,
        /** It does not work until somebody changes something: no permission, a refused value, no ledger. */
        REFUSED,
        /** It did not work now; it may by itself. */
        NOT_NOW
    }
}
