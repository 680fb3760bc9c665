package dev.breakwater.connectors.testkit.fault;

import java.util.EnumSet;
import java.util.Set;

/** How the proxy handles one call. */
public enum Fault {
    /** The call passes. */
    PASS,
    /** The call gets a 429 in the service's own error format with a Retry-After of two seconds, and is not passed on. */
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
    REDIRECT;

    /** Returns every fault, without {@link #PASS}. */
    public static Set<Fault> all() {
        return EnumSet.complementOf(EnumSet.of(PASS));
    }

    /** Returns whether the service may have carried out the call although the caller got no good answer. */
    public boolean mayTakeEffect() {
        return this == PASS || this == RESET_AFTER || this == TRUNCATE;
    }
}
