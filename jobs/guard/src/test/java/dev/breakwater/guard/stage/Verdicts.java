package dev.breakwater.guard.stage;

import dev.breakwater.model.Assessment;
import dev.breakwater.model.Assessment.Reading;
import dev.breakwater.model.Evidence;
import dev.breakwater.model.IncidentKind;
import dev.breakwater.model.Level;
import dev.breakwater.model.PlannedSurge;
import dev.breakwater.model.Reason;
import dev.breakwater.model.Scope;

/** Assessments for control: a flood that pages and requires a throttle, and its end. */
final class Verdicts {

    private static final long USD = 1_000_000_000L;

    private Verdicts() {}

    static Assessment page(String function, long minute, long onset) {
        return of(Scope.function(Given.ACCOUNT, Given.REGION, function), minute, onset, Level.PAGE, false);
    }

    static Assessment page(Scope scope, long minute, long onset) {
        return of(scope, minute, onset, Level.PAGE, false);
    }

    static Assessment warn(String function, long minute, long onset) {
        return of(Scope.function(Given.ACCOUNT, Given.REGION, function), minute, onset, Level.WARN, false);
    }

    static Assessment closed(String function, long minute, long onset) {
        return of(Scope.function(Given.ACCOUNT, Given.REGION, function), minute, onset, Level.NONE, true);
    }

    static Assessment account(long minute, long onset) {
        return of(Scope.account(Given.ACCOUNT, Given.REGION), minute, onset, Level.PAGE, false);
    }

    /** A minute inside a window that expects six times the usual. */
    static Assessment planned(String function, long minute, long onset) {
        Scope scope = Scope.function(Given.ACCOUNT, Given.REGION, function);
        return of(scope, minute, onset, Level.PAGE, false, new PlannedSurge("launch", 6));
    }

    private static Assessment of(Scope scope, long minute, long onset, Level level, boolean closed) {
        return of(scope, minute, onset, level, closed, PlannedSurge.NONE);
    }

    private static Assessment of(
            Scope scope, long minute, long onset, Level level, boolean closed, PlannedSurge planned) {
        var episode = new Assessment.Episode(
                level,
                IncidentKind.FLOOD,
                closed ? Reason.CALM : Reason.SURGE,
                closed ? Evidence.NONE : new Evidence(Evidence.Test.BURST, 50, 2),
                2,
                onset,
                closed ? minute - 30 : minute,
                closed);
        var readings = new Assessment.Readings(
                new Reading(5_000, 100, 60), new Reading(100, 4, 1), 8, true, planned, true, 6_000_000_000L, 1.1, 0);
        long hour = 20 * USD;
        long excess = (minute - onset + 1) * USD;
        var amounts = new Assessment.Amounts(USD, hour, excess, hour, hour, excess, hour);
        return new Assessment(scope, minute, episode, readings, amounts, "");
    }
}
