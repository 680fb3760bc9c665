package dev.breakwater.engine.detect;

import dev.breakwater.engine.detect.Judge.Judged;
import dev.breakwater.engine.detect.Judge.Verdict;
import dev.breakwater.engine.detect.baseline.EpisodeState;
import dev.breakwater.engine.detect.baseline.Expectation;
import dev.breakwater.engine.detect.baseline.Gates;
import dev.breakwater.engine.detect.baseline.Lasting;
import dev.breakwater.engine.detect.baseline.Learner;
import dev.breakwater.engine.detect.baseline.MinuteSums;
import dev.breakwater.engine.detect.baseline.ScopeState;
import dev.breakwater.engine.detect.baseline.ScopeView;
import dev.breakwater.engine.detect.baseline.Statistics;
import dev.breakwater.engine.detect.baseline.Statistics.Money;
import dev.breakwater.model.Assessment;
import dev.breakwater.model.Assessment.Reading;
import dev.breakwater.model.DataMinute;
import dev.breakwater.model.Evidence;
import dev.breakwater.model.IncidentKind;
import dev.breakwater.model.Level;
import dev.breakwater.model.NanoUsd;
import dev.breakwater.model.PlannedSurge;
import dev.breakwater.model.Reason;
import dev.breakwater.model.Scope;
import dev.breakwater.model.ScopeKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns the minutes of one function into verdicts. For each new minute, the assessor learns the minutes that are final,
 * writes and judges the new minute, and updates the episode. The assessor keeps nothing between calls, because each
 * method gets the state as an argument.
 */
public final class ScopeAssessor {

    /**
     * The most minutes that an observation may be behind the newest arrival and still be judged. Later ones count only
     * in costs.
     */
    public static final int JUDGED_LATE = 15;

    private final Statistics statistics = new Statistics();
    private final Learner learner = new Learner();
    private final Judge judge;

    /** Creates an assessor with the standard thresholds. */
    public ScopeAssessor() {
        this(Tiers.STANDARD);
    }

    public ScopeAssessor(Tiers tiers) {
        this(tiers, SurgeTests.ALL);
    }

    private ScopeAssessor(Tiers tiers, int asked) {
        judge = new Judge(tiers, asked);
    }

    /** Creates an assessor for incomplete minutes, which reports only findings that no later data can change. */
    static ScopeAssessor ofParts() {
        return new ScopeAssessor(Tiers.STANDARD, SurgeTests.OF_PARTS);
    }

    /**
     * Processes a new or revised minute.
     *
     * @param arrivalMinute newest data minute of the feed; minutes that can no longer change are learned
     * @return the result; {@link Judged#NOT} for a minute that is too old to be judged
     */
    public Judged observe(ScopeView view, Scope scope, MinuteSums sums, long arrivalMinute, Gates gates) {
        ScopeState s = view.state();
        if (s.firstMinute == Long.MIN_VALUE && !begin(s, sums)) return Judged.NOT;
        if (sums.minute() <= s.learned) return Judged.NOT;
        boolean revision = sums.minute() <= s.newest;
        while (s.newest < sums.minute()) {
            learner.learnThrough(view, s.newest - JUDGED_LATE, gates);
            s.append();
        }
        learner.learnThrough(view, arrivalMinute - JUDGED_LATE - 1, gates);
        view.write(sums);
        Assessment own = assess(view, scope, sums, gates, revision);
        boolean ready = s.isReady(sums.minute());
        boolean up = ready && Judge.up(s, statistics);
        double excessHour = statistics.counted.excess60;
        double billedHour = statistics.billed.excess60;
        List<Assessment> found = own == null ? List.of() : List.of(own);
        if (sums.minute() < s.newest) found = withLater(view, scope, sums.minute(), gates, found);
        Lasting.Change change = learner.lasting.take();
        if (change != null && scope.kind() == ScopeKind.FUNCTION) found = with(found, changed(s, scope, change));
        return new Judged(found, true, ready, up, excessHour, billedHour);
    }

