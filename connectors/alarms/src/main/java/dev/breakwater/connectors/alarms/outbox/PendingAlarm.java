package dev.breakwater.connectors.alarms.outbox;

/**
 * The wanted state of one key at the receiver, the state that it shows as far as is known, and the time of the next
 * attempt.
 */
final class PendingAlarm {

    /** The state of the key at the receiver, as far as it is known here. */
    enum Shown {
        NOTHING,
        /** An alarm was sent, and no answer came. */
        PERHAPS,
        OPEN
    }

    /** The progress of the newest event. */
    enum Progress {
        UNSENT,
        SAID,
        REFUSED
    }

    /** The newest; a resolve when the alarm is over. */
    AlarmEvent event;

    final long arrivedAt;
    /** The key that this key replaces and whose acceptance it waits for; otherwise null. */
    final String after;

    long dueAt;
    int failures;
    Shown shown = Shown.NOTHING;

    /** Whether this run wrote down that the receiver shows its present key. */
    boolean noted;

    Progress word = Progress.UNSENT;
    boolean inFlight;
    /** Counts news. */
    int news;
    /** Number of the key under which it is shown or to be shown. */
    int number;
    /** Number of the key with which it began: more than 0 if the one before was not yet over. */
    int base;

    PendingAlarm(AlarmEvent event, long arrivedAt, long dueAt) {
        this(event, arrivedAt, dueAt, null);
    }

    PendingAlarm(AlarmEvent event, long arrivedAt, long dueAt, String after) {
        this.event = event;
        this.arrivedAt = arrivedAt;
        this.dueAt = dueAt;
        this.after = after;
    }

    static PendingAlarm of(OutboxState.KeyState state) {
        PendingAlarm wanted =
                new PendingAlarm(state.event(), state.arrivedAtMillis(), state.dueAtMillis(), state.after());
        wanted.failures = state.failures();
        wanted.shown = state.shown();
        wanted.word = state.word();
        wanted.number = state.number();
        wanted.base = state.base();
        return wanted;
    }

    OutboxState.KeyState state() {
        return new OutboxState.KeyState(event, arrivedAt, dueAt, failures, shown, word, number, base, after);
    }

    /** The key as the receiver knows it. */
    String key() {
        return number == 0 ? event.dedupKey() : AlarmText.key(event.dedupKey() + '/' + number);
    }

    /** The event as it is sent. */
    AlarmEvent sent() {
        return event.under(key());
    }

    /** Takes a newer text that is no news. */
    void stands(AlarmEvent newer) {
        event = newer.as(isUnsent() ? event.action() : AlarmEvent.Action.UPDATE);
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
        news++;
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

    /**
     * The order in which alarms are dropped if there are too many: delivered ones first, then refused ones, then
     * triggers, and resolves last.
     */
    int worth() {
        return isOver() ? 3 : word == Progress.SAID ? 0 : word == Progress.REFUSED ? 1 : 2;
    }
}
