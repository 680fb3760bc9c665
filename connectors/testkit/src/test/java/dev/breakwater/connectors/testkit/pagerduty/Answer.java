package dev.breakwater.connectors.testkit.pagerduty;

/**
 * How the double handles one call.
 *
 * @param kind              what happens
 * @param retryAfterSeconds the Retry-After header, or -1 for none
 */
public record Answer(Kind kind, int retryAfterSeconds) {

    /** What happens to a call. */
    public enum Kind {
        /** The call is validated, accepted and answered. */
        PASS,
        /** 429, not accepted. */
        TOO_MANY,
        /**
         * The answer is a 400 with an error that repeats the routing key, as a careless server might send; the event is
         * not accepted.
         */
        REFUSE,
        /** 500, not accepted. */
        SERVER_ERROR,
        /** 401, not accepted. */
        UNAUTHORIZED,
        /** 403, not accepted. */
        FORBIDDEN,
        /** The answer is a 302 to another host, and the event is not accepted. */
        REDIRECT,
        /** The answer is a 200 with a page of HTML, as from a captive portal; the event is not accepted. */
        PORTAL,
        /** The answer is a 202 with the first half of an endless body; the event is accepted. */
        ACCEPT_THEN_TRICKLE,
        /** The call is validated and accepted, but the connection is closed without an answer. */
        ACCEPT_THEN_DROP,
        /** The connection is closed without an answer, and the event is not accepted. */
        DROP,
        /** The call gets no answer until the double is closed, and the event is not accepted. */
        STALL
    }

    public static Answer pass() {
        return of(Kind.PASS);
    }

    /** The answer is a 429 with a Retry-After of this many seconds. */
    public static Answer tooMany(int retryAfterSeconds) {
        return new Answer(Kind.TOO_MANY, retryAfterSeconds);
    }

    public static Answer of(Kind kind) {
        return new Answer(kind, -1);
    }
}
