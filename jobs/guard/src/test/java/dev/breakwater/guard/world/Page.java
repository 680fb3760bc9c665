package dev.breakwater.guard.world;

import java.util.Map;

/**
 * The text that a person reads at the pager. The world knows nothing else of what the product says.
 *
 * @param key      joins all messages of one alert
 * @param severity 3 critical, 2 error, 1 warning, 0 information
 * @param usd      what the alert costs in an hour, as it says itself
 * @param said     what it says of each function
 * @param proposal the incident that a person may approve, or empty
 * @param words    its text
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
        /** The page says that a limit of ours is set that should not be. */
        CANNOT_GIVE_BACK,
        /** A budget's alert, which its meter ends, or an alert about the product itself. */
        OTHER,
        /** Reports an act, and opens no alert. */
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
        /** One reading shows a different value from ours, and a second one must agree. */
        SEEN,
        GIVEN_BACK,
        /** Somebody else changed the limit. */
        CHANGED
    }

    /**
     * The content of a text about one function.
     *
     * @param usd      what it costs in an hour
     * @param target   the limit: the function, or the mapping
     * @param limit    our value, or -1; of what was seen the value that was
     * @param previous what was there before or is again, or -1 for none
     * @param readAt   when that was read, as it says itself, epoch milliseconds, or -1 where it names no time
     */
    record Said(double usd, Stage stage, String target, int limit, int previous, long readAt) {

        static Said nothing(double usd) {
            return new Said(usd, Stage.NONE, "", -1, -1, -1);
        }
    }
}
