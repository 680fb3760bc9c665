package dev.breakwater.engine.detect.account;

import dev.breakwater.engine.detect.ScopeAssessor;
import dev.breakwater.engine.detect.Tiers;
import dev.breakwater.engine.detect.Tiers.SpreadLimit;
import dev.breakwater.engine.detect.baseline.EpisodeState;
import dev.breakwater.engine.detect.baseline.Gates;
import dev.breakwater.model.Assessment;
import dev.breakwater.model.Assessment.Reading;
import dev.breakwater.model.DataMinute;
import dev.breakwater.model.Evidence;
import dev.breakwater.model.IncidentKind;
import dev.breakwater.model.Level;
import dev.breakwater.model.PlannedSurge;
import dev.breakwater.model.Reason;
import dev.breakwater.model.Scope;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds an attack that is spread thinly over the functions of an account. In such an attack, more functions are above
 * normal at once than chance or the account's usual pattern explains. The assessor keeps nothing between calls, because
 * each method gets the state as an argument.
 */
public final class SpreadAssessor {

    private static final int LONGEST_LOOK_BACK = 60;
    private static final int TOLD = Long.SIZE;
    private static final int RECENT = 3;

    private SpreadAssessor() {}

    /** Judges a new or revised minute with the standard thresholds. Returns an assessment during a spread attack. */
    public static Optional<Assessment> observe(
            AccountState a, Scope scope, long minute, long arrivalMinute, Gates gates) {
        return observe(a, scope, minute, arrivalMinute, gates, Tiers.STANDARD);
    }

    /** Judges a new or revised minute. Returns an assessment during a spread attack. */
    public static Optional<Assessment> observe(
            AccountState a, Scope scope, long minute, long arrivalMinute, Gates gates, Tiers tiers) {
        if (a.firstMinute == Long.MIN_VALUE || minute + TOLD <= a.newest) return Optional.empty();
        a.learnThrough(tiers.spreadPage, arrivalMinute - ScopeAssessor.JUDGED_LATE - 1);
        advance(a, minute);
        Level level = level(a, minute, gates, tiers);
        EpisodeState e = a.episode;
        if (level == Level.NONE && !e.open) return Optional.empty();
        boolean revision = minute < a.newest;
        Reason ended = take(a, minute, level, gates);
        if (revision && level == Level.NONE) return Optional.empty();
        Evidence evidence = evidence(a, minute, level, tiers);
        return Optional.of(assessment(a, scope, minute, level, evidence, ended));
    }

    /** Whether an episode is open. While an episode is open, every minute must be judged. */
    public static boolean wantsEveryMinute(AccountState a) {
        return a.episode.open;
    }

    private static void advance(AccountState a, long minute) {
        if (minute <= a.newest) return;
        long steps = a.newest == Long.MIN_VALUE ? TOLD : minute - a.newest;
        a.paged = steps >= TOLD ? 0 : a.paged << steps;
        a.warned = steps >= TOLD ? 0 : a.warned << steps;
        a.newest = minute;
    }

    private static Level level(AccountState a, long minute, Gates gates, Tiers tiers) {
        long bit = 1L << (a.newest - minute);
        long excess = a.sum(minute, Contribution.EXCESS_HOUR);
        if (a.isSpread(tiers.spreadPage, minute) && excess > gates.pageNano()) a.paged |= bit;
        if (a.isSpread(tiers.spreadWarn, minute) && excess > gates.warnNano()) a.warned |= bit;
        if ((a.paged & bit) != 0) return Level.PAGE;
        return (a.warned & bit) != 0 ? Level.WARN : Level.NONE;
    }

    private static @Nullable Reason take(AccountState a, long minute, Level level, Gates gates) {
        EpisodeState e = a.episode;
        if (level != Level.NONE) {
            if (!e.open) e.open(onset(a, minute), minute, Reason.SPREAD);
            e.kind = IncidentKind.SPREAD;
            e.paged |= level == Level.PAGE;
            e.lastEvidence = Math.max(e.lastEvidence, minute);
        }
        for (long m = e.countedTo + 1; m <= minute; m++) e.count(m, a.sum(m, Contribution.EXCESS), 0);
        return e.isOver(minute, gates) ? e.close(e.lastEvidence, Reason.CALM) : null;
    }

    /**
     * Finds the attack's first minute. Since that minute, the number of functions above normal has been at least half
     * of the number that a warning requires.
     */
    private static long onset(AccountState a, long minute) {
        double half = SpreadLimit.WARN.count(a.ready) / 2;
        long onset = minute;
        while (onset > minute - LONGEST_LOOK_BACK && a.sum(onset - 1, Contribution.UP) >= half) onset--;
        return onset;
    }

    private static Assessment assessment(
            AccountState a, Scope scope, long minute, Level level, Evidence evidence, @Nullable Reason ended) {
        EpisodeState e = a.episode;
        double score = a.sum(minute, Contribution.UP) / Math.max(SpreadLimit.PAGE.count(a.ready), a.usualUp());
        var episode = new Assessment.Episode(
                level,
                IncidentKind.SPREAD,
                ended != null ? ended : Reason.SPREAD,
                evidence,
                score,
                e.onset,
                e.lastEvidence,
                ended != null);
        var readings = new Assessment.Readings(
                reading(a, minute, Contribution.DEMAND, Contribution.COST),
                reading(a, minute, Contribution.EXPECTED_DEMAND, Contribution.EXPECTED_COST),
                0,
                true,
                PlannedSurge.NONE,
                a.ready > 0,
                0,
                1,
                0);
        long hour = a.sum(minute, Contribution.EXCESS_HOUR);
        long excess = Math.max(0, e.excessNano);
        long recent = recentHour(a, minute);
        var amounts =
                new Assessment.Amounts(a.sum(minute, Contribution.COST), hour, excess, recent, hour, excess, recent);
        return new Assessment(scope, minute, episode, readings, amounts, "");
    }

    private static long recentHour(AccountState a, long minute) {
        long sum = 0;
        for (int back = 0; back < RECENT; back++) sum += a.sum(minute - back, Contribution.EXCESS);
        return sum * DataMinute.HOUR / RECENT;
    }

    private static Evidence evidence(AccountState a, long minute, Level level, Tiers tiers) {
        if (level == Level.NONE) return Evidence.NONE;
        SpreadLimit limit = level == Level.PAGE ? tiers.spreadPage : tiers.spreadWarn;
        double line = Math.max(limit.count(a.ready), a.usualUp());
        return new Evidence(Evidence.Test.SPREAD, a.sum(minute, Contribution.UP), line);
    }

    private static Reading reading(AccountState a, long minute, int demand, int cost) {
        double concurrency = demand == Contribution.DEMAND ? a.concurrencyAt(minute) : 0;
        return new Reading(a.sum(minute, demand), concurrency, ScopeAssessor.usdPerHour(a.sum(minute, cost)));
    }
}