    /** Judges later minutes again if a late sample changes them. */
    private List<Assessment> withLater(ScopeView view, Scope scope, long minute, Gates gates, List<Assessment> own) {
        List<Assessment> found = new ArrayList<>(own);
        for (long m = minute + 1; m <= view.state().newest; m++) {
            Assessment a = assess(view, scope, fromRing(view.state(), m), gates, true);
            if (a != null) found.add(a);
        }
        return found;
    }

    private static List<Assessment> with(List<Assessment> found, Assessment other) {
        List<Assessment> all = new ArrayList<>(found);
        all.add(other);
        return all;
    }

    /** The report about a lasting change. A lasting change has its own incident, even during a surge. */
    private static Assessment changed(ScopeState s, Scope scope, Lasting.Change c) {
        long hour = Math.round(c.meanNano());
        long excess = Math.max(0, Math.round(s.lasting.nano));
        Evidence evidence = c.evidence();
        var episode = new Assessment.Episode(
                c.level(),
                IncidentKind.LASTING_CHANGE,
                c.ended() != null ? c.ended() : Reason.LASTING_CHANGE,
                evidence,
                evidence.line() > 0 ? Math.log(evidence.value()) / Math.log(evidence.line()) : 0,
                c.onset(),
                s.newest,
                c.ended() != null);
        var readings = new Assessment.Readings(
                new Reading(c.calls(), 0, NanoUsd.usd(c.nano())),
                new Reading(c.before(), 0, NanoUsd.usd(c.nano() - c.meanNano())),
                s.peaks.usual(),
                s.peaks.isKnown(s.learned, s.newest),
                PlannedSurge.NONE,
                true,
                0,
                1,
                0);
        var amounts = new Assessment.Amounts(0, hour, excess, Math.round(c.lowNano()), hour, excess, hour);
        return new Assessment(scope, s.newest, episode, readings, amounts, "");
    }

    /** When the scope's baseline will be ready, or when it became ready. The time is known from the first minute. */
    public static Readiness readiness(ScopeState s, Scope scope) {
        return new Readiness(scope, s.firstMinute, s.firstMinute + DataMinute.DAY);
    }

    /** Counts the cost of a minute that arrived too late to be judged. */
    public static void late(ScopeState s, long minute, long nano) {
        EpisodeState e = s.episode;
        if (e.open && minute >= e.onset && minute <= e.countedTo) e.excessNano += nano;
    }

    /** Whether an episode is open. While an episode is open, every minute must be judged, even an idle minute. */
    public static boolean wantsEveryMinute(ScopeState s) {
        return s.episode.open;
    }

    /** Whether the function has had its first call. */
    private static boolean begin(ScopeState s, MinuteSums sums) {
        if (sums.demand() <= 0 && sums.loopsDropped() <= 0) return false;
        s.firstMinute = sums.minute();
        s.newest = sums.minute() - 1;
        s.learned = s.newest;
        return true;
    }

    /** The state of a function in the minute just judged, for a budget's throttle. */
    public static Assessment state(ScopeView view, Scope scope, MinuteSums sums, Judged judged) {
        return state(view, scope, sums, judged, Reading.NOTHING);
    }

    /** The state of a calm function with a limit of ours. The expected calls tell how many refused calls were good. */
    public static Assessment calm(ScopeView view, Scope scope, MinuteSums sums, Judged judged) {
        return state(
                view,
                scope,
                sums,
                judged,
                expected(view, sums.minute(), view.state().units.ofCall()));
    }

    private static Reading expected(ScopeView view, long minute, double unitCost) {
        double demand = view.most(minute);
        return new Reading(demand, Expectation.concurrency(view.state(), demand), usdPerHour(demand * unitCost));
    }

    private static Assessment state(ScopeView view, Scope scope, MinuteSums sums, Judged judged, Reading expected) {
        ScopeState s = view.state();
        long minute = sums.minute();
        var episode = new Assessment.Episode(
                Level.NONE, IncidentKind.BUDGET, Reason.BUDGET_THROTTLE, Evidence.NONE, 0, minute, minute, false);
        var readings = readings(view, sums, expected, s.isReady(minute), 1);
        var amounts = new Assessment.Amounts(
                Math.round(sums.billedNano()),
                judged.ready() ? Math.round(judged.excessHourNano()) : 0,
                0,
                judged.ready() ? view.recentHour(minute, true) : 0,
                judged.ready() ? Math.round(judged.billedHourNano()) : 0,
                0,
                0);
        return new Assessment(scope, minute, episode, readings, amounts, "");
    }

