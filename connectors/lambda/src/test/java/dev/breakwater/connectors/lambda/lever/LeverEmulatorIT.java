package dev.breakwater.connectors.lambda.lever;

import dev.breakwater.connectors.aws.AwsClients;
import dev.breakwater.connectors.aws.AwsSettings;
import dev.breakwater.connectors.testkit.emulator.MotoServer;
import dev.breakwater.connectors.testkit.lambda.EmulatedFunctions;
import dev.breakwater.model.Scope;
import dev.breakwater.model.function.Lever.LeverKind;
import dev.breakwater.model.function.LimitReading.LimitValue;
import dev.breakwater.model.kind.ResourceKind;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Tests the contract with the real SDK against the emulator. */
class LeverEmulatorIT extends LeverContract {

    private static final String REGION = "eu-west-1";

    private static MotoServer server;
    private static EmulatedFunctions functions;
    private static AwsClients clients;
    private static LimitApi lever;

    @BeforeAll
    static void start() {
        server = MotoServer.start();
        functions = new EmulatedFunctions(server.endpoint(), REGION);
        AwsSettings settings = new AwsSettings(REGION, server.endpoint().toString(), "", 20_000);
        clients = new AwsClients(settings, Map.of(), EmulatedFunctions.credentials());
        lever = AwsLeverFactory.of(LeverKind.RESERVATION, clients.lambda(), MotoServer.ACCOUNT, REGION);
    }

    @AfterAll
    static void stop() {
        clients.close();
        functions.close();
        server.close();
    }

    @Override
    protected LimitApi lever() {
        server.reset();
        return lever;
    }

    @Override
    protected String create(String function, Map<String, String> tags) {
        functions.create(function, tags);
        return function;
    }

    @Override
    protected void delete(String function) {
        functions.lambda().deleteFunction(r -> r.functionName(function));
    }

    @Override
    protected void byHand(String function, int reservation) {
        if (reservation == LimitValue.NONE) {
            functions.lambda().deleteFunctionConcurrency(r -> r.functionName(function));
            return;
        }
        functions
                .lambda()
                .putFunctionConcurrency(r -> r.functionName(function).reservedConcurrentExecutions(reservation));
    }

    @Override
    protected Map<String, String> tags(String function) {
        String arn = ResourceKind.arnOf(Scope.function(MotoServer.ACCOUNT, REGION, function));
        return functions.lambda().listTags(r -> r.resource(arn)).tags();
    }
}
