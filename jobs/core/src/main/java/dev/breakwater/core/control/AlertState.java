package dev.breakwater.core.control;

import dev.breakwater.core.model.Severity;
import java.util.ArrayList;
import java.util.List;

/** An alert that people received: the severity and cost when it rang last, and its present text. Stored. */
public class AlertState {
    /** When the alert rang last, in epoch milliseconds of the safety clock. */
    public long rangAt = -1;

    /** The number of keys that the alert had at a pager before the present one. */
    public int ring;

    /** The highest severity with which the alert rang. */
    public Severity severity = Severity.INFO;

    /** The hourly cost when the alert rang last, in nano-USD. For a fleet page, the highest cost so far. */
    public long hourNano;

    /** The hourly cost in the text that was sent last, in nano-USD. */
    public long saidHourNano;

    /** Functions whose limits the alert reported as held. */
    public List<String> held = new ArrayList<>();

    /** The last text that was sent. It is not sent again while nothing changes. Empty if none was sent. */
    public String said = "";

    /** The reason that was sent with the last text. */
    public String reason = "";

    /** The key of the older alert that this alert did not join, or empty. */
    public String beside = "";

    /** When the text was last sent or repeated, in epoch milliseconds of the safety clock. */
    public long statedAt;

    public AlertState() {}

    public boolean isTold() {
        return !said.isEmpty();
    }
}
