package dev.breakwater.guard;

import dev.breakwater.engine.control.BudgetFigures;
import dev.breakwater.engine.control.Finding;
import dev.breakwater.engine.control.FleetStatus;
import dev.breakwater.engine.control.IncidentSnapshot;
import dev.breakwater.model.AlarmAction;
import dev.breakwater.model.Assessment.Reading;
import dev.breakwater.model.Evidence;
import dev.breakwater.model.IncidentKind;
import dev.breakwater.model.PlannedSurge;
import dev.breakwater.model.Projection;
import dev.breakwater.model.Reason;
import dev.breakwater.model.Scope;
import dev.breakwater.model.Severity;

/** Findings with a value in each field. */
public final class Findings {

    private Findings() {}

    /** The time in minutes since 1970. */
    public static Finding slowBurn(long minute, long onset) {
        return new Finding(
                minute,
                IncidentKind.SLOW_BURN,
                onset,
                new Evidence(Evidence.Test.HOUR, 1.75, 1.3),
                new Reading(5_000.5, 100, 60),
                new Reading(100, 4, 1.25),
                1_234_567_890L,
                new Projection(2_000_000_000L, 49_000_000_000L, 1_489_000_000_000L),
                PlannedSurge.NONE,
                null);
    }

    /** The same finding inside a planned surge. */
    public static Finding planned(Finding found) {
        return new Finding(
                found.minute(),
                found.kind(),
                found.onset(),
                found.evidence(),
                found.observed(),
                found.expected(),
                found.excessNano(),
                found.projection(),
                new PlannedSurge("black-friday", 6),
                new Finding.AutoLine(3_000_000_000L, 100_000_000_000L));
    }

    /** News about a budget's alarm that pages since that minute. */
    public static IncidentSnapshot ofBudget(
            AlarmAction type,
            String id,
            Scope scope,
            Severity severity,
            Reason reason,
            long minute,
            BudgetFigures figures) {
        return new IncidentSnapshot(
                type,
                reason,
                new IncidentSnapshot.Identity(id, "breakwater/" + id, scope, IncidentKind.BUDGET, severity),
                new IncidentSnapshot.Times(minute, minute, 0, 0, -1),
                Finding.NONE,
                IncidentSnapshot.Money.NONE,
                IncidentSnapshot.Limits.NONE,
                IncidentSnapshot.Newest.NONE,
                FleetStatus.NONE,
                IncidentSnapshot.Known.NOTHING,
                IncidentSnapshot.Ring.FIRST,
                false,
                figures);
    }
}
