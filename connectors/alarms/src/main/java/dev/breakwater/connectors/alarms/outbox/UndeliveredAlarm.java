package dev.breakwater.connectors.alarms.outbox;

import java.io.Serializable;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An alarm that reached nobody, and the reason.
 *
 * @param event    the alarm
 * @param reason why the alarm was given up
 * @param detail   the receiver's own text, or empty; without secrets
 * @param attempts the number of attempts
 * @param atMillis the wall time at which the alarm was given up, epoch milliseconds
 */
public record UndeliveredAlarm(AlarmEvent event, Reason reason, String detail, int attempts, long atMillis) {

    /** Why an alarm was given up. */
    public enum Reason {
        /** The alarm was about old data from a backlog, and ended before it could be sent. */
        STALE("the data is too old to wake anybody, because the job is reading past data"),
        /** The alarm ended before the receiver accepted it. */
        OVER("the incident ended before the receiver accepted it"),
        /** The notice waited longer than the age limit. */
        EXPIRED("the alert waited too long for the receiver"),
        /** The outbox was full. */
        OVERFLOW("too many alerts were waiting"),
        /** The receiver refused the event. If the event is an open alarm, it is sent again later. */
        REJECTED("the receiver refused it"),
        /** The event resolved an alarm that was never sent. */
        NEVER_RAISED("the alert was never raised"),
        /** The update came after the alarm's resolve. */
        AFTER_RESOLVE("the alert had already been resolved"),
        /** The event has no key. */
        NO_KEY("it has no key"),
        /** The input ended, and there was no time left to send the event. */
        END_OF_INPUT("the input ended first");

        private final String text;

        Reason(String text) {
            this.text = text;
        }
    }

    /**
     * The log in which undelivered alarms are recorded. One thread at a time calls the log, but never the thread that
     * processes records. The log's exceptions are only logged elsewhere, because alarms must continue even without a
     * ledger.
     */
    @FunctionalInterface
    public interface Log extends Serializable {

        void undelivered(UndeliveredAlarm alarm);

        /** Writes to the program's log, for installations without a ledger. */
        static Log ofProgram() {
            return ofProgram("");
        }

        /** Writes to the log, with the receiver's name. */
        static Log ofProgram(String receiver) {
            return alarm -> logged(receiver, alarm);
        }
    }

    private static void logged(String receiver, UndeliveredAlarm alarm) {
        Logger log = LoggerFactory.getLogger(UndeliveredAlarm.class);
        // an alarm that reached nobody already has a line, so its undelivered resolve needs none
        if (alarm.reason == Reason.NEVER_RAISED) {
            log.debug(alarm.text(receiver));
        } else {
            log.warn(alarm.text(receiver));
        }
    }

    /** Returns the alarm as one line of text for people. */
    String text(String receiver) {
        return String.format(
                Locale.ROOT,
                "Not delivered to %s: the %s of alert %s, because %s%s, after %d attempts",
                receiver.isEmpty() ? "anybody" : "receiver " + receiver,
                event.action().name().toLowerCase(Locale.ROOT),
                AlarmText.clean(event.dedupKey(), AlarmText.KEY),
                reason.text,
                detail.isEmpty() ? "" : " (" + detail + ')',
                attempts);
    }
}
