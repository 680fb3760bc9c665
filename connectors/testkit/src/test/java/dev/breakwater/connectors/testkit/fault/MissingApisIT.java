package dev.breakwater.connectors.testkit.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.connectors.testkit.emulator.MotoServer;
import dev.breakwater.connectors.testkit.lambda.EmulatedFunctions;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.FunctionUrlAuthType;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/** Tests the proxy's additions to the emulator through the real SDK. */
class MissingApisIT {

    private static MotoServer server;

    private FaultProxy proxy;
    private EmulatedFunctions functions;
    private LambdaClient lambda;

    @BeforeAll
    static void start() {
        server = MotoServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void open() {
        server.reset();
        proxy = FaultProxy.before(server.endpoint())
                .answering(
                        new AccountConcurrency(400, 100),
                        new FunctionUrls(),
                        new EventSourceMappings(0),
                        MissingApi.timesOfInvokeConfigs());
        functions = new EmulatedFunctions(proxy.endpoint(), "eu-west-1");
        lambda = functions.lambda();
        functions.create("checkout", Map.of("team", "shop"));
        functions.create("mail", Map.of());
    }

    @AfterEach
    void close() {
        functions.close();
        proxy.close();
    }

    @Test
    void accountSettingsCountWhatIsReservedBehindTheProxy() {
        try (EmulatedFunctions human = new EmulatedFunctions(server.endpoint(), "eu-west-1")) {
            human.lambda().putFunctionConcurrency(r -> r.functionName("mail").reservedConcurrentExecutions(250));
        }
        assertThat(lambda.getAccountSettings(r -> {}).accountLimit()).satisfies(limit -> {
            assertThat(limit.concurrentExecutions()).isEqualTo(400);
            assertThat(limit.unreservedConcurrentExecutions()).isEqualTo(150);
        });
        assertThat(lambda.getAccountSettings(r -> {}).accountUsage().functionCount())
                .isEqualTo(2);
    }

    @Test
    void aReservationThatLeavesTooLittleUnreservedIsRefusedAndASmallerOneTaken() {
        reserve("mail", 200);
        assertThatThrownBy(() -> reserve("checkout", 101))
                .isInstanceOf(InvalidParameterValueException.class)
                .hasMessageContaining("below its minimum value of [100]");
        reserve("checkout", 100);
        reserve("checkout", 40);
        assertThatThrownBy(() -> reserve("mail", 261)).isInstanceOf(InvalidParameterValueException.class);
        reserve("mail", 260);
    }

    @Test
    void functionUrlsAreListedWhereThereAreSome() {
        assertThat(lambda.listFunctionUrlConfigs(r -> r.functionName("checkout"))
                        .functionUrlConfigs())
                .isEmpty();
        lambda.createFunctionUrlConfig(r -> r.functionName("checkout").authType(FunctionUrlAuthType.NONE));
        assertThat(lambda.listFunctionUrlConfigs(r -> r.functionName("checkout"))
                        .functionUrlConfigs())
                .singleElement()
                .satisfies(url -> assertThat(url.authType()).isEqualTo(FunctionUrlAuthType.NONE));
        assertThatThrownBy(() -> lambda.listFunctionUrlConfigs(r -> r.functionName("no-such")))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void anInvokeConfigurationTellsWhenItWasChanged() {
        Instant before = Instant.now().minusSeconds(60);
        String dead = "arn:aws:sqs:eu-west-1:" + MotoServer.ACCOUNT + ":dead";
        lambda.putFunctionEventInvokeConfig(
                r -> r.functionName("mail").destinationConfig(d -> d.onFailure(f -> f.destination(dead))));
        assertThat(lambda.getFunctionEventInvokeConfig(r -> r.functionName("mail")))
                .satisfies(config -> {
                    assertThat(config.destinationConfig().onFailure().destination())
                            .isEqualTo(dead);
                    assertThat(config.lastModified())
                            .isBetween(before, Instant.now().plusSeconds(1));
                });
        assertThatThrownBy(() -> lambda.getFunctionEventInvokeConfig(r -> r.functionName("checkout")))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void theTagsOfFunctionsStayBehindTheProxy() {
        String arn = "arn:aws:lambda:eu-west-1:" + MotoServer.ACCOUNT + ":function:checkout";
        assertThat(lambda.listTags(r -> r.resource(arn)).tags()).containsEntry("team", "shop");
    }

    @Test
    void aScriptedDenialIsTheSdksOwnException() {
        proxy.script("lambda:PutFunctionConcurrency", Fault.DENIED);
        assertThatThrownBy(() -> reserve("mail", 1)).isInstanceOfSatisfying(LambdaException.class, e -> {
            assertThat(e.statusCode()).isEqualTo(403);
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDeniedException");
            assertThat(e.awsErrorDetails().errorMessage()).contains("lambda:PutFunctionConcurrency");
        });
    }

    private void reserve(String function, int value) {
        lambda.putFunctionConcurrency(r -> r.functionName(function).reservedConcurrentExecutions(value));
    }
}
