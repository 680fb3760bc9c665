package dev.breakwater.connectors.alarms.outbox;

import java.io.Serializable;

/** The wall clock of the outbox, for ages, pauses and pace. */
@FunctionalInterface
public interface WallClock extends Serializable {

    /** Returns the time in epoch milliseconds. */
    long millis();

    /** Returns the clock of this machine. */
    static WallClock system() {
        return System::currentTimeMillis;
    }
}
