package dev.breakwater.connectors.lambda.act;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.lambda.ActClock;
import dev.breakwater.connectors.lambda.CallBudget;
import dev.breakwater.connectors.lambda.LeverKind;
import dev.breakwater.connectors.lambda.LeverRef;
import dev.breakwater.connectors.lambda.ledger.EffectOutcome;
import dev.breakwater.connectors.lambda.ledger.EffectsMemory;
import dev.breakwater.connectors.lambda.ledger.History;
import dev.breakwater.connectors.lambda.lever.LeverState;
import dev.breakwater.connectors.lambda.lever.Levers;
import dev.breakwater.connectors.lambda.mark.MarkReading;
import java.util.function.Predicate;

/**
 * Ends the lease on one limit without Flink, whoever owns it: restores what was found before, or leaves a value that
 * somebody else set; in both cases the mark goes. Where the tags were wiped the ledger's word counts, if there is one.
 * Used by {@code release} and {@code sweep}.
 */
public final class LeaseEnder {

    private static final long BUDGET_MILLIS = 30_000;

    private final Levers levers;
    private final EffectsMemory ledger;
    private final ActClock clock;

    /**
     * @param ledger what is known of limits without a mark; empty where there is no ledger
     */
    public LeaseEnder(Levers levers, EffectsMemory ledger, ActClock clock) {
        this.levers = levers;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** Ends it now. */
    public LeaseEnd release(LeverRef limit) {
        return end(limit, until -> true);
    }

    /** Ends it if its time is over; looks at it again, because it may have been ended and begun anew meanwhile. */
    public LeaseEnd releaseExpired(LeverRef limit) {
        return end(limit, until -> until <= clock.millis());
    }

    private LeaseEnd end(LeverRef limit, Predicate<Long> due) {
        LeverWork work = new LeverWork(levers.of(limit), new CallBudget(clock, BUDGET_MILLIS));
        Answer<LeverState> read = work.read(limit.target());
        if (!read.ok()) {
            return LeaseEnd.failed(limit, null, read.failure());
        }
        LeverState state = read.value();
        MarkReading reading = state.mark();
        if (!state.exists()) {
            return LeaseEnd.nothing(limit, EffectOutcome.GONE, missing(limit));
        }
        if (reading.kind() == MarkReading.Kind.MALFORMED) {
            String detail = "mark unreadable (" + reading.detail() + "): set the limit and remove the tags by hand";
            return LeaseEnd.nothing(limit, EffectOutcome.HELD_BY_OTHER, detail);
        }
        History history = ledger.history(limit, clock.millis());
        long until =
                reading.mark() == null ? history.untilMillis() : reading.mark().untilMillis();
        if (!due.test(until)) {
            return LeaseEnd.nothing(limit, EffectOutcome.NOT_ATTEMPTED, "the lease is not over");
        }
        CommitPlan plan = CommitPlanner.end(state, history);
        return plan.lease() == null ? LeaseEnd.of(limit, plan) : carryOut(work, limit, plan);
    }

    static String missing(LeverRef limit) {
        return limit.kind() == LeverKind.RESERVATION ? "the function does not exist" : "the mapping does not exist";
    }

    private static LeaseEnd carryOut(LeverWork work, LeverRef limit, CommitPlan plan) {
        Answer<Boolean> done = work.carryOut(limit.target(), plan);
        return done.ok() ? LeaseEnd.of(limit, plan) : LeaseEnd.failed(limit, plan.lease(), done.failure());
    }
}
