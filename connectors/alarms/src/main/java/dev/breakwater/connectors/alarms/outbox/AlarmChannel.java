package dev.breakwater.connectors.alarms.outbox;

import java.io.Serializable;

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
}
