package dev.breakwater.connectors.alarms.outbox;

import java.io.Serializable;

/**
 * One way to reach people: PagerDuty, SNS, EventBridge. Used by one thread at a time. It makes a single attempt; order,
 * pace and repeats are the outbox's.
 */
public interface AlarmChannel extends ChannelThread.Channel {

    /** Tries once, within a bounded time. Throws only for a bug. */
    Delivery deliver(AlarmEvent event);

    /** Opens the channel where the sink runs; the only part of a channel that is in the job graph. */
    @FunctionalInterface
    interface Source extends Serializable {
        AlarmChannel open();
    }
}
