package dev.breakwater.exposure.entry;

/**
 * A caller that can start a function.
 *
 * @param text for people, one line
 */
public record Invoker(Kind kind, String text) {

    /** The kinds of caller, the most open first. */
    public enum Kind {
        /** Everybody on the internet, or everybody with an AWS account. */
        ANYONE,
        /**
         * A function URL that no statement allows yet, or that a Deny closes only if it is new. Public nevertheless.
         */
        ANYONE_SOON,
        /** A service that carries anybody's requests, where it is unknown what it asks of them. */
        POSSIBLY_ANYONE,
        /** A service acting for any account: no source is named. */
        ANY_SOURCE,
        OTHER_ACCOUNT,
        /** An enabled event source mapping that polls a source of another account. */
        POLL_OF_OTHER,
        /** An API that asks its callers for something. */
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

    /** Whether it may make a function public, and that is not known. */
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
