package dev.breakwater.engine.detect;

import dev.breakwater.engine.detect.Tiers.Tier;
import dev.breakwater.engine.detect.baseline.EpisodeState;
import dev.breakwater.engine.detect.baseline.Gates;
import dev.breakwater.engine.detect.baseline.MinuteRings;
import dev.breakwater.engine.detect.baseline.MinuteSums;
import dev.breakwater.engine.detect.baseline.ScopeState;
import dev.breakwater.engine.detect.baseline.ScopeView;
import dev.breakwater.engine.detect.baseline.Statistics;
import dev.breakwater.model.Assessment;
import dev.breakwater.model.DataMinute;
import dev.breakwater.model.Evidence;
import dev.breakwater.model.Level;
import dev.breakwater.model.Reason;
import java.util.List;

/**
 * Judges one minute at warn and at page level. A minute that was judged before can only get a higher level.
 *
 * @param asked the tests to run, as bits of {@link SurgeTests}
 */
public record Judge(Tiers tiers, int asked) {
    private static final int LAST_15 = (1 << 15) - 1;
    private static final int SLOW = SurgeTests.HOUR | SurgeTests.HOURS | SurgeTests.RISE;
    private static final double UP_RATIO = Math.log(1.35);
    private static final double UP_ENVELOPE = Math.log(.9);
    private static final double UP_Z = 5;
    private static final double INFANT_HOURS = 2;
    private static final double UNUSUAL = 4;

    /**
     * The tolerance between a deployment and the change that it causes, in minutes. Clocks differ, and a call of up to
     * 15 minutes counts in the minute in which it starts.
     */
    private static final int DEPLOYED_BEFORE = 2;

    private static final int DEPLOYED_ONSET = 30;
    private static final int DEPLOYED_SEEN = 4 * DataMinute.HOUR;
    private static final double DEPLOYED_CALLS = Math.log(2);
    private static final double DEPLOYED_UNIT_COST = Math.log(4);
    private static final int NEVER_DEPLOYED = SurgeTests.YOUNG | SurgeTests.DROPPED;

    Verdict judge(ScopeView view, Statistics q, MinuteSums sums, Gates gates) {
        ScopeState s = view.state();
        long m = sums.minute();
        int back = (int) (s.newest - m);
        boolean ready = s.isReady(m);
        int page = 0;
        int warn = sums.loopsDropped() > 0 ? SurgeTests.DROPPED : 0;
        if (ready) {
            page = SurgeTests.now(view, q, q.counted, m, tiers.page, gates.pageNano());
            int slowPage = page & SLOW;
            if (slowPage != 0) s.minutes.slowPage |= 1 << back;
            if (!lasting(s.minutes.slowPage >>> back, tiers.page)) page &= ~SLOW;
            int now = SurgeTests.now(view, q, q.counted, m, tiers.warn, gates.warnNano());
            if ((now & SLOW) != 0) s.minutes.slowWarn |= 1 << back;
            if (!lasting(s.minutes.slowWarn >>> back, tiers.warn)) now &= ~SLOW;
            warn |= now;
        } else if (youngSurge(view, q, m, gates)) {
            page = SurgeTests.YOUNG;
        }
        int asked = s.episode.becameNormal(m) ? this.asked & ~SLOW : this.asked;
        page &= asked;
        warn &= asked;
        if (deployed(view, q, m, page != 0 ? page : warn)) {
            return verdict(view, q, sums, gates, 0, page | warn).because(Reason.DEPLOYED);
        }
        int starved = ready && (page | warn) == 0 && (asked & SurgeTests.STARVED) != 0 ? starved(view, q, m, gates) : 0;
        if (starved == 0) return verdict(view, q, sums, gates, page, warn);
        Evidence evidence = SurgeTests.evidence(view, q, sums, starved, tiers.page, gates);
        return verdict(view, q, sums, gates, 0, SurgeTests.STARVED).with(evidence);
    }

    /**
     * Whether a deployment explains the change of level in this minute. The change must begin with the deployment or
     * soon after it, and must not be larger than usual for deployments. An episode that a deployment explains is
     * reported but does not page. A larger change pages.
     */
    private static boolean deployed(ScopeView view, Statistics q, long m, int tests) {
        ScopeState s = view.state();
        if (tests == 0 || s.deployed == Long.MIN_VALUE || (tests & NEVER_DEPLOYED) != 0) return false;
        if (largerThanDeployed(q, tests)) return false;
        EpisodeState e = s.episode;
        if (!e.open && m - s.deployed > DEPLOYED_SEEN) return false;
        long onset = e.open ? e.onset : Episodes.onset(view, q, m, SurgeTests.reason(tests));
        long detected = e.open ? e.detected : m;
        return onset >= s.deployed - DEPLOYED_BEFORE
                && onset <= s.deployed + DEPLOYED_ONSET
                && detected <= s.deployed + DEPLOYED_SEEN;
    }

    /**
     * Whether the growth is too large for the edge of a deployment's step. The edge of a step looks like growth for
     * some minutes, but never exceeds the step.
     */
    private static boolean largerThanDeployed(Statistics q, int tests) {
        boolean growth = (tests & SurgeTests.GROWTH) != 0;
        return growth && q.value(Statistics.R3) > DEPLOYED_CALLS
                || Math.max(q.value(Statistics.R15), q.value(Statistics.R60)) > DEPLOYED_CALLS
                || q.value(Statistics.U15) > DEPLOYED_UNIT_COST;
    }

