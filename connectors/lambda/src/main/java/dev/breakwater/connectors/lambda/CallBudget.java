package dev.breakwater.connectors.lambda;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.AwsFailure;
import dev.breakwater.connectors.aws.Outcome;
import java.util.function.Supplier;

/**
 * The time that a group of calls may take. Within this time, a call that may work a moment later is repeated. After
 * this time, no further call begins, so at most one call ends later.
 */
public final class CallBudget {

    /** The end of a failure's text if no time was left. */
    public static final String OUT_OF_TIME = "not attempted: budget";

    public static final String SPENT = "BudgetSpent";

    private static final int TRIES = 3;
    private static final long FIRST_PAUSE_MILLIS = 200;

    private final ActClock clock;
    private final long endMillis;

    /** @param millis the time that is left from now, milliseconds */
    public CallBudget(ActClock clock, long millis) {
        this.clock = clock;
        this.endMillis = clock.millis() + millis;
    }

    public boolean spent() {
        return clock.millis() >= endMillis;
    }

    /** Makes a call. After a temporary failure, repeats the call after a pause if time is left. */
    public <T> Answer<T> call(Supplier<Answer<T>> step) {
        long pause = FIRST_PAUSE_MILLIS;
        for (int attempt = 1; !spent(); attempt++) {
            Answer<T> answer = step.get();
            if (answer.ok() || !answer.failure().outcome().worthRepeating() || attempt == TRIES) {
                return answer;
            }
            long wait = Math.max(pause, answer.failure().retryAfterMillis());
            if (clock.millis() + wait >= endMillis || !paused(wait)) {
                return answer;
            }
            pause *= 2;
        }
        return Answer.failed(AwsFailure.of(Outcome.TRANSIENT, SPENT, OUT_OF_TIME));
    }

    private boolean paused(long millis) {
        try {
            clock.pause(millis);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
