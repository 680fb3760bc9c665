package dev.breakwater.connectors.alarms;

/**
 * An alarm that nobody will hear, and why.
 *
 * @param event    the alarm
 * @param reason   why it was given up
 * @param detail   the receiver's words or an empty string; free of secrets
 * @param attempts how often it was tried
 * @param atMillis wall time in epoch milliseconds of giving up
 */
public record Unheard(AlarmEvent event, Reason reason, String detail, int attempts, long atMillis) {

    /** Why an alarm was given up. */
    public enum Reason {
        /** Of an old backlog that is being read, and over before it was told. */
        STALE,
        /** It was over before the receiver took it. */
        OVER,
        /** A notice that waited longer than the age limit. */
        EXPIRED,
        /** The outbox was full. */
        OVERFLOW,
        /** The receiver refused it; an alarm is tried again while it is open. */
        REJECTED,
        /** A resolve of an alarm that was never sent. */
        NEVER_RAISED,
        /** An update that came after its resolve. */
        AFTER_RESOLVE,
        /** It has no key. */
        NO_KEY,
        /** The input ended and the time to flush was over. */
        END_OF_INPUT
    }
}
