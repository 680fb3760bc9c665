package dev.breakwater.connectors.lambda.act;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.Outcome;
import dev.breakwater.connectors.lambda.CallBudget;
import dev.breakwater.connectors.lambda.Reservation;
import dev.breakwater.connectors.lambda.act.CommitPlan.Change;
import dev.breakwater.connectors.lambda.act.CommitPlan.MarkAct;
import dev.breakwater.connectors.lambda.lever.Lever;
import dev.breakwater.connectors.lambda.lever.LeverState;
import dev.breakwater.connectors.lambda.mark.Mark;

/** Carries a plan out, step by step: mark, set or restore, unmark. It may stop after any of them. */
public final class LeverWork {

    private final Lever lever;
    private final CallBudget budget;

    public LeverWork(Lever lever, CallBudget budget) {
        this.lever = lever;
        this.budget = budget;
    }

    public Answer<LeverState> read(String target) {
        return budget.call(() -> lever.read(target));
    }

    /** Best effort: a hands-off that is over is taken off. */
    void removeHandsOff(String function) {
        budget.call(() -> lever.removeHandsOff(function));
    }

    /** True when all steps are done; the first failure otherwise. */
    public Answer<Boolean> carryOut(String target, CommitPlan plan) {
        Answer<Boolean> done = Answer.of(true);
        if (plan.markAct() == MarkAct.WRITE) {
            done = budget.call(() -> lever.mark(target, plan.lease()));
        }
        if (done.ok() && plan.change().kind() != Change.Kind.KEEP) {
            done = change(target, plan);
        }
        if (done.ok() && plan.markAct() == MarkAct.REMOVE) {
            done = budget.call(() -> lever.unmark(target));
        }
        return done;
    }

    private Answer<Boolean> change(String target, CommitPlan plan) {
        int value = plan.change().value();
        if (plan.change().kind() == Change.Kind.RESTORE) {
            return budget.call(() -> lever.restore(target, value));
        }
        Mark lease = plan.lease();
        Answer<Boolean> set = budget.call(() -> lever.apply(target, value));
        boolean replacing = lease.replaces() != Reservation.NONE;
        if (set.ok() && replacing) {
            return budget.call(() -> lever.mark(target, lease.settled()));
        }
        if (set.failedAs(Outcome.INVALID) || set.failedAs(Outcome.DENIED)) {
            // nothing was set and nothing will be: do not leave a mark about it; if this fails the sweeper finds it
            budget.call(() -> replacing ? lever.mark(target, lease.unreplaced()) : lever.unmark(target));
        }
        return set;
    }
}
