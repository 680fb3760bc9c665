package dev.breakwater.connectors.testkit.fault;

import java.util.Arrays;
import java.util.List;

/**
 * How the proxy handles one call.
 *
 * @param kind              what happens
 * @param retryAfterSeconds the Retry-After header of a 429, or -1 for none
 */
public record Fault(Kind kind, int retryAfterSeconds) {

    /** What happens to a call. */
    public enum Kind {
        /** The call passes. */
        PASS,
        /** The call gets a 429 in the service's own error format, and is not passed on. */
        TOO_MANY,
        /** The call gets a 500 in the service's own error format, and is not passed on. */
        SERVER_ERROR,
        /** The call gets a 403 AccessDenied in the service's own error format, and is not passed on. */
        DENIED,
        /** The call is not passed on, and gets no answer until the caller or the proxy ends. */
        STALL,
        /** The connection is reset after the request was read, and the call is not passed on. */
        RESET_BEFORE,
        /** The call is passed on and answered, but then the connection is reset and the answer is lost. */
        RESET_AFTER,
        /** The call is passed on, but the answer breaks off in the middle. */
        TRUNCATE,
        /**
         * The call gets a 307 to another path of this proxy, so that the proxy notices a client that follows redirects.
         */
        REDIRECT
    }

    /** Returns every kind except PASS, with a Retry-After of one second. */
    public static List<Fault> all() {
        return Arrays.stream(Kind.values())
                .filter(kind -> kind != Kind.PASS)
                .map(kind -> kind == Kind.TOO_MANY ? tooMany(1) : of(kind))
                .toList();
    }

    public static Fault of(Kind kind) {
        return new Fault(kind, -1);
    }

    public static Fault pass() {
        return of(Kind.PASS);
    }

    /** 429 with a Retry-After of this many seconds, or without one if below 0. */
    public static Fault tooMany(int retryAfterSeconds) {
        return new Fault(Kind.TOO_MANY, retryAfterSeconds);
    }

    public static Fault serverError() {
        return of(Kind.SERVER_ERROR);
    }

    public static Fault denied() {
        return of(Kind.DENIED);
    }

    public static Fault stall() {
        return of(Kind.STALL);
    }

    public static Fault resetBefore() {
        return of(Kind.RESET_BEFORE);
    }

    public static Fault resetAfter() {
        return of(Kind.RESET_AFTER);
    }

    public static Fault truncate() {
        return of(Kind.TRUNCATE);
    }

    public static Fault redirect() {
        return of(Kind.REDIRECT);
    }

    /** Returns whether the service may have carried out the call although the caller got no good answer. */
    public boolean mayTakeEffect() {
        return kind == Kind.PASS || kind == Kind.RESET_AFTER || kind == Kind.TRUNCATE;
    }
}
