package dev.breakwater.connectors.lambda.lever;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.model.Place;
import dev.breakwater.model.function.Lever.LeverKind;
import dev.breakwater.model.function.LimitReading.LimitValue;
import software.amazon.awssdk.services.lambda.LambdaClient;

/**
 * Sets the limit on the function itself. Only this class calls PutFunctionConcurrency and DeleteFunctionConcurrency.
 *
 * <p>The lever needs lambda:GetFunctionConcurrency, ListTags, TagResource, UntagResource, PutFunctionConcurrency and
 * DeleteFunctionConcurrency.
 */
public final class ReservedConcurrencyLever extends AwsLever {

    ReservedConcurrencyLever(LambdaClient lambda, Place place, AutoCloseable owned) {
        super(LeverKind.RESERVATION, lambda, place, owned);
    }

    @Override
    Answer<Found> find(String function) {
        return Answer.ask(() -> new Found(value(lambda, function), function));
    }

    @Override
    public Answer<Boolean> apply(String function, int limit) {
        return done(() ->
                lambda.putFunctionConcurrency(r -> r.functionName(function).reservedConcurrentExecutions(limit)));
    }

    @Override
    public Answer<Boolean> restore(String function, int previous) {
        if (previous != LimitValue.NONE) {
            return apply(function, previous);
        }
        return done(() -> lambda.deleteFunctionConcurrency(r -> r.functionName(function)));
    }

    /** Asks for the reserved concurrency of a function. Returns {@link LimitValue#NONE} if there is none. */
    public static int value(LambdaClient lambda, String function) {
        Integer set =
                lambda.getFunctionConcurrency(r -> r.functionName(function)).reservedConcurrentExecutions();
        return set == null ? LimitValue.NONE : set;
    }
}
