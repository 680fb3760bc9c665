package dev.breakwater.connectors.lambda;

import dev.breakwater.connectors.aws.Answer;
import java.util.function.Predicate;

/**
 * Ends the lease on one limit without Flink, whoever owns it: restores what was found before, or leaves a value that
 * somebody else set; in both cases the mark goes. Used by {@code release} and {@code sweep}.
 */
public final class LeaseEnder {

    private static final long BUDGET_MILLIS = 30_000;

    private final Levers levers;
    private final ActClock clock;

    public LeaseEnder(Levers levers, ActClock clock) {
        this.levers = levers;
        this.clock = clock;
    }

    /** Ends it now. */
    public LeaseEnd release(LeverRef limit) {
        return end(limit, mark -> true);
    }

    /** Ends it if its time is over; looks at it again, because the lease may have been renewed meanwhile. */
    public LeaseEnd releaseExpired(LeverRef limit) {
        return end(limit, mark -> mark.expiredAt(clock.millis()));
    }

    private LeaseEnd end(LeverRef limit, Predicate<Mark> due) {
        LeverWork work = new LeverWork(levers.of(limit), new CallBudget(clock, BUDGET_MILLIS));
        Answer<LeverState> state = work.read(limit.target());
        if (!state.ok()) {
            return LeaseEnd.failed(limit, null, state.failure());
        }
        MarkReading reading = state.value().mark();
        if (!state.value().exists()) {
            return LeaseEnd.nothing(limit, EffectOutcome.GONE, missing(limit));
        }
        if (reading.kind() == MarkReading.Kind.ABSENT) {
            return LeaseEnd.nothing(limit, EffectOutcome.ALREADY, "no mark, nothing of ours to release");
        }
        if (reading.kind() == MarkReading.Kind.MALFORMED) {
            String detail = "mark unreadable (" + reading.detail() + "): set the limit and remove the tags by hand";
            return LeaseEnd.nothing(limit, EffectOutcome.HELD_BY_OTHER, detail);
        }
        if (!due.test(reading.mark())) {
            return LeaseEnd.nothing(limit, EffectOutcome.NOT_ATTEMPTED, "the lease was renewed");
        }
        return carryOut(work, limit, CommitPlanner.end(state.value().reservation(), reading.mark()));
    }

    static String missing(LeverRef limit) {
        return limit.kind() == LeverKind.RESERVATION ? "the function does not exist" : "the mapping does not exist";
    }

    private static LeaseEnd carryOut(LeverWork work, LeverRef limit, CommitPlan plan) {
        Answer<Boolean> done = work.carryOut(limit.target(), plan);
        return done.ok() ? LeaseEnd.of(limit, plan) : LeaseEnd.failed(limit, plan.lease(), done.failure());
    }
}
