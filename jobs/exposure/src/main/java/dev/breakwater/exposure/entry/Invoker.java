package dev.breakwater.exposure.entry;

/**
 * A caller that can start a function.
 *
 * @param text one line for people
 */
public record Invoker(Kind kind, String text) {

    /** The kinds of caller, the most open first. */
    public enum Kind {
        /** Anybody on the internet, or anybody with an AWS account. */
        ANYONE,
        /**
         * A function URL that counts as public, although no statement allows it yet, or although a Deny closes new
         * URLs.
         */
        ANYONE_SOON,
        /** A service that forwards anybody's requests. The service's requirements for callers are unknown. */
        POSSIBLY_ANYONE,
        /** A service that acts for any account, because the policy names no source. */
        ANY_SOURCE,
        OTHER_ACCOUNT,
        /** An enabled event source mapping that polls a source of another account. */
        POLL_OF_OTHER,
        /** An API that requires a key, a signature or an authorizer. */
        GATEWAY,
        EVENT,
        /** An event source mapping that is enabled. */
        POLL,
        CALLER,
        /** An invoker that is disabled at present. */
        OFF
    }

    /** Whether this kind of caller makes a function public. */
    public boolean open() {
        return kind == Kind.ANYONE || kind == Kind.ANYONE_SOON;
    }

    /** Returns whether Breakwater does not know if this kind of caller makes a function public. */
    public boolean unsure() {
        return kind == Kind.POSSIBLY_ANYONE;
    }

    /** Returns whether the caller is outside the account. */
    public boolean foreign() {
        return kind == Kind.ANY_SOURCE
                || kind == Kind.OTHER_ACCOUNT
                || kind == Kind.POLL_OF_OTHER
                || kind == Kind.GATEWAY;
    }

    /** Returns whether the caller is an event source mapping that is enabled. */
    public boolean polls() {
        return kind == Kind.POLL || kind == Kind.POLL_OF_OTHER;
    }
}
