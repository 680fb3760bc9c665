package dev.breakwater.connectors.alarms.outbox;

import java.io.Serializable;

/**
 * One way to reach people: PagerDuty, SNS, EventBridge. Used by one thread at a time. It makes a single attempt. The
 * outbox decides order, pace and repeats.
 */
public interface AlarmChannel extends ChannelThread.Channel {

    /** Tries once, within a bounded time. Throws only for a bug. */
    Delivery deliver(AlarmEvent event);

    /** Opens the channel where the sink runs. Only this part of a channel is in the job graph. */
    @FunctionalInterface
    interface Source extends Serializable {
        AlarmChannel open();
    }
}