    private static Assessment.Readings readings(
            ScopeView view, MinuteSums sums, Reading expected, boolean ready, double growth) {
        ScopeState s = view.state();
        return new Assessment.Readings(
                new Reading(sums.demand(), sums.concurrency(), usdPerHour(sums.billedNano())),
                expected,
                s.peaks.usual(),
                s.peaks.isKnown(s.learned, sums.minute()),
                view.windows().at(sums.minute()),
                ready,
                sums.durationMicros(),
                growth,
                sums.refused());
    }

    private static MinuteSums fromRing(ScopeState s, long m) {
        double billed = s.minutes.billed[ScopeState.costSlot(m)];
        double cost = s.minutes.cost[ScopeState.costSlot(m)];
        return new MinuteSums(m, s.demandAt(m), cost, billed, 0, s.concurrencyAt(m), 0, 0);
    }

    private @Nullable Assessment assess(ScopeView view, Scope scope, MinuteSums sums, Gates gates, boolean revision) {
        ScopeState s = view.state();
        Statistics q = statistics.at(view, s.judgedSums, sums.minute());
        Verdict v = judge.judge(view, q, sums, gates);
        boolean wasOpen = s.episode.open;
        if (revision && !wasOpen && v.tests() == 0) return null;
        Reason ended = Episodes.take(view, q, sums.minute(), v, gates);
        if (!wasOpen && !s.episode.open && ended == null) return null;
        if (sums.minute() < s.newest && v.level() == Level.NONE && ended == null) return null;
        return assessment(view, scope, q, sums, v, ended);
    }

    private static Assessment assessment(
            ScopeView view, Scope scope, Statistics q, MinuteSums sums, Verdict v, @Nullable Reason ended) {
        ScopeState s = view.state();
        EpisodeState e = s.episode;
        boolean ready = s.isReady(sums.minute());
        var episode = new Assessment.Episode(
                v.level(),
                e.kind,
                reason(e, sums.minute(), v, ended),
                v.evidence(),
                v.score(),
                e.onset,
                e.lastEvidence,
                ended != null);
        var readings = readings(
                view,
                sums,
                expected(view, sums.minute(), q.unitCost),
                ready,
                // the edge of a flood can look like growth for some minutes, and would forecast a month of it. Without
                // a baseline, the kind is new-function
                !ready
                        ? Growth.perMinute(view, sums.minute(), false)
                        : e.kind == IncidentKind.RECURSION ? Growth.ofLoop(view, sums.minute()) : 1);
        var amounts = new Assessment.Amounts(
                Math.round(sums.billedNano()),
                hour(q.counted, ready),
                Math.max(0, e.excessNano + e.keptNano),
                view.recentHour(sums.minute(), ready),
                hour(q.billed, ready),
                Math.max(0, e.excessNano),
                view.billedRecent(sums.minute(), ready, e.onset));
        return new Assessment(scope, sums.minute(), episode, readings, amounts, "");
    }

    private static Reason reason(EpisodeState e, long minute, Verdict v, @Nullable Reason ended) {
        if (ended != null) return ended;
        if (e.asks(minute)) return Reason.NEW_NORMAL_ASKED;
        return v.tests() != 0 ? v.reason() : e.reason;
    }

    private static long hour(Money money, boolean ready) {
        return Math.round(ready ? money.excess60 : money.cost60);
    }

    public static double usdPerHour(double nanoPerMinute) {
        return NanoUsd.usd(nanoPerMinute * DataMinute.HOUR);
    }

    /**
     * When a function's baseline will be ready. Without a baseline, only the test for young functions applies.
     *
     * @param scope       the function
     * @param firstMinute data minute of the function's first call
     * @param readyMinute first data minute that can be judged against a baseline
     */
    public record Readiness(Scope scope, long firstMinute, long readyMinute) {}
}
