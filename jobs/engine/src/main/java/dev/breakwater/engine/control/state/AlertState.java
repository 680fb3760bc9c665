package dev.breakwater.engine.control.state;

import dev.breakwater.model.Severity;
import java.util.ArrayList;
import java.util.List;

/**
 * The severity and cost of an open alert when it last notified people, and the alert's present text. Flink stores this
 * class.
 */
public class AlertState {
    /** When the alert last notified people, in epoch milliseconds of the safety clock. */
    public long rangAt = -1;

    /** How many earlier keys the alert had at a pager. A pager notifies people again for each new key. */
    public int ring;

    /** The highest severity with which the alert notified people. */
    public Severity severity = Severity.INFO;

    /**
     * The hourly rate when the alert last notified people, in nano-USD. For a fleet page, the value is the highest rate
     * so far.
     */
    public long hourNano;

    /** Whether the alert said, when it last notified people, above which cost a throttle comes. */
    public boolean namedThreshold;

    /** The present hourly cost in the text that was last sent, in nano-USD. */
    public long saidNowNano;

    /** Functions whose limits the alert reported as held. */
    public List<String> held = new ArrayList<>();

    /** The text that was last sent, or empty. The same text is not sent twice. */
    public String said = "";

    /** The reason in the text that was last sent. */
    public String reason = "";

    /** The key of the older alert from which this alert was separated, if any. Otherwise empty. */
    public String beside = "";

    /** When the text was last sent or repeated, in epoch milliseconds of the safety clock. */
    public long statedAt;

    public boolean isTold() {
        return !said.isEmpty();
    }
}
