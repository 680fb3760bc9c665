package dev.breakwater.connectors.alarms;

/** One unsent event and what was tried with it. */
final class Pending {

    /** Place in the order of arrival; a newer update takes over the place of the one that it replaces. */
    final long sequence;

    AlarmEvent event;
    long arrivedAt;
    int attempts;
    long notBefore;
    boolean inFlight;

    Pending(AlarmEvent event, long arrivedAt, long sequence) {
        this.event = event;
        this.arrivedAt = arrivedAt;
        this.sequence = sequence;
    }

    boolean raises() {
        return event.raises();
    }

    void replaceBy(AlarmEvent newer, long newerArrivedAt) {
        event = newer;
        arrivedAt = newerArrivedAt;
    }
}
