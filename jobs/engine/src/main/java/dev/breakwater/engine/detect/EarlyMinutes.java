package dev.breakwater.engine.detect;

import dev.breakwater.engine.detect.Judge.Judged;
import dev.breakwater.engine.detect.baseline.Expectation;
import dev.breakwater.engine.detect.baseline.Gates;
import dev.breakwater.engine.detect.baseline.MinuteSums;
import dev.breakwater.engine.detect.baseline.ScopeState;
import dev.breakwater.engine.detect.baseline.ScopeView;
import dev.breakwater.model.Assessment;
import dev.breakwater.model.DataMinute;
import dev.breakwater.model.Level;
import dev.breakwater.model.Observation;
import dev.breakwater.model.Reason;
import dev.breakwater.model.Scope;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The newest minutes of a function that are known only from platform reports. Metrics arrive minutes later. The sums of
 * a minute only grow, so a surge in a part of the minute is also a surge in the whole minute. An incomplete minute is
 * judged on a copy of the state. A complete minute is judged again, on the state itself.
 *
 * <p>Reports are log lines, and callers may be able to write into the log. Reports alone may therefore page but never
 * throttle. If metrics do not confirm a function's reports, its reports cannot page early for a day. Flink stores the
 * fields directly.
 */
public final class EarlyMinutes {

    /** How many minutes metrics may be behind the reports. */
    static final int MINUTES = 9;
    /** Metrics must confirm a reported minute before the feed is this many minutes ahead. */
    public static final int CONFIRM = 5;

    private static final int DISTRUST = DataMinute.DAY;
    private static final double AGAIN = 1.5;
    private static final long NONE = Long.MIN_VALUE;

    /** The minute in each slot, with the calls, the cost (nano-USD) and the durations (microseconds) in its reports. */
    public long[] minute = none();

    public long[] calls = new long[MINUTES];
    public long[] nano = new long[MINUTES];
    public long[] micros = new long[MINUTES];
    /** The newest minute that has arrived. */
    public long newest = NONE;
    /** The first minute that paged early and waits for confirmation. */
    public long told = NONE;
    /**
     * The cost above the expectation in the last early page, nano-USD. A cost that has grown by half is reported again.
     */
    public long toldNano;
    /** Until this minute, reports cannot page early. */
    public long distrusted = NONE;

    private static long[] none() {
        long[] minutes = new long[MINUTES];
        Arrays.fill(minutes, NONE);
        return minutes;
    }

    /** Adds the reports of a minute that have arrived so far. */
    public void take(Observation o) {
        int i = slot(o.minute());
        if (minute[i] > o.minute()) return;
        minute[i] = o.minute();
        calls[i] = o.invocations();
        nano[i] = o.costNano();
        micros[i] = o.durationMicros();
        newest = Math.max(newest, o.minute());
    }

    /**
     * Whether this minute may show a new surge. Only a minute that may show a new surge is judged, because judging an
     * incomplete minute needs a copy of the state. The minute must be newer than all complete minutes and above its
     * expectation. A surge that has already paged needs no early page.
     */
    public boolean mayTell(ScopeState s, Observation o, Gates gates) {
        if (o.minute() <= distrusted || o.minute() <= s.newest) return false;
        if (s.episode.open && s.episode.paged) return false;
        boolean ready = s.firstMinute != NONE && s.isReady(o.minute());
        return ready
                ? o.demand() > Expectation.ofMinute(s, o.minute())
                : o.costNano() > gates.youngNano() / DataMinute.HOUR;
    }

    /**
     * Judges the incomplete minutes up to the given minute.
     *
     * @param view a copy of the state, which this call changes
     * @return the assessment that pages early, if there is one
     */
    public Optional<Assessment> judge(ScopeView view, Scope scope, Observation upTo, Gates gates) {
        ScopeAssessor assessor = ScopeAssessor.ofParts();
        List<Assessment> found = List.of();
        for (long m = upTo.minute() - MINUTES + 1; m <= upTo.minute(); m++) {
            if (minute[slot(m)] != m || m <= view.state().newest) continue;
            found = assessor.observe(view, scope, sums(m), upTo.arrivalMinute(), gates)
                    .assessments();
        }
        return found.stream()
                .filter(a -> a.episode().level() == Level.PAGE
                        && !a.lasts()
                        && a.amounts().excessHour() > AGAIN * toldNano)
                .map(a -> a.because(Reason.REPORTED))
                .findFirst();
    }

    /** Records the assessment that paged early. */
    public void told(Assessment a) {
        if (told == NONE) told = a.minute();
        toldNano = a.amounts().excessHour();
    }

    /** Whether metrics must have confirmed the reported minute by this arrival minute. */
    public boolean mustBeConfirmed(long arrivalMinute) {
        return told != NONE && arrivalMinute >= told + CONFIRM;
    }

    /**
     * The result after metrics have arrived.
     *
     * @return the end of the reported surge, if metrics do not confirm it
     */
    public Optional<Assessment> confirm(ScopeView view, Scope scope) {
        long first = told;
        told = NONE;
        toldNano = 0;
        if (view.state().episode.open) return Optional.empty();
        distrusted = first + DISTRUST;
        Assessment calm = ScopeAssessor.state(view, scope, MinuteSums.idle(first), Judged.NOT);
        return Optional.of(calm.closed(Reason.UNCONFIRMED));
    }

    private MinuteSums sums(long m) {
        int i = slot(m);
        return new MinuteSums(m, calls[i], nano[i], nano[i], micros[i], micros[i] / 60e6, 0, 0);
    }

    private static int slot(long m) {
        return (int) Math.floorMod(m, (long) MINUTES);
    }
}
