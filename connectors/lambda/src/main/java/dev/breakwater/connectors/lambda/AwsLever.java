package dev.breakwater.connectors.lambda;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.Outcome;
import java.util.Map;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** What the real levers share: the mark is the tags of the limited resource, a function or an event source mapping. */
abstract class AwsLever implements Lever {

    final LambdaClient lambda;
    private final LeverKind kind;
    private final String account;
    private final String region;
    private final AutoCloseable owned;

    /** @param owned closed with the lever */
    AwsLever(LeverKind kind, LambdaClient lambda, String account, String region, AutoCloseable owned) {
        this.kind = kind;
        this.lambda = lambda;
        this.account = account;
        this.region = region;
        this.owned = owned;
    }

    /** What is set now. */
    abstract Answer<Integer> value(String target);

    @Override
    public final Answer<LeverState> read(String target) {
        Answer<Integer> value = value(target);
        if (!value.ok()) {
            return goneOr(Answer.failed(value.failure()));
        }
        Answer<Map<String, String>> tags =
                Answer.ask(() -> lambda.listTags(r -> r.resource(arn(target))).tags());
        return goneOr(tags.map(found -> LeverState.of(value.value(), Mark.read(found))));
    }

    @Override
    public final Answer<Boolean> mark(String target, Mark mark) {
        return done(() -> lambda.tagResource(r -> r.resource(arn(target)).tags(mark.tags())));
    }

    @Override
    public final Answer<Boolean> unmark(String target) {
        return done(() -> lambda.untagResource(r -> r.resource(arn(target)).tagKeys(Mark.TAGS)));
    }

    @Override
    public final void close() {
        try {
            owned.close();
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
        boolean function = kind == LeverKind.RESERVATION;
        FunctionRef ref = new FunctionRef(account, region, function ? target : "");
        return function ? ref.arn() : ref.mappingArn(target);
    }

    private static Answer<LeverState> goneOr(Answer<LeverState> answer) {
        return answer.failedAs(Outcome.MISSING) ? Answer.of(LeverState.gone()) : answer;
    }
}
