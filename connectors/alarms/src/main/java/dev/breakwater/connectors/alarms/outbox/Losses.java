package dev.breakwater.connectors.alarms.outbox;

import java.util.ArrayList;
import java.util.List;

/** Counts the alarms that an outbox gave up, and keeps them until they are recorded. */
final class Losses {

    private final int capacity;
    private List<UndeliveredAlarm> unwritten = new ArrayList<>();
    private long lost;

    Losses(int capacity) {
        this.capacity = capacity;
    }

    void lost(AlarmEvent event, UndeliveredAlarm.Reason reason, String detail, int attempts, long now) {
        // a lost resolve does not count if the alarm's trigger was never sent
        if (reason != UndeliveredAlarm.Reason.NEVER_RAISED) lost++;
        // limits the memory for undelivered alarms in a huge backlog; the count stays correct
        if (unwritten.size() < capacity) {
            unwritten.add(new UndeliveredAlarm(event, reason, detail, attempts, now));
        }
    }

    boolean isEmpty() {
        return unwritten.isEmpty();
    }

    List<UndeliveredAlarm> drain() {
        List<UndeliveredAlarm> drained = unwritten;
        unwritten = new ArrayList<>();
        return drained;
    }

    long lost() {
        return lost;
    }
}
