package dev.breakwater.connectors.receive.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.aws.AwsCall;
import dev.breakwater.connectors.aws.AwsClients;
import dev.breakwater.connectors.aws.AwsSettings;
import dev.breakwater.connectors.receive.Bench;
import dev.breakwater.connectors.testkit.SetClock;
import dev.breakwater.connectors.testkit.drill.PermissionTable;
import dev.breakwater.connectors.testkit.drill.PermissionTable.PermissionRow;
import dev.breakwater.connectors.testkit.emulator.MotoServer;
import dev.breakwater.connectors.testkit.fault.Fault;
import dev.breakwater.connectors.testkit.fault.FaultProxy;
import dev.breakwater.connectors.testkit.lambda.EmulatedFunctions;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Starts on a bucket that contains a group, and stores another group, without one permission. After a change, rewrite
 * the lines of {@code docs/permissions.md} with {@code -Dbreakwater.write=true}.
 */
class LandingPermissionDrillIT {

    private static MotoServer server;
    private static FaultProxy proxy;

    @BeforeAll
    static void start() throws IOException {
        server = MotoServer.start();
        proxy = FaultProxy.before(server.endpoint());
        try (AwsClients clients = clients()) {
            clients.s3()
                    .createBucket(
                            r -> r.bucket("landing").createBucketConfiguration(c -> c.locationConstraint("eu-west-1")));
            store(clients).store(FolderStoreTest.group(0));
        }
    }

    @AfterAll
    static void stop() {
        proxy.close();
        server.close();
    }

    @Test
    void withAllPermissionsItStartsAndLands() {
        proxy.clear();
        assertThat(land()).isEqualTo("start: done; landing: done");
    }

    @Test
    void theDocumentSaysWhatHappensWithoutEachPermission() {
        List<PermissionRow> rows = List.of(row(AwsCall.LIST_BUCKET), row(AwsCall.GET_OBJECT), row(AwsCall.PUT_OBJECT));
        PermissionTable.writeWhereAsked(rows);
        assertThat(PermissionTable.linesOf(rows))
                .containsExactlyElementsOf(
                        rows.stream().map(PermissionRow::text).toList());
    }

    private static PermissionRow row(AwsCall call) {
        proxy.clear();
        proxy.always(call.permission().replace("s3:ListBucket", "s3:ListObjectsV2"), Fault.DENIED);
        return new PermissionRow(call.permission(), call.role().shown(), call.withoutIt(), land());
    }

    private static String land() {
        try (AwsClients clients = clients()) {
            return "start: " + words(() -> store(clients).recover(Instant.EPOCH)) + "; landing: "
                    + words(() -> store(clients).store(FolderStoreTest.group(1)));
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    private static String words(Step step) {
        try {
            step.run();
            return "done";
        } catch (IOException e) {
            return "refused, s3://landing/zone/" + e.getMessage().replaceFirst("^s3://landing/zone/", "");
        }
    }

    private static BucketStore store(AwsClients clients) {
        return BucketStore.open(clients, "s3://landing/zone", Duration.ZERO, new SetClock(Bench.NOW));
    }

    private static AwsClients clients() {
        AwsSettings settings = new AwsSettings("eu-west-1", proxy.endpoint().toString(), "", 10_000);
        return new AwsClients(settings, Map.of(), EmulatedFunctions.credentials());
    }
}
