package dev.breakwater.connectors.lambda.lever;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.AwsFailure;
import dev.breakwater.connectors.aws.Outcome;
import dev.breakwater.model.Place;
import dev.breakwater.model.function.Lever.LeverKind;
import dev.breakwater.model.function.LimitReading.LimitValue;
import dev.breakwater.model.kind.Lambda;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.GetEventSourceMappingResponse;

/**
 * Pauses the event source mapping of a Kinesis or DynamoDB stream. 0 means paused, and {@link LimitValue#NONE} means
 * running. A pause stops the function behind the stream completely. Records wait in the stream, in order, until its
 * retention ends (24 h by default). A lease must therefore be shorter than this retention.
 *
 * <p>The lever needs lambda:GetEventSourceMapping, UpdateEventSourceMapping, ListTags, TagResource and UntagResource.
 */
public final class StreamPauseLever extends AwsLever {

    static final int PAUSED = 0;

    StreamPauseLever(LambdaClient lambda, Place place, AutoCloseable owned) {
        super(LeverKind.STREAM, lambda, place, owned);
    }

    @Override
    Answer<Found> find(String mapping) {
        return Answer.ask(() -> {
            GetEventSourceMappingResponse found = lambda.getEventSourceMapping(r -> r.uuid(mapping));
            return new Found(value(found.state()), Lambda.functionIn(found.functionArn()));
        });
    }

    @Override
    public Answer<Boolean> apply(String mapping, int limit) {
        if (limit != PAUSED) {
            String detail = "a stream can only be paused or not, so it cannot have the limit " + limit;
            return Answer.failed(AwsFailure.of(Outcome.INVALID, "NoSuchLimit", detail));
        }
        return enable(mapping, false);
    }

    @Override
    public Answer<Boolean> restore(String mapping, int previous) {
        return enable(mapping, previous == LimitValue.NONE);
    }

    private Answer<Boolean> enable(String mapping, boolean enabled) {
        return done(() -> lambda.updateEventSourceMapping(r -> r.uuid(mapping).enabled(enabled)));
    }

    /**
     * Returns the value of a mapping: {@link #PAUSED}, {@link LimitValue#NONE} if it runs, otherwise {@link
     * LimitValue#UNREADABLE}.
     *
     * @param state the state that Lambda reports; while the mapping changes its state, the value is unknown
     */
    public static int value(String state) {
        return switch (state == null ? "" : state) {
            case "Disabled" -> PAUSED;
            case "Enabled" -> LimitValue.NONE;
            default -> LimitValue.UNREADABLE;
        };
    }
}
