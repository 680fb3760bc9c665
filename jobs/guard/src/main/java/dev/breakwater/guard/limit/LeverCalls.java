package dev.breakwater.guard.limit;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.AwsFailure;
import dev.breakwater.connectors.lambda.lever.LimitApi;
import dev.breakwater.connectors.lambda.lever.LimitApi.LeverFactory;
import dev.breakwater.engine.limit.Call;
import dev.breakwater.engine.limit.Call.Result;
import dev.breakwater.model.function.Lever.LeverKind;
import dev.breakwater.model.function.LimitReading;
import dev.breakwater.model.kind.ResourceKind;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Makes single calls on limits of one account and region, and returns the results. Each call uses the access for its
 * kind of limit.
 */
public final class LeverCalls implements AutoCloseable {

    private final String account;
    private final String region;
    private final LeverFactory factory;
    private final LongSupplier clock;
    private final Map<LeverKind, LimitApi> levers = new ConcurrentHashMap<>();

    /** @param clock epoch milliseconds */
    public LeverCalls(String account, String region, LeverFactory factory, LongSupplier clock) {
        this.account = account;
        this.region = region;
        this.factory = factory;
        this.clock = clock;
    }

    /** Returns the access to the tag of a function that asks Breakwater to leave the function alone. */
    public LimitApi of(String function) {
        return lever(ResourceKind.of(function).lever());
    }

    private LimitApi lever(LeverKind kind) {
        return levers.computeIfAbsent(kind, k -> factory.open(account, region, k));
    }

    /**
     * Makes the call. An exception from a bug also becomes an answer, because a failure of one function must not stop
     * the alarms of other functions.
     */
    public Call.Answer make(Call call) {
        return make(call, false);
    }

    /** @param returns whether the limit is being released; its tag may then also be written on a protected resource */
    public Call.Answer make(Call call, boolean returns) {
        long began = clock.getAsLong();
        try {
            LimitApi lever = lever(call.lever().kind());
            String target = call.lever().target(call.function());
            return switch (call.kind()) {
                case READ -> done(call, lever.read(target), began);
                case TAG ->
                    done(call, returns ? lever.tagAgain(target, call.tag()) : lever.tag(target, call.tag()), began);
                case SET -> done(call, lever.apply(target, call.value()), began);
                case RESTORE -> done(call, lever.restore(target, call.value()), began);
                case UNTAG -> done(call, lever.untag(target), began);
            };
        } catch (RuntimeException e) {
            return new Call.Answer(call, Result.FAILED, null, "unexpected " + e, began, clock.getAsLong());
        }
    }

    private Call.Answer done(Call call, Answer<?> answer, long began) {
        LimitReading reading = answer.ok() && answer.value() instanceof LimitReading read ? read : null;
        Result result = answer.ok() ? Result.DONE : result(answer.failure());
        String words = answer.ok() ? "" : answer.failure().text();
        return new Call.Answer(call, result, reading, words, began, clock.getAsLong());
    }

    private static Result result(AwsFailure failure) {
        return switch (failure.outcome()) {
            case DENIED -> Result.DENIED;
            case INVALID -> Result.REFUSED;
            case MISSING -> Result.MISSING;
            case TRANSIENT, THROTTLED, UNKNOWN -> Result.FAILED;
        };
    }

    @Override
    public void close() {
        levers.values().forEach(LimitApi::close);
        levers.clear();
    }
}
