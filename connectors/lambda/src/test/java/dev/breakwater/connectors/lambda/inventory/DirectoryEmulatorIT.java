package dev.breakwater.connectors.lambda.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.model.Scope;
import dev.breakwater.model.LimitValue;
import dev.breakwater.connectors.aws.AwsClients;
import dev.breakwater.connectors.aws.AwsSettings;
import dev.breakwater.connectors.lambda.FakeClock;
import dev.breakwater.connectors.lambda.inventory.PlaceDirectory.AccountLimits;
import dev.breakwater.connectors.testkit.emulator.MotoServer;
import dev.breakwater.connectors.testkit.lambda.EmulatedFunctions;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** Tests reads of the emulator's account through the real SDK. */
class DirectoryEmulatorIT {

    private static final String REGION = "eu-west-1";

    private static MotoServer server;
    private static EmulatedFunctions functions;
    private static AwsClients clients;
    private static LambdaClient lambda;

    private final FakeClock clock = new FakeClock(Rounds.NOW);
    private LambdaFunctionDirectory directory;

    @BeforeAll
    static void start() {
        server = MotoServer.start();
        functions = new EmulatedFunctions(server.endpoint(), REGION);
        AwsSettings settings = new AwsSettings(REGION, server.endpoint().toString(), "", 20_000);
        clients = new AwsClients(settings, Map.of(), EmulatedFunctions.credentials());
        lambda = clients.lambda();
    }

    @AfterAll
    static void stop() {
        clients.close();
        functions.close();
        server.close();
    }

    @BeforeEach
    void empty() {
        server.reset();
        directory = new LambdaFunctionDirectory(lambda, MotoServer.ACCOUNT, REGION, clock);
    }

    @Test
    void describesEveryFunction() {
        functions.create("checkout", Map.of("tier", "critical"));
        functions.create("mail", Map.of());
        functions.lambda().putFunctionConcurrency(r -> r.functionName("mail").reservedConcurrentExecutions(7));

        LambdaFunctionDirectory.Listing listing = directory.list();

        assertThat(listing.gaps()).isEmpty();
        assertThat(listing.functions())
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("lastModifiedMillis")
                .containsExactlyInAnyOrder(
                        new FunctionDescription(
                                function("checkout"), 512, "arm64", 30, LimitValue.NONE, -1, Map.of("tier", "critical")),
                        new FunctionDescription(function("mail"), 512, "arm64", 30, 7, -1, Map.of()));
        assertThat(listing.functions()).allMatch(f -> f.lastModifiedMillis() > 1_700_000_000_000L);
    }

    @Test
    void aRoleIsAssumedThroughTheSameEndpoint() {
        functions.create("checkout", Map.of());
        String role = "arn:aws:iam::" + MotoServer.ACCOUNT + ":role/breakwater-observe";
        AwsSettings settings = new AwsSettings(REGION, server.endpoint().toString(), role, 20_000);
        try (AwsClients assumed = new AwsClients(settings, Map.of(), EmulatedFunctions.credentials())) {
            LambdaFunctionDirectory.Listing listing =
                    new LambdaFunctionDirectory(assumed.lambda(), MotoServer.ACCOUNT, REGION, clock).list();
            assertThat(listing.gaps()).isEmpty();
            assertThat(listing.functions()).hasSize(1);
        }
    }

    @Test
    void accountSettingsAreUnavailableInTheEmulatorAndThatIsAnAnswer() {
        assertThat(AccountLimits.read(lambda).toOptional()).isEmpty();
    }

    @Test
    void anUnreachableAccountIsAGap() {
        AwsSettings nowhere = new AwsSettings(REGION, "http://127.0.0.1:1", "", 1_000);
        try (AwsClients unreachable = new AwsClients(nowhere, Map.of(), EmulatedFunctions.credentials())) {
            LambdaFunctionDirectory.Listing listing =
                    new LambdaFunctionDirectory(unreachable.lambda(), MotoServer.ACCOUNT, REGION, clock).list();
            assertThat(listing.complete()).isFalse();
        }
    }

    private static Scope function(String function) {
        return Scope.function(MotoServer.ACCOUNT, REGION, function);
    }
}
