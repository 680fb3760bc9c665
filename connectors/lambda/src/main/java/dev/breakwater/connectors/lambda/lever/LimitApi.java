package dev.breakwater.connectors.lambda.lever;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.AwsSettings;
import dev.breakwater.model.function.Lever.LeverKind;
import dev.breakwater.model.function.LimitReading;
import dev.breakwater.model.function.LimitReading.LimitValue;
import dev.breakwater.model.function.LimitShape;
import java.io.Serializable;
import java.util.Map;

/**
 * One kind of limit in one account and region. A target is a function's name or, for levers on event source mappings,
 * the mapping's UUID. Each method is one small step. A lever makes no decisions and repeats no call.
 *
 * <p>A value is {@link LimitValue#NONE} if there is no limit, otherwise 0 and above. {@link LeverKind} documents the
 * valid values. Callers may repeat every step. A refusal by AWS is a result, never an exception.
 */
public interface LimitApi extends AutoCloseable {

    /** Reads the present value, then the present tags. A missing target is reported as a state, not as a failure. */
    Answer<LimitReading> read(String target);

    /** Writes the lease tag. */
    Answer<Boolean> tag(String target, String lease);

    /**
     * Writes the lease tag for a release. The method also works on a protected resource, if a role for such resources
     * is configured.
     */
    default Answer<Boolean> tagAgain(String target, String lease) {
        return tag(target, lease);
    }

    /** Sets the limit. */
    Answer<Boolean> apply(String target, int limit);

    /** Restores the earlier value, or no limit for {@link LimitValue#NONE}. */
    Answer<Boolean> restore(String target, int previous);

    /** Removes the lease tag. */
    Answer<Boolean> untag(String target);

    /**
     * Tags a function so that no limit is set on it until the given time. A time in the past ends the function's
     * protection.
     */
    Answer<Boolean> letAlone(String function, long untilMillis);

    /** Removes the hands-off tag. */
    Answer<Boolean> removeHandsOff(String function);

    @Override
    void close();

    /**
     * Makes the lever for one kind of limit in an account and region, on the machine that uses the lever. A factory is
     * part of the job graph, so it contains no secret.
     */
    @FunctionalInterface
    public interface LeverFactory extends Serializable {

        LimitApi open(String account, String region, LeverKind kind);
    }

    /** A kind of limit with an API of its own, instead of Lambda's. */
    interface OwnLever extends LimitShape {

        /** Returns the lever of an account and region, which closes what it opened. */
        LimitApi open(AwsSettings settings, String account, Map<String, String> environment);
    }
}
