package dev.breakwater.connectors.alarms.outbox;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;

/**
 * One way to reach people, such as PagerDuty or SNS. One thread at a time uses a channel. A channel does not retry,
 * because the outbox decides the order, the pace and the repeats.
 */
public interface AlarmChannel extends ChannelThread.Channel {

    /** Sends once, within a bounded time. The method throws only if there is a bug. */
    Delivery deliver(AlarmEvent event);

    /** Opens the channel on the machine where the sink runs. Only this part of a channel is in the job graph. */
    @FunctionalInterface
    interface Source extends Serializable {
        AlarmChannel open();
    }

    /**
     * The result of one attempt to deliver an alarm. A failure of the outside world is a value here, never an
     * exception.
     */
    public sealed interface Delivery {

        /** The receiver accepted the alarm under this key. */
        record Accepted(String dedupKey) implements Delivery {}

        /** The receiver will never accept the alarm in this form. Sending the alarm again would not help. */
        record Rejected(int status, List<String> errors) implements Delivery {}

        /**
         * The alarm cannot be delivered now.
         *
         * @param reason a short text without secrets
         * @param retryAfter the wait that the receiver requested, or zero
         * @param mayHaveArrived true if the receiver may have accepted the alarm without an answer (5xx, lost
         *     connection)
         */
        record RetryLater(String reason, Duration retryAfter, boolean mayHaveArrived) implements Delivery {}
    }
}
