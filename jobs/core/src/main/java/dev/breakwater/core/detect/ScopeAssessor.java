package dev.breakwater.core.detect;

import dev.breakwater.core.model.Assessment;
import dev.breakwater.core.model.Evidence;
import dev.breakwater.core.model.IncidentKind;
import dev.breakwater.core.model.Level;
import dev.breakwater.core.model.PlannedSurge;
import dev.breakwater.core.model.Readiness;
import dev.breakwater.core.model.Reading;
import dev.breakwater.core.model.Reason;
import dev.breakwater.core.model.Scope;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns the minutes of one function into verdicts: learn what can no longer change, write the minute, judge it, keep the
 * episode. Pure: the state is the argument, nothing else is remembered between calls.
 */
public final class ScopeAssessor {

    /** A minute older than this against the newest arrival can no longer be revised. */
    public static final int LATE_WINDOW = 15;

    private static final Reading NOTHING = new Reading(0, 0, 0);

    private final Statistics statistics = new Statistics();
    private final Learner learner = new Learner();
    private final Judge judge;

    /** Judges at the standard tiers. */
    public ScopeAssessor() {
        this(Tiers.STANDARD);
    }

    public ScopeAssessor(Tiers tiers) {
        judge = new Judge(tiers);
    }

    /**
     * Takes a minute in, new or revised.
     *
     * @param arrivalMinute newest data minute of the feed: what lies beyond the late window before it is learned
     * @return the assessments of that minute and of later ones that the revision raised; empty while all is calm
     */
    public List<Assessment> observe(ScopeState s, Scope scope, MinuteSums sums, long arrivalMinute, Gates gates) {
        s.judged = Long.MIN_VALUE;
        if (s.firstMinute == Long.MIN_VALUE && !begin(s, sums)) return List.of();
        if (sums.minute() <= s.learned) return List.of();
        boolean revision = sums.minute() <= s.newest;
        while (s.newest < sums.minute()) {
            learner.learnThrough(s, s.newest - LATE_WINDOW, gates.pageNano());
            Rings.append(s);
        }
        learner.learnThrough(s, arrivalMinute - LATE_WINDOW - 1, gates.pageNano());
        Rings.write(s, sums);
        List<Assessment> out = new ArrayList<>(1);
        for (long m = sums.minute(); m <= s.newest; m++) {
            boolean own = m == sums.minute();
            Assessment a = assess(s, scope, own ? sums : fromRing(s, m), gates, revision);
            if (own) Judge.tellAccount(s, statistics, m);
            if (a != null) out.add(a);
        }
        return out;
    }

    /** When the scope's baseline will be ready, or is since; known from its first minute on. */
    public static Readiness readiness(ScopeState s, Scope scope) {
        return new Readiness(scope, s.firstMinute, s.firstMinute + Minutes.DAY);
    }

    /** Whether an episode is open, so that every minute must be judged, idle ones included. */
    public static boolean wantsEveryMinute(ScopeState s) {
        return s.episode.open;
    }

    /** A function begins with its first call. */
    private static boolean begin(ScopeState s, MinuteSums sums) {
        if (sums.demand() <= 0 && sums.loopsDropped() <= 0) return false;
        s.firstMinute = sums.minute();
        s.newest = sums.minute() - 1;
        s.learned = s.newest;
        return true;
    }

    /** How a function stands in the minute judged last, surge or not: what a budget's order needs to know of it. */
    public static Assessment standing(ScopeState s, Scope scope, MinuteSums sums) {
        boolean ready = Judge.ready(s, sums.minute());
        boolean judged = s.judged == sums.minute();
        return new Assessment(
                scope,
                sums.minute(),
                Level.NONE,
                IncidentKind.BUDGET,
                Reason.BUDGET_THROTTLE,
                Evidence.NONE,
                0,
                sums.minute(),
                sums.minute(),
                false,
                new Reading(sums.demand(), sums.concurrency(), usdPerHour(sums.billedNano())),
                NOTHING,
                Peaks.usual(s),
                ready && judged ? Math.round(s.excessHour) : 0,
                0,
                Math.round(sums.billedNano()),
                sums.durationMicros(),
                1,
                ready,
                sums.refused(),
                "",
                s.windows.at(sums.minute()),
                ready && judged ? Math.round(s.billedHour) : 0,
                0,
                ready && judged ? Money.recentHour(s, sums.minute(), true) : 0,
                Peaks.known(s, sums.minute()));
    }

    private static MinuteSums fromRing(ScopeState s, long m) {
        double billed = s.billed[ScopeState.costSlot(m)];
        double cost = s.cost[ScopeState.costSlot(m)];
        return new MinuteSums(m, s.demandAt(m), cost, billed, 0, s.concurrencyAt(m), 0);
    }

    private Assessment assess(ScopeState s, Scope scope, MinuteSums sums, Gates gates, boolean revision) {
        Statistics q = statistics.at(s, sums.minute());
        Verdict v = judge.judge(s, q, sums, gates);
        boolean wasOpen = s.episode.open;
        if (revision && !wasOpen && v.tests() == 0) return null;
        Reason ended = Episodes.take(s, q, sums.minute(), v, gates);
        if (!wasOpen && !s.episode.open && ended == null) return null;
        if (sums.minute() < s.newest && v.level() == Level.NONE && ended == null) return null;
        return assessment(s, scope, q, sums, v, ended);
    }

    private static Assessment assessment(
            ScopeState s, Scope scope, Statistics q, MinuteSums sums, Verdict v, Reason ended) {
        EpisodeState e = s.episode;
        boolean ready = Judge.ready(s, sums.minute());
        PlannedSurge planned = s.windows.at(sums.minute());
        double demand = Allowance.most(s, sums.minute());
        double instances = Expectation.concurrency(s, sums.minute()) * planned.expect();
        Reading observed = new Reading(sums.demand(), sums.concurrency(), usdPerHour(sums.billedNano()));
        Reading expected = new Reading(demand, instances, usdPerHour(demand * q.unitCost));
        return new Assessment(
                scope,
                sums.minute(),
                v.level(),
                e.kind,
                reason(e, sums.minute(), v, ended),
                v.evidence(),
                v.score(),
                e.onset,
                e.lastEvidence,
                ended != null,
                observed,
                expected,
                Peaks.usual(s),
                hour(q.counted, ready),
                Math.max(0, e.excessNano + e.keptNano),
                Math.round(sums.billedNano()),
                sums.durationMicros(),
                Growth.perMinute(s, sums.minute()),
                ready,
                sums.refused(),
                "",
                planned,
                hour(q.billed, ready),
                Math.max(0, e.excessNano),
                Money.recentHour(s, sums.minute(), ready),
                Peaks.known(s, sums.minute()));
    }

    private static Reason reason(EpisodeState e, long minute, Verdict v, Reason ended) {
        if (ended != null) return ended;
        if (e.asks(minute)) return Reason.NEW_NORMAL_ASKED;
        return v.tests() != 0 ? v.reason() : e.reason;
    }

    private static long hour(Money money, boolean ready) {
        return Math.round(ready ? money.excess60 : money.cost60);
    }

    static double usdPerHour(double nanoPerMinute) {
        return nanoPerMinute * 60 / 1e9;
    }
}
