package dev.breakwater.connectors.alarms.aws;

import dev.breakwater.connectors.alarms.outbox.AlarmChannel.Delivery;
import dev.breakwater.connectors.alarms.outbox.ChannelThread;
import java.io.Serializable;
import java.util.List;

/** A destination for key figures. One thread at a time uses a channel. It does not retry. */
public interface MetricsChannel extends ChannelThread.Channel {

    /** Sends once, within a bounded time. The method throws only if there is a bug. */
    Delivery put(List<MetricSnapshot> batch);

    /** Opens the channel on the machine where the sink runs. */
    @FunctionalInterface
    interface Source extends Serializable {
        MetricsChannel open();
    }
}
