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
        /** 400 with an error that repeats the routing key, as a careless server might send; not accepted. */
        REFUSE,
        /** 500, not accepted. */
        SERVER_ERROR,
        /** 403, not accepted. */
        FORBIDDEN,
        /** 302 to another host, not accepted. */
        REDIRECT,
        /** 200 with a page of HTML, like a captive portal; not accepted. */
        PORTAL,
        /** 202 with the first half of an endless body; accepted. */
        ACCEPT_THEN_TRICKLE,
        /** The call is validated and accepted, but the connection is closed without an answer. */
        ACCEPT_THEN_DROP,
        /** The connection is closed without an answer; not accepted. */
        DROP,
        /** The call gets no answer until the double is closed; not accepted. */
        STALL
    }

    public static Answer pass() {
        return of(Kind.PASS);
    }

    /** 429 with a Retry-After of this many seconds. */
    public static Answer tooMany(int retryAfterSeconds) {
        return new Answer(Kind.TOO_MANY, retryAfterSeconds);
    }

    public static Answer of(Kind kind) {
        return new Answer(kind, -1);
    }
}
