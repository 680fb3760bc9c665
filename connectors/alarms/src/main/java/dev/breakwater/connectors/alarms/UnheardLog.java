package dev.breakwater.connectors.alarms;

import java.io.Serializable;

/**
 * Where alarms that nobody will hear are written down. Called off the record path, by one thread at a time; an exception
 * from it is logged and goes no further, because alarms go on when a ledger is lost.
 */
@FunctionalInterface
public interface UnheardLog extends Serializable, AutoCloseable {

    /** Called once where the sink runs, before anything is written. */
    default void open() {}

    void unheard(Unheard unheard);

    @Override
    default void close() {}
}
