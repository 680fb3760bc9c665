package dev.breakwater.connectors.lambda;

import dev.breakwater.connectors.aws.Answer;
import java.util.function.Predicate;

/**
 * Ends the lease of one function without Flink, whoever owns it: restores what was found before, or leaves a value that
 * somebody else set; in both cases the mark goes. Used by {@code release} and {@code sweep}.
 */
public final class LeaseEnder {

    private static final long BUDGET_MILLIS = 30_000;

    private final Lever lever;
    private final ActClock clock;

    public LeaseEnder(Lever lever, ActClock clock) {
        this.lever = lever;
        this.clock = clock;
    }

    /** Ends it now. */
    public LeaseEnd release(FunctionRef function) {
        return end(function, mark -> true);
    }

    /** Ends it if its time is over; looks at the function again, because the lease may have been renewed meanwhile. */
    public LeaseEnd releaseExpired(FunctionRef function) {
        return end(function, mark -> mark.expiredAt(clock.millis()));
    }

    private LeaseEnd end(FunctionRef function, Predicate<Mark> due) {
        LeverWork work = new LeverWork(lever, new CallBudget(clock, BUDGET_MILLIS));
        Answer<LeverState> state = work.read(function.function());
        if (!state.ok()) {
            return LeaseEnd.failed(function, null, state.failure());
        }
        MarkReading reading = state.value().mark();
        if (!state.value().exists()) {
            return LeaseEnd.nothing(function, EffectOutcome.GONE, "the function does not exist");
        }
        if (reading.kind() == MarkReading.Kind.ABSENT) {
            return LeaseEnd.nothing(function, EffectOutcome.ALREADY, "no mark, nothing of ours to release");
        }
        if (reading.kind() == MarkReading.Kind.MALFORMED) {
            String detail =
                    "mark unreadable (" + reading.detail() + "): set the reservation and remove the tags by hand";
            return LeaseEnd.nothing(function, EffectOutcome.HELD_BY_OTHER, detail);
        }
        if (!due.test(reading.mark())) {
            return LeaseEnd.nothing(function, EffectOutcome.NOT_ATTEMPTED, "the lease was renewed");
        }
        return carryOut(work, function, CommitPlanner.end(state.value().reservation(), reading.mark()));
    }

    private static LeaseEnd carryOut(LeverWork work, FunctionRef function, CommitPlan plan) {
        Answer<Boolean> done = work.carryOut(function.function(), plan);
        return done.ok() ? LeaseEnd.of(function, plan) : LeaseEnd.failed(function, plan.lease(), done.failure());
    }
}
