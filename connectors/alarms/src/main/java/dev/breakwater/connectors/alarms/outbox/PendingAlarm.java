package dev.breakwater.connectors.alarms.outbox;

/**
 * One key at the receiver: its wanted state, the state that the receiver shows as far as is known, and the time of the
 * next attempt.
 */
final class PendingAlarm {

    /** The state of the key at the receiver, as far as the outbox knows it. */
    enum Shown {
        NOTHING,
        /** An alarm was sent, but no answer came. */
        PERHAPS,
        OPEN
    }

    /** The progress of the newest event. */
    enum Progress {
        UNSENT,
        SAID,
        REFUSED
    }

    /** The newest event, which is a resolve if the alarm is over. */
    AlarmEvent event;

    final long arrivedAt;
    /** If another key replaces this key, the key whose acceptance it waits for. Otherwise null. */
    final String after;

    long dueAt;
    int failures;
    Shown shown = Shown.NOTHING;

    /** True if this run recorded that the receiver shows the present key. */
    boolean noted;

    Progress word = Progress.UNSENT;
    boolean inFlight;
    /** Counts changes. */
    int news;
    /** The number in the alarm's present or next key. */
    int number;
    /** The number in the alarm's first key. It is above 0 if an earlier alarm was not yet over. */
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

    /** Returns the key as the receiver knows it. */
    String key() {
        return number == 0 ? event.dedupKey() : AlarmText.key(event.dedupKey() + '/' + number);
    }

    /** Returns the event in the form in which it is sent. */
    AlarmEvent sent() {
        return event.under(key());
    }

    /** Replaces the text by a newer text, without notifying anybody. */
    void stands(AlarmEvent newer) {
        event = newer.as(isUnsent() ? event.action() : AlarmEvent.Action.UPDATE);
    }

    boolean isOver() {
        return !event.raises();
    }

    boolean isUnsent() {
        return word == Progress.UNSENT;
    }

    /** Replaces the event by a newer event. If the receiver has a fault, the next attempt does not come earlier. */
    void becomes(AlarmEvent newer, long due) {
        event = newer;
        news++;
        dueAt = isUnsent() && failures > 0 ? Math.max(dueAt, due) : due;
        failures = isUnsent() ? failures : 0;
        word = Progress.UNSENT;
    }

    /**
     * Returns the rank in the order of sending: new alarms, resolves, updates of open alarms, then everything that can
     * wait.
     */
    int urgency() {
        if (!isUnsent() || event.tellsOnly()) return 3;
        if (isOver()) return 1;
        return shown == Shown.OPEN ? 2 : 0;
    }

    /**
     * Returns the rank in the order in which alarms are dropped if there are too many: delivered alarms, refused
     * alarms, triggers, and finally resolves.
     */
    int worth() {
        return isOver() ? 3 : word == Progress.SAID ? 0 : word == Progress.REFUSED ? 1 : 2;
    }
}
