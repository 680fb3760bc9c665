package dev.breakwater.core.detect;

import dev.breakwater.core.model.Assessment;
import dev.breakwater.core.model.Level;
import dev.breakwater.core.model.Reading;
import dev.breakwater.core.model.Reason;
import dev.breakwater.core.model.Scope;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns the minutes of one scope into verdicts: learn what can no longer change, write the minute, judge it, keep the
 * episode. Pure: the state is the argument, nothing else is remembered between calls.
 */
public final class ScopeAssessor {

    /** A minute older than this against the newest arrival can no longer be revised. */
    public static final int LATE_WINDOW = 15;

    private final Statistics statistics = new Statistics();
    private final Learner learner = new Learner();
    private final Judge judge;
    private final Episodes episodes;

    public ScopeAssessor(DetectorSettings settings) {
        this.judge = new Judge(settings);
        this.episodes = new Episodes(settings);
    }

    /**
     * Takes a minute in, new or revised.
     *
     * @param arrivalMinute newest data minute of the feed: what lies beyond the late window before it is learned
     * @return the assessments of that minute and of later ones that the revision raised; empty while all is calm
     */
    public List<Assessment> observe(ScopeState s, Scope scope, MinuteSums sums, long arrivalMinute, Gates gates) {
        learner.learnThrough(s, arrivalMinute - LATE_WINDOW - 1);
        if (s.firstMinute == Long.MIN_VALUE) s.firstMinute = sums.minute();
        boolean revision = sums.minute() <= s.newest;
        if (revision && sums.minute() <= s.newest - ScopeState.RING / 4) return List.of();
        if (!revision) Windows.advance(s, sums.minute());
        write(s, sums);
        List<Assessment> out = new ArrayList<>(1);
        for (long m = sums.minute(); m <= s.newest; m++) {
            Assessment a = assess(s, scope, m == sums.minute() ? sums : fromRing(s, m), gates, revision);
            if (a != null) out.add(a);
        }
        return out;
    }

    /** Whether an episode is open, so that every minute must be judged, idle ones included. */
    public static boolean wantsEveryMinute(ScopeState s) {
        return s.episode.open;
    }

    private static void write(ScopeState s, MinuteSums sums) {
        int i = Windows.slot(sums.minute());
        EpisodeState e = s.episode;
        if (e.open && sums.minute() >= e.onset && sums.minute() <= e.countedTo) {
            e.excessNano += Math.round(sums.billedNano() - s.billed[i]);
        }
        s.demand[i] = (float) sums.demand();
        s.cost[i] = (float) sums.demandCostNano();
        s.billed[i] = (float) sums.billedNano();
        s.concurrency[i] = (float) sums.concurrency();
    }

    private static MinuteSums fromRing(ScopeState s, long m) {
        int i = Windows.slot(m);
        return new MinuteSums(m, s.demand[i], s.cost[i], s.billed[i], 0, s.concurrency[i], false);
    }

    private Assessment assess(ScopeState s, Scope scope, MinuteSums sums, Gates gates, boolean revision) {
        Statistics q = statistics.at(s, sums.minute());
        Verdict v = judge.judge(s, q, sums, gates);
        boolean wasOpen = s.episode.open;
        if (revision && !wasOpen && v.level() == Level.NONE) return null;
        Reason ended = episodes.take(s, q, sums.minute(), v);
        if (!wasOpen && !s.episode.open && ended == null) return null;
        if (sums.minute() < s.newest && v.level() == Level.NONE && ended == null) return null;
        return assessment(s, scope, q, sums, v, ended);
    }

    private Assessment assessment(ScopeState s, Scope scope, Statistics q, MinuteSums sums, Verdict v, Reason ended) {
        EpisodeState e = s.episode;
        double unit = Double.isNaN(q.unitCost) ? 0 : q.unitCost;
        Reading observed = new Reading(sums.demand(), sums.concurrency(), usdPerHour(sums.billedNano()));
        Reading expected = new Reading(q.expectedMinute, q.expectedConcurrency, usdPerHour(q.expectedMinute * unit));
        return new Assessment(
                scope,
                sums.minute(),
                v.level(),
                e.kind,
                ended != null ? ended : v.reason() != null ? v.reason() : e.reason,
                v.score(),
                e.onset,
                e.lastEvidence,
                ended != null,
                observed,
                expected,
                Expectation.peakConcurrency(s),
                Math.round(q.excess60),
                Math.max(0, e.excessNano),
                Math.round(sums.billedNano()),
                sums.durationMicros(),
                Growth.perMinute(s, sums.minute()),
                judge.ready(s, sums.minute()));
    }

    private static double usdPerHour(double nanoPerMinute) {
        return nanoPerMinute * 60 / 1e9;
    }
}
