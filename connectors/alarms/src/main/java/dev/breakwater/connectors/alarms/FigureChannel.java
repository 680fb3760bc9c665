package dev.breakwater.connectors.alarms;

import java.io.Serializable;
import java.util.List;

/** Where key figures go. Used by one thread at a time; makes a single attempt. */
public interface FigureChannel extends AutoCloseable {

    /** Tries once, within a bounded time. Throws only for a bug. */
    Delivery put(List<KeyFigures> batch);

    @Override
    default void close() {}

    /** Opens the channel where the sink runs. */
    @FunctionalInterface
    interface Source extends Serializable {
        FigureChannel open();
    }
}
