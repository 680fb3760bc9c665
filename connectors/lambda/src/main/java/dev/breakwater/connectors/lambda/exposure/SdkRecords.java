package dev.breakwater.connectors.lambda.exposure;

import dev.breakwater.connectors.lambda.exposure.AccountSurface.FunctionSurface.SentTo;
import dev.breakwater.connectors.lambda.exposure.AccountSurface.FunctionSurface.SourceMapping;
import dev.breakwater.connectors.lambda.exposure.AccountSurface.FunctionSurface.Variables;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.lambda.model.DestinationConfig;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;

/** Converts the SDK's answers into Breakwater's records. */
final class SdkRecords {

    private SdkRecords() {}

    static String logGroup(FunctionConfiguration found) {
        boolean own = found.loggingConfig() != null && found.loggingConfig().logGroup() != null;
        return own ? found.loggingConfig().logGroup() : "/aws/lambda/" + found.functionName();
    }

    static Variables variables(FunctionConfiguration found) {
        if (found.environment() == null) return new Variables(Map.of(), true);
        return new Variables(
                Map.copyOf(found.environment().variables()), found.environment().error() == null);
    }

    static List<SentTo> deadLetters(FunctionConfiguration found) {
        boolean set = found.deadLetterConfig() != null
                && given(found.deadLetterConfig().targetArn());
        return set ? List.of(new SentTo(found.deadLetterConfig().targetArn(), "dead letters")) : List.of();
    }

    static List<SentTo> destinations(DestinationConfig config) {
        List<SentTo> sent = new ArrayList<>();
        if (config.onSuccess() != null && given(config.onSuccess().destination())) {
            sent.add(new SentTo(config.onSuccess().destination(), "on success"));
        }
        if (config.onFailure() != null && given(config.onFailure().destination())) {
            sent.add(new SentTo(config.onFailure().destination(), "on failure"));
        }
        return sent;
    }

    static SourceMapping mapping(EventSourceMappingConfiguration m) {
        String state = m.state() == null ? "" : m.state();
        boolean most = m.scalingConfig() != null && m.scalingConfig().maximumConcurrency() != null;
        DestinationConfig destination = m.destinationConfig();
        boolean failure = destination != null
                && destination.onFailure() != null
                && given(destination.onFailure().destination());
        return new SourceMapping(
                m.eventSourceArn() == null ? "" : m.eventSourceArn(),
                !state.startsWith("Disabl") && !state.equals("Deleting"),
                most ? m.scalingConfig().maximumConcurrency() : -1,
                failure ? destination.onFailure().destination() : "");
    }

    private static boolean given(String text) {
        return text != null && !text.isEmpty();
    }
}