    /**
     * The tests that would page if refused calls were billed. A function that lacks concurrency spends little. The
     * tests do not apply while our own throttle refuses the calls.
     */
    private int starved(ScopeView view, Statistics q, long m, Gates gates) {
        if (view.held() || !view.state().refused(m, DataMinute.HOUR)) return 0;
        return SurgeTests.now(view, q, q.asked, m, tiers.page, gates.pageNano());
    }

    /**
     * Whether a function without a baseline surges. In its first two hours there is nothing to compare, so only the cap
     * applies. Later, the last hour must exceed a threshold and four times the most expensive hour before it. With a
     * factor below four, steep but normal mornings would page. An open episode continues while half of that holds.
     */
    private static boolean youngSurge(ScopeView view, Statistics q, long m, Gates gates) {
        ScopeState s = view.state();
        double cost = q.counted.cost60;
        if (cost <= youngNano(view, m, gates)) return false;
        double hours = (m - s.firstMinute + 1) / 60.0;
        if (hours < INFANT_HOURS) return true;
        double nano = s.units.lifeCost - q.asked.cost60;
        double calls = s.units.lifeCalls - MinuteRings.sum(s.minutes.demand, m, DataMinute.HOUR);
        double before = calls > 0 ? s.busiestHour * nano / calls : 0;
        // after an outage of days, the first day alone would be too old to compare with
        double mean = s.episode.open ? 0 : nano / (hours - 1);
        double unusual = s.episode.open ? UNUSUAL / 2 : UNUSUAL;
        return q.asked.cost60 > unusual * planned(view, m) * Math.max(before, mean);
    }

    /**
     * The threshold for the last hour of a function without a baseline: the cap in its first two hours, then the page
     * threshold if that is lower.
     */
    static double youngNano(ScopeView view, long m, Gates gates) {
        boolean infant = m - view.state().firstMinute + 1 < INFANT_HOURS * DataMinute.HOUR;
        long nano = infant ? gates.youngNano() : Math.min(gates.pageNano(), gates.youngNano());
        return gates.youngNano() == Long.MAX_VALUE ? Double.MAX_VALUE : nano * planned(view, m);
    }

    private static double planned(ScopeView view, long m) {
        return view.windows().most(m - DataMinute.HOUR + 1, m);
    }

    private Verdict verdict(ScopeView view, Statistics q, MinuteSums sums, Gates gates, int page, int warn) {
        ScopeState s = view.state();
        int back = (int) (s.newest - sums.minute());
        if (page != 0) s.minutes.paged |= 1 << back;
        if (warn != 0) s.minutes.warned |= 1 << back;
        Level level = (s.minutes.paged >>> back & 1) != 0
                ? Level.PAGE
                : (s.minutes.warned >>> back & 1) != 0 ? Level.WARN : Level.NONE;
        boolean score = level != Level.NONE || s.episode.open;
        int tests = page != 0 ? page : warn;
        Evidence evidence = SurgeTests.evidence(view, q, sums, tests, page != 0 ? tiers.page : tiers.warn, gates);
        return new Verdict(level, tests, SurgeTests.reason(tests), evidence, score ? score(s, q) : 0);
    }

    private static boolean lasting(int history, Tier t) {
        return Integer.bitCount(history & LAST_15) >= t.persistence();
    }

    /**
     * Whether the function's demand is unusually high. The demand must be above its usual extreme, near or above its
     * envelope, and higher than chance explains.
     */
    static boolean up(ScopeState s, Statistics q) {
        return q.above(Statistics.R15, UP_RATIO)
                && q.value(Statistics.E15) > UP_ENVELOPE
                && q.z15() > UP_Z
                && q.counted.excess60 > 0
                && q.above(Statistics.R15, s.days.usualExtreme(Statistics.R15));
    }

    private double score(ScopeState s, Statistics q) {
        Tier t = tiers.page;
        double best = q.value(Statistics.U15) / SurgeTests.unitLine(s, t, Statistics.U15);
        for (int r = Statistics.R3; r <= Statistics.R60; r++)
            best = Math.max(best, q.value(r) / SurgeTests.demandLine(s, q, t, r));
        return Math.max(0, best);
    }

    /**
     * The result of the tests for one minute.
     *
     * @param level the highest level with evidence, now or before a late sample changed the minute
     * @param tests the tests that succeed at that level, as bits of {@link SurgeTests}
     * @param reason   the most informative test, or a deployment; CALM if there is none
     * @param evidence the figures of the strongest test
     * @param score evidence divided by the page threshold
     */
    record Verdict(Level level, int tests, Reason reason, Evidence evidence, double score) {

        /** The same verdict with other figures. */
        Verdict with(Evidence numbers) {
            return new Verdict(level, tests, reason, numbers, score);
        }

        /** The same verdict with another reason. */
        Verdict because(Reason why) {
            return new Verdict(level, tests, why, evidence, score);
        }
    }

    /**
     * The result for one minute of a scope.
     *
     * @param assessments    verdicts on that minute, and on later minutes if their level rose; empty if there is no surge
     * @param judged         whether the minute was judged; false if it is too old, or before the scope's first call
     * @param ready          whether the scope has a baseline
     * @param up             whether the scope is ready and above its own usual extreme by more than chance
     * @param excessHourNano cost above the expectation in the trailing 60 minutes, as the thresholds count it, nano-USD
     * @param billedHourNano billed part of {@code excessHourNano}, nano-USD
     */
    public record Judged(
            List<Assessment> assessments,
            boolean judged,
            boolean ready,
            boolean up,
            double excessHourNano,
            double billedHourNano) {

        static final Judged NOT = new Judged(List.of(), false, false, false, 0, 0);
    }
}
