package dev.breakwater.connectors.lambda;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.Outcome;
import java.util.HashMap;
import java.util.Map;

/** The requests of one checkpoint: one budget, and no storm of calls at an account that says no. */
final class ActBatch {

    private static final int DENIALS_BEFORE_STOP = 2;

    private final CommitPlanner planner;
    private final Levers levers;
    private final CallBudget budget;
    private final ActClock clock;
    private final EffectsJournal journal;
    private final Map<String, Integer> denials = new HashMap<>();

    ActBatch(CommitPlanner planner, Levers levers, CallBudget budget, ActClock clock, EffectsJournal journal) {
        this.planner = planner;
        this.levers = levers;
        this.budget = budget;
        this.clock = clock;
        this.journal = journal;
    }

    Effect carryOut(ThrottleRequest request) {
        if (CommitPlanner.tooLate(request, clock.millis())) {
            return ended(request, EffectOutcome.EXPIRED, "came after its time");
        }
        if (budget.spent()) {
            return ended(request, EffectOutcome.NOT_ATTEMPTED, CallBudget.OUT_OF_TIME);
        }
        if (!journal.isWritable()) {
            return ended(request, EffectOutcome.NOT_ATTEMPTED, "not attempted: ledger");
        }
        // a release is tried all the same: one function's policy must not keep others throttled
        if (request.throttle() && denials.getOrDefault(Levers.key(request.limitRef()), 0) >= DENIALS_BEFORE_STOP) {
            return ended(
                    request,
                    EffectOutcome.NOT_ATTEMPTED,
                    "not attempted: denied for others of the account by the same lever");
        }
        return act(request);
    }

    private Effect act(ThrottleRequest request) {
        LeverWork work = new LeverWork(levers.of(request.limitRef()), budget);
        Answer<LeverState> state = work.read(request.limitRef().target());
        if (!state.ok()) {
            return failed(request, state);
        }
        long now = clock.millis();
        CommitPlan plan = planner.plan(request, state.value(), journal.history(request.limitRef(), now), now);
        Answer<Boolean> done = work.carryOut(request.limitRef().target(), plan);
        return done.ok() ? Effect.of(clock.millis(), request, plan) : failed(request, done);
    }

    private Effect failed(ThrottleRequest request, Answer<?> answer) {
        if (answer.failedAs(Outcome.DENIED)) {
            denials.merge(Levers.key(request.limitRef()), 1, Integer::sum);
        }
        boolean spent = CallBudget.SPENT.equals(answer.failure().code());
        EffectOutcome outcome = spent ? EffectOutcome.NOT_ATTEMPTED : EffectOutcome.of(answer.failure());
        return ended(request, outcome, answer.failure().text());
    }

    private Effect ended(ThrottleRequest request, EffectOutcome outcome, String detail) {
        return Effect.failed(clock.millis(), request, outcome, detail);
    }
}
