package dev.breakwater.connectors.alarms.aws;

import dev.breakwater.connectors.alarms.outbox.ChannelThread;
import dev.breakwater.connectors.alarms.outbox.Delivery;
import java.io.Serializable;
import java.util.List;

/** A destination for key figures. Used by one thread at a time; makes a single attempt. */
public interface MetricsChannel extends ChannelThread.Channel {

    /** Tries once, within a bounded time. Throws only for a bug. */
    Delivery put(List<MetricSnapshot> batch);

    /** Opens the channel where the sink runs. */
    @FunctionalInterface
    interface Source extends Serializable {
        MetricsChannel open();
    }
}
