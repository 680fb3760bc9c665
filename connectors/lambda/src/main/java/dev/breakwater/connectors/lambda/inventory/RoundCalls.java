package dev.breakwater.connectors.lambda.inventory;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.AwsCall;
import dev.breakwater.connectors.aws.Outcome;
import dev.breakwater.connectors.lambda.ActClock;
import dev.breakwater.connectors.lambda.CallBudget;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Makes the calls of one round, reports failed calls, and stops repeating denied calls. */
final class RoundCalls {

    private static final int DENIALS_BEFORE_STOP = 3;
    private static final long CALL_BUDGET_MILLIS = 10_000;

    private final ActClock clock;
    private final Consumer<PlaceFact> facts;
    private final Map<AwsCall, Integer> denials = new EnumMap<>(AwsCall.class);
    private final Set<AwsCall> worked = EnumSet.noneOf(AwsCall.class);
    private final Set<AwsCall> failed = EnumSet.noneOf(AwsCall.class);
    private int made;

    RoundCalls(ActClock clock, Consumer<PlaceFact> facts) {
        this.clock = clock;
        this.facts = facts;
    }

    <T> Answer<T> call(AwsCall call, Supplier<Answer<T>> step) {
        made++;
        Answer<T> answer = new CallBudget(clock, CALL_BUDGET_MILLIS).call(step);
        if (answer.ok() || answer.failedAs(Outcome.MISSING) && call.target() != AwsCall.Target.ANY) {
            // the function was deleted after it was listed, so the missing function counts as an answer
            worked.add(call);
            denials.remove(call);
            return answer;
        }
        failed.add(call);
        facts.accept(new PlaceFact.Failed(call, answer.failure()));
        if (answer.failedAs(Outcome.DENIED)) denials.merge(call, 1, Integer::sum);
        return answer;
    }

    /**
     * After this many denied functions in a row, the call is not made again in the round. Without this rule, an account
     * that refuses the call would be flooded with calls.
     */
    boolean asked(AwsCall call) {
        return denials.getOrDefault(call, 0) < DENIALS_BEFORE_STOP;
    }

    /** Counts a round without failures as a success, because some rounds do not make the call. */
    void needless(Collection<AwsCall> calls) {
        worked.addAll(calls);
    }

    /** Returns the names of calls that did not fail in this round, including calls that were not needed. */
    Set<AwsCall> worked() {
        Set<AwsCall> all = EnumSet.copyOf(worked);
        all.removeAll(failed);
        return all;
    }

    /** Returns the number of calls so far. */
    int made() {
        return made;
    }
}
