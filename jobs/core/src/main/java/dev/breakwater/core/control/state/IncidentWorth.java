package dev.breakwater.core.control.state;

import dev.breakwater.core.control.IncidentSnapshot;
import java.util.HashMap;
import java.util.Map;

/**
 * The cost that the throttles of an incident averted, and the good calls that they refused. Also the same figures of a
 * throttle that was not set. Costs are nano-USD, good calls are thousandths of a call. Flink stores this class.
 */
public class IncidentWorth {
    public long avertedNano;
    /** The averted cost that was counted for each minute that can still be revised. */
    public Map<Long, Long> averted = new HashMap<>();
    /** Good calls that throttles refused: the total, and the count of each minute that can still be revised. */
    public long refusedMilli;

    public Map<Long, Long> refusals = new HashMap<>();
    /** The limit that was not set, because of the mode or because of its low worth. 0 if there is none. */
    public int wouldLimit;
    /** The cost that this limit would have averted, and the good calls that it would have refused. */
    public long wouldAvertNano;

    public long wouldRefuseMilli;
    /** Wire name of the reason why this limit was not set. */
    public String wouldWhy = "";
    /** Both hourly figures as text, for a throttle with too little worth. */
    public String wouldWords = "";

    public IncidentWorth() {}

    /** Good calls that throttles refused so far, rounded. */
    public long refusedGood() {
        return Math.round(refusedMilli / 1000.0);
    }

    /** The throttle that was not set, or {@link IncidentSnapshot.Would#NONE}. */
    IncidentSnapshot.Would would() {
        if (wouldLimit <= 0) return IncidentSnapshot.Would.NONE;
        long refuse = Math.round(wouldRefuseMilli / 1000.0);
        return new IncidentSnapshot.Would(wouldLimit, wouldAvertNano, refuse, wouldWhy, wouldWords);
    }

    /** Records that a throttle is set, so that none is prevented. */
    void begins() {
        wouldLimit = 0;
        wouldWhy = "";
        wouldWords = "";
    }
}
