package dev.breakwater.guard.world;

import java.util.Map;

/**
 * The text that a person reads at the pager. The world knows no other output of the product.
 *
 * @param key      the key that joins all messages of an alert
 * @param severity 3 critical, 2 error, 1 warning, 0 information
 * @param usd      hourly cost according to the text
 * @param said     the parts of the text about each function
 * @param proposal the incident that a person may approve, or empty
 * @param words    the text
 */
record Page(
        Kind kind,
        Action action,
        String key,
        int severity,
        double usd,
        Map<String, Said> said,
        String proposal,
        String words) {

    static final int CRITICAL = 3;
    static final int ERROR = 2;

    /** The subject of the page. */
    enum Kind {
        INCIDENT,
        /** A page that a limit of ours is set and should not be. */
        CANNOT_GIVE_BACK,
        /** A budget's alert, which the budget's meter ends, or an alert about the product itself. */
        OTHER,
        /** A notice of a throttle or release, which opens no alert. */
        NOTICE
    }

    /** The action for the pager. */
    enum Action {
        OPEN,
        RESOLVE,
        NOTE
    }

    /** The stage of a limit, according to the text. */
    enum Stage {
        /** The text does not mention a limit. */
        NONE,
        ASKED,
        HELD,
        RETURNING,
        /** One reading shows a different value from ours, and a second reading must confirm it. */
        SEEN,
        GIVEN_BACK,
        /** Somebody else changed the limit. */
        CHANGED
    }

    /**
     * The part of a text about one function.
     *
     * @param usd      hourly cost
     * @param target   the limit, which is the function or a mapping
     * @param limit    our value, or -1; for SEEN, the value in the reading
     * @param previous the value before ours, or after a release the present value, or -1 for none
     * @param readAt   when the limit was read according to the text, epoch milliseconds, or -1 if the text has no time
     */
    record Said(double usd, Stage stage, String target, int limit, int previous, long readAt) {

        static Said nothing(double usd) {
            return new Said(usd, Stage.NONE, "", -1, -1, -1);
        }
    }
}
