package dev.breakwater.connectors.alarms.outbox;

import java.time.Duration;
import java.util.List;

/** The result of one attempt to deliver an alarm. The bad world is a value here, never an exception. */
public sealed interface Delivery {

    /** The receiver took it, under this key. */
    record Accepted(String dedupKey) implements Delivery {}

    /** The receiver will never take it as it is; a repeat is pointless. */
    record Rejected(int status, List<String> errors) implements Delivery {}

    /**
     * Not now.
     *
     * @param reason         short, free of secrets
     * @param retryAfter     the wait that the receiver asked for, zero if it named none
     * @param mayHaveArrived true when the receiver may have taken it although no answer came (5xx, lost connection)
     */
    record RetryLater(String reason, Duration retryAfter, boolean mayHaveArrived) implements Delivery {}
}
