package dev.breakwater.connectors.alarms.outbox;

import java.io.Serializable;

/** The wall clock of the outbox: ages, pauses and pace are counted by it. */
@FunctionalInterface
public interface WallClock extends Serializable {

    /** Epoch milliseconds. */
    long millis();

    /** The clock of this machine. */
    static WallClock system() {
        return System::currentTimeMillis;
    }
}
