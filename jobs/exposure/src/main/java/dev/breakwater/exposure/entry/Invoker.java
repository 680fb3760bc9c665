package dev.breakwater.exposure.entry;

/**
 * A caller that can start a function.
 *
 * @param text for people, one line
 */
public record Invoker(Kind kind, String text) {

    /** The kinds of caller, the most open first. */
    public enum Kind {
        /** Anybody on the internet, or anybody with an AWS account. */
        ANYONE,
        /**
         * A function URL that no statement allows yet, or that a Deny closes only if the URL is new. Public
         * nevertheless.
         */
        ANYONE_SOON,
        /** A service that forwards anybody's requests. It is unknown what it requires of callers. */
        POSSIBLY_ANYONE,
        /** A service that acts for any account, because no source is named. */
        ANY_SOURCE,
        OTHER_ACCOUNT,
        /** An enabled event source mapping that polls a source of another account. */
        POLL_OF_OTHER,
        /** An API that requires something of its callers. */
        GATEWAY,
        EVENT,
        /** An event source mapping that is on. */
        POLL,
        CALLER,
        /** An invoker that is switched off at present. */
        OFF
    }

    /** Whether it makes a function public. */
    public boolean open() {
        return kind == Kind.ANYONE || kind == Kind.ANYONE_SOON;
    }

    /** Whether it is unknown if it makes a function public. */
    public boolean unsure() {
        return kind == Kind.POSSIBLY_ANYONE;
    }

    /** Whether it comes from outside the account. */
    public boolean foreign() {
        return kind == Kind.ANY_SOURCE
                || kind == Kind.OTHER_ACCOUNT
                || kind == Kind.POLL_OF_OTHER
                || kind == Kind.GATEWAY;
    }

    /** Whether it is an event source mapping that is on. */
    public boolean polls() {
        return kind == Kind.POLL || kind == Kind.POLL_OF_OTHER;
    }
}
