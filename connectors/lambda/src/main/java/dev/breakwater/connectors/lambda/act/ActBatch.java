package dev.breakwater.connectors.lambda.act;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.Outcome;
import dev.breakwater.connectors.lambda.ActClock;
import dev.breakwater.connectors.lambda.CallBudget;
import dev.breakwater.connectors.lambda.LeverRef;
import dev.breakwater.connectors.lambda.ledger.Effect;
import dev.breakwater.connectors.lambda.ledger.EffectOutcome;
import dev.breakwater.connectors.lambda.ledger.EffectsJournal;
import dev.breakwater.connectors.lambda.ledger.History;
import dev.breakwater.connectors.lambda.lever.LeverState;
import dev.breakwater.connectors.lambda.lever.Levers;
import dev.breakwater.connectors.lambda.mark.HandsOff;
import dev.breakwater.connectors.lambda.mark.Mark;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The requests of one checkpoint: one budget, and no storm of calls at an account that says no. */
final class ActBatch {

    private static final int DENIALS_BEFORE_STOP = 2;

    private final CommitPlanner planner;
    private final Levers levers;
    private final CallBudget budget;
    private final ActClock clock;
    private final EffectsJournal journal;
    private final Map<String, Integer> denials = new HashMap<>();
    private final Set<LeverRef> notGivenBack;

    /**
     * @param notGivenBack limits of which it is not known how they stand, a hand may be on them: kept from one
     *     checkpoint to the next
     */
    ActBatch(
            CommitPlanner planner,
            Levers levers,
            CallBudget budget,
            ActClock clock,
            EffectsJournal journal,
            Set<LeverRef> notGivenBack) {
        this.planner = planner;
        this.levers = levers;
        this.budget = budget;
        this.clock = clock;
        this.journal = journal;
        this.notGivenBack = notGivenBack;
    }

    Effect carryOut(ThrottleRequest request) {
        if (CommitPlanner.tooLate(request, clock.millis())) {
            return ended(request, EffectOutcome.EXPIRED, "came after its time");
        }
        if (budget.spent()) {
            return ended(request, EffectOutcome.NOT_ATTEMPTED, CallBudget.OUT_OF_TIME);
        }
        if (!journal.isWritable()) {
            return ended(request, EffectOutcome.NOT_ATTEMPTED, EffectsJournal.NOT_WRITTEN);
        }
        // of a checkpoint from before a restart: asked for again it could fail, and nobody would ask any more
        Effect before = request.throttle() ? null : journal.givenBack(request.limitRef(), request.intent());
        if (before != null) {
            return before;
        }
        if (request.throttle() && !journal.stopped().isEmpty() && !isHeld(request)) {
            return ended(
                    request,
                    EffectOutcome.NOT_ATTEMPTED,
                    EffectsJournal.NOT_WRITTEN + ": chain broken, " + journal.stopped());
        }
        if (request.throttle() && notGivenBack.stream().anyMatch(limit -> isOther(limit, request))) {
            return ended(
                    request,
                    EffectOutcome.NOT_ATTEMPTED,
                    "not attempted: another limit of the function could not be given back");
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

    private static boolean isOther(LeverRef limit, ThrottleRequest request) {
        return limit.function().equals(request.ref()) && !limit.equals(request.limitRef());
    }

    private boolean isHeld(ThrottleRequest request) {
        return request.held()
                || journal.history(request.limitRef(), clock.millis()).held();
    }

    private Effect act(ThrottleRequest request) {
        LeverWork work = new LeverWork(levers.of(request.limitRef()), budget);
        Answer<LeverState> state = work.read(request.limitRef().target());
        if (!state.ok()) {
            return failed(request, state, null, Effect.NOT_SEEN);
        }
        notGivenBack.remove(request.limitRef());
        long now = clock.millis();
        if (request.throttle() && HandsOff.isOver(state.value().handsOffUntil(), now)) {
            endHandsOff(request, state.value().handsOffUntil(), work);
        }
        CommitPlan plan = planner.plan(request, state.value(), journal.history(request.limitRef(), now), now);
        Answer<Boolean> done = work.carryOut(request.limitRef().target(), plan);
        int value = state.value().limit();
        return done.ok() ? plan.done(clock.millis(), request, value) : failed(request, done, plan.lease(), value);
    }

    /** The tag's time has come, or a person took it back, which the ledger has to learn. */
    private void endHandsOff(ThrottleRequest request, long untilMillis, LeverWork work) {
        long now = clock.millis();
        History history = journal.history(request.limitRef(), now);
        if (history.leftAloneUntil() > now && history.leftAloneSince() <= untilMillis) {
            journal.write(ended(request, EffectOutcome.AGAIN_ALLOWED, "taken back: may be throttled again"));
        }
        work.removeHandsOff(request.function());
    }

    private Effect failed(ThrottleRequest request, Answer<?> answer, Mark lease, int found) {
        if (answer.failedAs(Outcome.DENIED)) {
            denials.merge(Levers.key(request.limitRef()), 1, Integer::sum);
        }
        if (!request.throttle()) {
            notGivenBack.add(request.limitRef());
        }
        boolean spent = CallBudget.SPENT.equals(answer.failure().code());
        EffectOutcome outcome = spent ? EffectOutcome.NOT_ATTEMPTED : EffectOutcome.of(answer.failure());
        return request.ended(clock.millis(), outcome, answer.failure().text(), lease, found);
    }

    private Effect ended(ThrottleRequest request, EffectOutcome outcome, String detail) {
        return request.ended(clock.millis(), outcome, detail);
    }
}
