package dev.breakwater.connectors.alarms.outbox;

/** What the receiver shall show under one key, what it shows as far as is known, and when it is told next. */
final class PendingAlarm {

    /** What the receiver shows under the key, as far as can be known from here. */
    enum Shown {
        NOTHING,
        /** An alarm was sent, and no answer came. */
        PERHAPS,
        OPEN
    }

    /** What became of the newest event. */
    enum Progress {
        UNSENT,
        SAID,
        REFUSED
    }

    /** The newest; a resolve when the alarm is over. */
    AlarmEvent event;

    final long arrivedAt;
    long dueAt;
    int failures;
    Shown shown = Shown.NOTHING;
    Progress word = Progress.UNSENT;
    boolean inFlight;

    PendingAlarm(AlarmEvent event, long arrivedAt, long dueAt) {
        this.event = event;
        this.arrivedAt = arrivedAt;
        this.dueAt = dueAt;
    }

    static PendingAlarm of(OutboxState.KeyState state) {
        PendingAlarm wanted = new PendingAlarm(state.event(), state.arrivedAtMillis(), state.dueAtMillis());
        wanted.failures = state.failures();
        wanted.shown = state.shown();
        wanted.word = state.word();
        return wanted;
    }

    OutboxState.KeyState state() {
        return new OutboxState.KeyState(event, arrivedAt, dueAt, failures, shown, word);
    }

    boolean isOver() {
        return !event.raises();
    }

    boolean isUnsent() {
        return word == Progress.UNSENT;
    }

    /** Something newer takes the place; a receiver in trouble is not asked sooner for it. */
    void becomes(AlarmEvent newer, long due) {
        event = newer;
        dueAt = isUnsent() && failures > 0 ? Math.max(dueAt, due) : due;
        failures = isUnsent() ? failures : 0;
        word = Progress.UNSENT;
    }

    /** New alarms go first, then resolves, then news of alarms that are already open, then all that may wait. */
    int urgency() {
        if (!isUnsent() || event.tellsOnly()) return 3;
        if (isOver()) return 1;
        return shown == Shown.OPEN ? 2 : 0;
    }

    /** What goes first when there are too many: what was said, what is refused, alarms, and resolves last. */
    int worth() {
        return isOver() ? 3 : word == Progress.SAID ? 0 : word == Progress.REFUSED ? 1 : 2;
    }
}
