package dev.breakwater.connectors.alarms.outbox;

import java.io.Serializable;

/** The wall clock of the outbox, for ages, pauses and pace. */
@FunctionalInterface
public interface WallClock extends Serializable {

    /** Epoch milliseconds. */
    long millis();

    /** The clock of this machine. */
    static WallClock system() {
        return System::currentTimeMillis;
    }
}
