package dev.breakwater.connectors.lambda.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.aws.AwsClients;
import dev.breakwater.connectors.aws.AwsSettings;
import dev.breakwater.connectors.lambda.FakeClock;
import dev.breakwater.connectors.lambda.inventory.PlaceDirectory.AccountLimits;
import dev.breakwater.connectors.testkit.emulator.MotoServer;
import dev.breakwater.connectors.testkit.lambda.EmulatedFunctions;
import dev.breakwater.model.Scope;
import dev.breakwater.model.function.FunctionFacts;
import dev.breakwater.model.function.FunctionFacts.Capacity;
import dev.breakwater.model.function.FunctionFacts.ReservationFacts;
import dev.breakwater.model.function.FunctionFacts.TriggerFacts;
import dev.breakwater.model.function.LimitReading.LimitValue;
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
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("modifiedMillis")
                .containsExactlyInAnyOrder(
                        facts("checkout", LimitValue.NONE, Map.of("tier", "critical")), facts("mail", 7, Map.of()));
        assertThat(listing.functions()).allMatch(f -> f.modifiedMillis() > 1_700_000_000_000L);
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

    private static FunctionFacts facts(String function, int reservation, Map<String, String> tags) {
        Scope scope = Scope.function(MotoServer.ACCOUNT, REGION, function);
        FunctionFacts listed = FunctionFacts.listed(scope, 512, "arm64", 30, -1, Capacity.FREE_MB);
        return listed.with(tags, ReservationFacts.of(reservation), TriggerFacts.UNKNOWN, listed.capacity());
    }
}
