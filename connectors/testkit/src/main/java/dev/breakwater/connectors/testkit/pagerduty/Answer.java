package dev.breakwater.connectors.testkit.pagerduty;

/**
 * How the double treats one call.
 *
 * @param kind              what happens
 * @param retryAfterSeconds the Retry-After header, or -1 for none
 */
public record Answer(Kind kind, int retryAfterSeconds) {

    /** What happens to a call. */
    public enum Kind {
        /** Validated, taken, answered. */
        PASS,
        /** 429, not taken. */
        TOO_MANY,
        /** 400 with an error that repeats the routing key, as a careless server might; not taken. */
        REFUSE,
        /** 500, not taken. */
        SERVER_ERROR,
        /** 403, not taken. */
        FORBIDDEN,
        /** 302 to another host, not taken. */
        REDIRECT,
        /** 200 with a page of HTML, as a captive portal answers; not taken. */
        PORTAL,
        /** 202 with the first half of an endless body; taken. */
        ACCEPT_THEN_TRICKLE,
        /** Validated and taken; the connection is closed without an answer. */
        ACCEPT_THEN_DROP,
        /** The connection is closed without an answer; not taken. */
        DROP,
        /** No answer until the double is closed; not taken. */
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
