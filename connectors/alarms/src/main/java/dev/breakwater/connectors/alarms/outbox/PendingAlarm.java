package dev.breakwater.connectors.alarms.outbox;

import dev.breakwater.model.AlarmAction;

/**
 * One key at the receiver: the wanted state of its alarm, the state that the receiver shows as far as is known, and the
 * time of the next attempt.
 */
final class PendingAlarm {

    /** The state of the key at the receiver, as far as the outbox knows it. */
    enum Shown {
        NOTHING,
        /** The alarm was sent, but the receiver did not answer. */
        PERHAPS,
        OPEN
    }

    /** How far the delivery of the newest event has come. */
    enum Progress {
        UNSENT,
        SAID,
        REFUSED
    }

    /** The newest event. If the alarm is over, this event is a resolve. */
    AlarmEvent event;

    final long arrivedAt;
    /** The key that replaces this key and must be accepted first. It is null if no key replaces this key. */
    final String after;

    long dueAt;
    int failures;
    Shown shown = Shown.NOTHING;

    /** True if this run has recorded that the receiver shows the present key. */
    boolean noted;

    Progress word = Progress.UNSENT;
    boolean inFlight;
    /** Counts changes. */
    int news;
    /** The number in the alarm's present or next key. */
    int number;
    /** The number in the alarm's first key. The number is above 0 if an earlier alarm was not yet over. */
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

    /** Returns the key that the receiver knows. */
    String key() {
        return number == 0 ? event.dedupKey() : AlarmText.key(event.dedupKey() + '/' + number);
    }

    /** Returns the event as it is sent to the receiver. */
    AlarmEvent sent() {
        return event.under(key());
    }

    /** Replaces the text with a newer text, without notifying anybody. */
    void stands(AlarmEvent newer) {
        event = newer.as(isUnsent() ? event.action() : AlarmAction.UPDATE);
    }

    boolean isOver() {
        return !event.raises();
    }

    boolean isUnsent() {
        return word == Progress.UNSENT;
    }

    /** Replaces the event with a newer event. If the receiver has a fault, the next attempt does not come sooner. */
    void becomes(AlarmEvent newer, long due) {
        event = newer;
        news++;
        dueAt = isUnsent() && failures > 0 ? Math.max(dueAt, due) : due;
        failures = isUnsent() ? failures : 0;
        word = Progress.UNSENT;
    }

    /**
     * Returns the rank in the order of sending: first new alarms, then resolves, then updates of open alarms, then all
     * other events.
     */
    int urgency() {
        if (!isUnsent() || event.tellsOnly()) return 3;
        if (isOver()) return 1;
        return shown == Shown.OPEN ? 2 : 0;
    }

    /**
     * Returns the rank in the order in which alarms are dropped if there are too many: first delivered alarms, then
     * refused alarms, triggers, and resolves.
     */
    int worth() {
        return isOver() ? 3 : word == Progress.SAID ? 0 : word == Progress.REFUSED ? 1 : 2;
    }
}
