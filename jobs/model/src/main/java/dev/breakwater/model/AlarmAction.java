package dev.breakwater.model;

/** The effect of an event at the receivers of alarms. */
public enum AlarmAction {
    /** Opens an alarm. */
    TRIGGER,
    /** Changes an open alarm, or opens it. */
    UPDATE,
    /** Updates the text for the alarm's next repeat, but notifies nobody. */
    STANDS,
    RESOLVE,
    /**
     * Reports a throttle or a release, and opens no alarm. Each notice needs its own key, and only some channels accept
     * notices.
     */
    NOTICE
}
