package dev.breakwater.connectors.lambda.lever;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.Outcome;
import dev.breakwater.model.Place;
import dev.breakwater.model.Scope;
import dev.breakwater.model.function.Lever.LeverKind;
import dev.breakwater.model.function.LimitReading;
import dev.breakwater.model.function.OwnTags;
import dev.breakwater.model.kind.Lambda;
import dev.breakwater.model.kind.ResourceKind;
import java.util.Map;
import software.amazon.awssdk.services.lambda.LambdaClient;

/**
 * The common part of the levers that call AWS. The lease tag is on the limited resource, which is a function or an
 * event source mapping.
 */
abstract class AwsLever implements LimitApi {

    final LambdaClient lambda;
    private final LeverKind kind;
    private final Place place;
    private final AutoCloseable owned;
    /** The same lever with the role that restores a missing tag, or null if the account has no such role. */
    LimitApi returns;

    /** @param owned the clients that are closed together with the lever */
    AwsLever(LeverKind kind, LambdaClient lambda, Place place, AutoCloseable owned) {
        this.kind = kind;
        this.lambda = lambda;
        this.place = place;
        this.owned = owned;
    }

    /**
     * The value of a limit, and the function that it limits.
     *
     * @param value    the present value
     * @param function the function that may have a tag that forbids limits, or empty if the mapping no longer feeds a
     *                 function
     */
    record Found(int value, String function) {}

    abstract Answer<Found> find(String target);

    @Override
    public final Answer<LimitReading> read(String target) {
        Answer<Found> found = find(target);
        Answer<Map<String, String>> tags = found.ok() ? tags(arn(target)) : Answer.failed(found.failure());
        if (!tags.ok()) return goneOr(Answer.failed(tags.failure()));
        int value = found.value().value();
        String lease = tags.value().get(OwnTags.LEASE);
        if (kind.equals(LeverKind.RESERVATION)) return Answer.of(state(value, lease, tags.value()));
        String function = found.value().function();
        Answer<Map<String, String>> its = function.isEmpty() ? Answer.of(Map.of()) : tags(functionArn(function));
        if (its.failedAs(Outcome.MISSING)) return Answer.of(state(value, lease, Map.of()));
        return its.map(all -> state(value, lease, all));
    }

    private static LimitReading state(int value, String lease, Map<String, String> ofFunction) {
        return new LimitReading(true, value, lease, OwnTags.handsOffUntil(ofFunction), ofFunction);
    }

    private Answer<Map<String, String>> tags(String arn) {
        return Answer.ask(() -> lambda.listTags(r -> r.resource(arn)).tags());
    }

    @Override
    public final Answer<Boolean> letAlone(String function, long untilMillis) {
        return done(
                () -> lambda.tagResource(r -> r.resource(functionArn(function)).tags(OwnTags.handsOff(untilMillis))));
    }

    @Override
    public final Answer<Boolean> removeHandsOff(String function) {
        return done(() ->
                lambda.untagResource(r -> r.resource(functionArn(function)).tagKeys(OwnTags.HANDS_OFF)));
    }

    @Override
    public final Answer<Boolean> tag(String target, String lease) {
        return done(() -> lambda.tagResource(r -> r.resource(arn(target)).tags(Map.of(OwnTags.LEASE, lease))));
    }

    /** The act role may not write the lease tag on a protected resource. The return role may, but cannot set a limit. */
    @Override
    public final Answer<Boolean> tagAgain(String target, String lease) {
        Answer<Boolean> tagged = tag(target, lease);
        return returns != null && tagged.failedAs(Outcome.DENIED) ? returns.tag(target, lease) : tagged;
    }

    @Override
    public final Answer<Boolean> untag(String target) {
        return done(() -> lambda.untagResource(r -> r.resource(arn(target)).tagKeys(OwnTags.LEASE)));
    }

    @Override
    public final void close() {
        try {
            owned.close();
            if (returns != null) returns.close();
        } catch (Exception e) {
            throw new IllegalStateException("closing the clients failed", e);
        }
    }

    static Answer<Boolean> done(Runnable call) {
        return Answer.ask(() -> {
            call.run();
            return true;
        });
    }

    private String arn(String target) {
        return kind.equals(LeverKind.RESERVATION) ? functionArn(target) : Lambda.mapping(place, target);
    }

    private String functionArn(String function) {
        return ResourceKind.arnOf(Scope.function(place.account(), place.region(), function));
    }

    private static Answer<LimitReading> goneOr(Answer<LimitReading> answer) {
        return answer.failedAs(Outcome.MISSING) ? Answer.of(LimitReading.MISSING) : answer;
    }
}
