package dev.breakwater.core.control;

import dev.breakwater.core.model.Severity;
import java.util.ArrayList;
import java.util.List;

/** An alert that people received, with the severity and cost of its last ring and its present text. Stored. */
public class AlertState {
    /** Epoch milliseconds of the safety clock at which it rang last. */
    public long rangAt = -1;

    /** The number of earlier keys that it had at a pager. */
    public int ring;

    /** The highest severity that it rang with. */
    public Severity severity = Severity.INFO;

    /** The hourly cost at its last ring, in nano-USD; for a fleet page, the highest so far. */
    public long hourNano;

    /** Functions whose limits it reported as held. */
    public List<String> held = new ArrayList<>();

    /** The last text that was sent, so that only news is sent. Empty if none was sent. */
    public String said = "";

    /** The reason that was sent with it. */
    public String reason = "";

    /** The key of the older alert that it did not join, or empty. */
    public String beside = "";

    /** Epoch milliseconds of the safety clock at which its text was last stated. */
    public long statedAt;

    public AlertState() {}

    public boolean isTold() {
        return !said.isEmpty();
    }
}
