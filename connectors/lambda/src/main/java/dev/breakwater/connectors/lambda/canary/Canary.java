package dev.breakwater.connectors.lambda.canary;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.AwsClients;
import dev.breakwater.connectors.aws.AwsSettings;
import dev.breakwater.connectors.lambda.lever.ReservedConcurrencyLever;
import dev.breakwater.model.function.LimitReading.LimitValue;
import dev.breakwater.model.function.OwnTags;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.Architecture;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationResponse;

/** A function for drills to flood. */
public interface Canary extends AutoCloseable {

    /** The tag that makes a function a canary if its value is {@code true}. */
    String TAG = "breakwater-canary";

    /**
     * The facts about the function that are read before it is called.
     *
     * @param marked whether the function has the canary tag
     * @param held whether the function has Breakwater's tag of a throttle or of a release by hand
     * @param memoryMb megabytes
     * @param timeout  the longest duration of a call, seconds
     * @param arm      whether the function runs on arm64
     */
    record Facts(boolean marked, boolean held, int memoryMb, int timeout, boolean arm) {}

    Answer<Facts> facts();

    /** Returns whether the function has Breakwater's lease tag. */
    Answer<Boolean> held();

    /**
     * Returns the function's present reserved concurrency, or
     * {@link LimitValue#NONE}.
     */
    Answer<Integer> reserved();

    /** Calls the function once and waits until the call ends. If the limit is reached, AWS refuses the call. */
    Answer<Boolean> call();

    @Override
    void close();

    /**
     * Calls the canary on AWS. No other class invokes a function. Needs lambda:GetFunctionConfiguration, ListTags,
     * GetFunctionConcurrency and InvokeFunction for this function only.
     */
    public static final class AwsCanary implements Canary {

        /** The duration of one call of the templates' canary. */
        private static final SdkBytes A_SECOND = SdkBytes.fromUtf8String("{\"seconds\":1}");

        private final AwsClients clients;
        private final LambdaClient lambda;
        private final String function;
        private volatile String arn = "";

        public AwsCanary(AwsSettings settings, String function, Map<String, String> environment) {
            clients = new AwsClients(settings, environment);
            lambda = clients.lambda();
            this.function = function;
        }

        @Override
        public Answer<Facts> facts() {
            return Answer.ask(() -> {
                GetFunctionConfigurationResponse f = lambda.getFunctionConfiguration(r -> r.functionName(function));
                arn = f.functionArn();
                Map<String, String> tags = tags();
                return new Facts(
                        "true".equals(tags.get(TAG)),
                        OwnTags.areIn(tags),
                        f.memorySize(),
                        f.timeout(),
                        f.architectures().contains(Architecture.ARM64));
            });
        }

        private Map<String, String> tags() {
            return lambda.listTags(r -> r.resource(arn)).tags();
        }

        @Override
        public Answer<Boolean> held() {
            return Answer.ask(() -> tags().containsKey(OwnTags.LEASE));
        }

        @Override
        public Answer<Integer> reserved() {
            return Answer.ask(() -> ReservedConcurrencyLever.value(lambda, function));
        }

        @Override
        public Answer<Boolean> call() {
            return Answer.ask(() -> lambda.invoke(r -> r.functionName(function).payload(A_SECOND))
                            .functionError()
                    == null);
        }

        @Override
        public void close() {
            clients.close();
        }
    }
}
