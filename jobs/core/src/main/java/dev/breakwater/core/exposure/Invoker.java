package dev.breakwater.core.exposure;

/**
 * Who can start a function.
 *
 * @param text for people, one line
 */
public record Invoker(Kind kind, String text) {

    /** From the most open on. */
    public enum Kind {
        /** Everybody on the internet, or everybody with an AWS account. */
        ANYONE,
        /** A function URL without authentication that no statement allows yet. Public all the same: one call away. */
        ANYONE_SOON,
        /** A service acting for any account: no source is named. */
        ANY_SOURCE,
        OTHER_ACCOUNT,
        /** API Gateway or a load balancer, whose own authorisation is not read. */
        GATEWAY,
        EVENT,
        /** An event source mapping that is on. */
        POLL,
        CALLER,
        /** A mapping that is switched off. */
        OFF
    }

    /** Whether it makes a function public. */
    public boolean open() {
        return kind == Kind.ANYONE || kind == Kind.ANYONE_SOON;
    }

    /** Whether somebody outside the account is behind it. */
    public boolean foreign() {
        return kind == Kind.ANY_SOURCE || kind == Kind.OTHER_ACCOUNT;
    }
}
