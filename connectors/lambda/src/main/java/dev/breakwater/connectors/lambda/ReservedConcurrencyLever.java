package dev.breakwater.connectors.lambda;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.AwsClients;
import dev.breakwater.connectors.aws.AwsSettings;
import dev.breakwater.connectors.aws.ControlPlaneRate;
import dev.breakwater.connectors.aws.Outcome;
import java.util.Map;
import software.amazon.awssdk.services.lambda.LambdaClient;

/**
 * The real lever: the only class that calls PutFunctionConcurrency and DeleteFunctionConcurrency.
 *
 * <p>Needs lambda:GetFunctionConcurrency, ListTags, TagResource, UntagResource, PutFunctionConcurrency and
 * DeleteFunctionConcurrency.
 */
public final class ReservedConcurrencyLever implements Lever {

    private final LambdaClient lambda;
    private final String account;
    private final String region;
    private final AutoCloseable owned;

    /** Uses a client that somebody else closes. */
    public ReservedConcurrencyLever(LambdaClient lambda, String account, String region) {
        this(lambda, account, region, () -> {});
    }

    private ReservedConcurrencyLever(LambdaClient lambda, String account, String region, AutoCloseable owned) {
        this.lambda = lambda;
        this.account = account;
        this.region = region;
        this.owned = owned;
    }

    /** A lever with clients of its own, which it closes; its calls go before those that only look. */
    public static ReservedConcurrencyLever open(AwsSettings settings, String account, Map<String, String> environment) {
        AwsClients clients = new AwsClients(settings, environment);
        ControlPlaneRate rate = ControlPlaneRate.of(account, settings.region());
        return new ReservedConcurrencyLever(clients.lambda(rate::act), account, settings.region(), clients);
    }

    @Override
    public Answer<LeverState> read(String function) {
        Answer<Integer> reservation = Answer.ask(() -> {
            Integer value =
                    lambda.getFunctionConcurrency(r -> r.functionName(function)).reservedConcurrentExecutions();
            return value == null ? Reservation.NONE : value;
        });
        if (!reservation.ok()) {
            return goneOr(Answer.failed(reservation.failure()));
        }
        Answer<Map<String, String>> tags =
                Answer.ask(() -> lambda.listTags(r -> r.resource(arn(function))).tags());
        return goneOr(tags.map(found -> LeverState.of(reservation.value(), Mark.read(found))));
    }

    @Override
    public Answer<Boolean> mark(String function, Mark mark) {
        return done(() -> lambda.tagResource(r -> r.resource(arn(function)).tags(mark.tags())));
    }

    @Override
    public Answer<Boolean> apply(String function, int limit) {
        return done(() ->
                lambda.putFunctionConcurrency(r -> r.functionName(function).reservedConcurrentExecutions(limit)));
    }

    @Override
    public Answer<Boolean> restore(String function, int previous) {
        if (previous != Reservation.NONE) {
            return apply(function, previous);
        }
        return done(() -> lambda.deleteFunctionConcurrency(r -> r.functionName(function)));
    }

    @Override
    public Answer<Boolean> unmark(String function) {
        return done(() -> lambda.untagResource(r -> r.resource(arn(function)).tagKeys(Mark.TAGS)));
    }

    @Override
    public void close() {
        try {
            owned.close();
        } catch (Exception e) {
            throw new IllegalStateException("closing the clients failed", e);
        }
    }

    private String arn(String function) {
        return new FunctionRef(account, region, function).arn();
    }

    private static Answer<Boolean> done(Runnable call) {
        return Answer.ask(() -> {
            call.run();
            return true;
        });
    }

    private static Answer<LeverState> goneOr(Answer<LeverState> answer) {
        return answer.failedAs(Outcome.MISSING) ? Answer.of(LeverState.gone()) : answer;
    }
}
