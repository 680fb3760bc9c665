package dev.breakwater.connectors.lambda.lever;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.model.Place;
import dev.breakwater.model.function.Lever.LeverKind;
import dev.breakwater.model.function.LimitReading.LimitValue;
import dev.breakwater.model.kind.Lambda;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.GetEventSourceMappingResponse;
import software.amazon.awssdk.services.lambda.model.ScalingConfig;

/**
 * MaximumConcurrency of an SQS event source mapping, 2 to 1,000. Messages above the limit stay in the queue. If the
 * function refused the messages instead, their receive count would rise, and good messages would end in the dead-letter
 * queue.
 *
 * <p>While a change of the mapping is under way, AWS refuses the next change (ResourceInUseException). The lever's
 * caller tries the refused change again later. The lever needs lambda:GetEventSourceMapping, UpdateEventSourceMapping,
 * ListTags, TagResource and UntagResource.
 */
public final class QueueConcurrencyLever extends AwsLever {

    QueueConcurrencyLever(LambdaClient lambda, Place place, AutoCloseable owned) {
        super(LeverKind.QUEUE, lambda, place, owned);
    }

    @Override
    Answer<Found> find(String mapping) {
        return Answer.ask(() -> {
            GetEventSourceMappingResponse found = lambda.getEventSourceMapping(r -> r.uuid(mapping));
            boolean changing = "Updating".equals(found.state());
            int value = changing ? LimitValue.UNREADABLE : value(found.scalingConfig());
            return new Found(value, Lambda.functionIn(found.functionArn()));
        });
    }

    @Override
    public Answer<Boolean> apply(String mapping, int limit) {
        return set(mapping, ScalingConfig.builder().maximumConcurrency(limit).build());
    }

    @Override
    public Answer<Boolean> restore(String mapping, int previous) {
        // an empty configuration removes the limit
        return previous == LimitValue.NONE
                ? set(mapping, ScalingConfig.builder().build())
                : apply(mapping, previous);
    }

    private Answer<Boolean> set(String mapping, ScalingConfig scaling) {
        return done(() -> lambda.updateEventSourceMapping(r -> r.uuid(mapping).scalingConfig(scaling)));
    }

    /** Returns the maximum concurrency, or {@link LimitValue#NONE}. */
    public static int value(ScalingConfig scaling) {
        boolean set = scaling != null && scaling.maximumConcurrency() != null;
        return set ? scaling.maximumConcurrency() : LimitValue.NONE;
    }
}
