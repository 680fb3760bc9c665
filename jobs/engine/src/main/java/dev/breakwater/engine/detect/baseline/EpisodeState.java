package dev.breakwater.engine.detect.baseline;

import dev.breakwater.model.DataMinute;
import dev.breakwater.model.IncidentKind;
import dev.breakwater.model.Reason;

/**
 * One surge of a scope, from its first evidence. Flink stores the fields directly, so they are mutable and unchecked.
 */
public final class EpisodeState {

    public boolean open;
    /** Whether evidence reached page level. */
    public boolean paged;
    /** The first minute of the surge, and its first minute with evidence. */
    public long onset = Long.MIN_VALUE;

    public long detected = Long.MIN_VALUE;
    public long lastEvidence = Long.MIN_VALUE;
    /** Newest minute whose excess a surge has counted. No later surge counts this minute again. */
    public long countedTo = Long.MIN_VALUE;
    /** Which of the newest 64 hours have minutes that a surge has counted. The lowest bit is the newest hour. */
    public long countedHours;
    /** Billed cost above the expectation since onset, and the cost that our throttle averted, in nano-USD. */
    public long excessNano;

    public long keptNano;
    /** Newest minute whose trailing hour exceeded the page threshold. */
    public int costlyAt;
    /** Newest minute that was added to the report's chart. */
    public long plottedTo = Long.MIN_VALUE;

    public IncidentKind kind = IncidentKind.FLOOD;
    public Reason reason = Reason.SURGE;
    /** Whether the surge began as exponential growth. */
    public boolean loop;
    /** Whether the surge rose within the hour, or ever reached four times the expectation. */
    public boolean sudden;
    /** The number of minutes with exponential growth. */
    public int growing;

    /**
     * The number of consecutive bursts, the last minute of the newest burst, the newest minute above normal, and the
     * longest calm time since that burst.
     */
    public int bursts;

    public long burstEnd = Long.MIN_VALUE / 2;
    public long raisedAt = Long.MIN_VALUE / 2;
    public long longestCalm;
    /** The previous episode. */
    public long pastOnset = Long.MIN_VALUE;

    public long pastEnd = Long.MIN_VALUE;

    /** Whether a minute belongs to this or the previous episode. */
    public boolean covers(long minute) {
        return (open && reason != Reason.YOUNG_FUNCTION_CAP && minute >= onset)
                || (minute >= pastOnset && minute <= pastEnd);
    }

    /**
     * Whether the surge is a day old and may therefore be a new normal. A surge of a function without a baseline never
     * becomes normal.
     */
    public boolean isOld(long minute) {
        return open && reason != Reason.YOUNG_FUNCTION_CAP && minute - onset >= DataMinute.DAY;
    }

    /**
     * Whether the surge is old and was costly within the last day. Only people can decide if an old and costly surge is
     * a new normal.
     */
    public boolean asks(long minute) {
        return isOld(minute) && kind != IncidentKind.DEPLOYMENT && minute - costlyAt < DataMinute.DAY;
    }

    /**
     * Whether a surge became the new normal less than three hours ago. The sums of these hours still compare it with the
     * earlier expectation.
     */
    public boolean becameNormal(long minute) {
        boolean accepted = !open && reason != Reason.YOUNG_FUNCTION_CAP && pastEnd < pastOnset;
        return accepted && minute - countedTo < 3 * DataMinute.HOUR;
    }

    /** Opens an episode. Earlier bursts are kept. */
    public void open(long from, long minute, Reason why) {
        open = true;
        paged = false;
        loop = false;
        sudden = false;
        growing = 0;
        // the same surge, seen again after its end, continues its sum
        if (from != onset) {
            excessNano = 0;
            keptNano = 0;
        }
        onset = from;
        detected = minute;
        lastEvidence = minute;
        if (from > countedTo + 1) countTo(from - 1);
        costlyAt = 0;
        reason = why;
    }

    /** Adds a later minute to the surge's cost. The parameters are nano-USD. */
    public void count(long minute, long excess, long kept) {
        excessNano += excess;
        keptNano += kept;
        countTo(minute);
        countedHours |= 1;
    }

    private void countTo(long minute) {
        long hours = DataMinute.hourOf(minute) - DataMinute.hourOf(countedTo);
        countedHours = hours < Long.SIZE ? countedHours << hours : 0;
        countedTo = minute;
    }

    /** Whether a surge has counted a minute of this hour, one of the newest 64. */
    boolean counts(long hour) {
        long back = DataMinute.hourOf(countedTo) - hour;
        return back >= 0 && back < Long.SIZE && (countedHours >> back & 1) == 1;
    }

    /** Whether the episode has ended, because the evidence stopped long enough ago. */
    public boolean isOver(long minute, Gates gates) {
        return minute - lastEvidence >= gates.quiet();
    }

    /** Closes the episode. The state still knows which minutes belonged to the ended episode. */
    public Reason close(long end, Reason why) {
        open = false;
        pastOnset = onset;
        pastEnd = reason == Reason.YOUNG_FUNCTION_CAP ? Long.MIN_VALUE : end;
        return why;
    }
}
