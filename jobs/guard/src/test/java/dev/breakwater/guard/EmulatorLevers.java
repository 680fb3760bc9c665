package dev.breakwater.guard;

import dev.breakwater.connectors.lambda.lever.AwsLeverFactory;
import dev.breakwater.connectors.lambda.lever.LimitApi;
import dev.breakwater.connectors.lambda.lever.LimitApi.LeverFactory;
import dev.breakwater.connectors.testkit.lambda.EmulatedFunctions;
import dev.breakwater.model.function.Lever.LeverKind;
import java.net.URI;

/** Levers that act on the emulator. */
final class EmulatorLevers implements LeverFactory {

    private final String endpoint;

    EmulatorLevers(URI endpoint) {
        this.endpoint = endpoint.toString();
    }

    @Override
    public LimitApi open(String account, String region, LeverKind kind) {
        EmulatedFunctions emulated = new EmulatedFunctions(URI.create(endpoint), region);
        return AwsLeverFactory.of(kind, emulated.lambda(), account, region);
    }
}
