package dev.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.breakwater.connectors.aws.AwsClients;
import dev.breakwater.connectors.aws.AwsSettings;
import dev.breakwater.connectors.testkit.emulator.MotoServer;
import dev.breakwater.connectors.testkit.lambda.EmulatedFunctions;
import dev.breakwater.connectors.testkit.pagerduty.PagerDutyDouble;
import dev.breakwater.connectors.testkit.samples.MetricStreamFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongToIntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.organizations.OrganizationsClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Tests an organisation of three accounts. The templates are deployed as in {@code docs/deploy.md}, and the job runs on
 * the central template's configuration. One member account is flooded, throttled and released.
 */
@Tag("full")
class OrganizationFromTemplatesIT {
    private static final Duration PATIENCE = Duration.ofSeconds(240);

    @TempDir
    Path folder;

    private final MotoServer aws = MotoServer.start();
    private final PagerDutyDouble pager = PagerDutyDouble.start();
    private final AwsClients clients = new AwsClients(
            new AwsSettings(MetricStreamFiles.REGION, aws.endpoint().toString(), "", 60_000),
            Map.of(),
            EmulatedFunctions.credentials());
    private final OrganizationsClient organization = clients.build(OrganizationsClient.builder());
    private final S3Client s3 = clients.s3();
    private JobProcess job;
    private String unit;
    private String payments;
    private String shop;
    private int objects;

    @BeforeEach
    void deploy() throws Exception {
        job = new JobProcess(folder, aws);
        String name = organization
                .createOrganization(r -> r.featureSet("ALL"))
                .organization()
                .id();
        String root = organization.listRoots(r -> {}).roots().get(0).id();
        unit = organization
                .createOrganizationalUnit(r -> r.parentId(root).name("workloads"))
                .organizationalUnit()
                .id();
        payments = member(root, "payments");
        shop = member(root, "shop");
        stacks(name);
    }

    private String member(String root, String name) {
        String id = organization
                .createAccount(r -> r.accountName(name).email(name + "@example.org"))
                .createAccountStatus()
                .accountId();
        organization.moveAccount(r -> r.accountId(id).sourceParentId(root).destinationParentId(unit));
        return id;
    }

    private void stacks(String name) throws Exception {
        Stacks central = Stacks.of(aws.endpoint());
        String network = central.ask("ec2", Map.of("Action", "DescribeSubnets", "Version", "2016-11-15"));
        String subnet = Stacks.first(network, "<subnetId>([^<]+)");
        Map<String, String> parameters = new TreeMap<>(Map.of(
                "WatchedAccount", payments,
                "WatchedRegion", MetricStreamFiles.REGION,
                "Units", unit,
                "Mode", "enforce",
                "Organisation", name));
        parameters.putAll(Map.of(
                "Image",
                "breakwater:1",
                "Email",
                "ops@example.org",
                "PagerDutyKey",
                "arn:aws:secretsmanager:eu-west-1:123456789012:secret:breakwater/pagerduty",
                "Subnets",
                subnet,
                "SubnetOne",
                subnet,
                "Vpc",
                Stacks.first(network, "<vpcId>([^<]+)")));
        central.create("central-account.yaml", parameters);
        for (String account : List.of(payments, shop)) {
            central.in(account)
                    .create("watched-account.yaml", Map.of("CentralAccount", MotoServer.ACCOUNT, "Act", "yes"));
        }
        String settings = central.setting("breakwater")
                .replace("/var/breakwater", ".")
                .replace("\"env:PD_ROUTING_KEY\"", "\"env:PD_ROUTING_KEY\", endpoint: \"" + pager.endpoint() + "\"");
        Files.writeString(folder.resolve("breakwater.yaml"), settings);
    }

    @AfterEach
    void stop() throws Exception {
        job.stop();
        clients.close();
        pager.close();
        aws.close();
    }

    @Test
    void aFloodInOneMemberAccountIsPagedProposedApprovedThrottledThereAndReleased() throws Exception {
        try (EmulatedFunctions ofPayments = functions(payments);
                EmulatedFunctions ofShop = functions(shop)) {
            ofPayments.create("checkout", Map.of("team", "payments"));
            ofShop.create("checkout", Map.of("team", "shop"));
            long end = System.currentTimeMillis() / 60_000 - 2;
            long flood = end - 4;
            land(payments, flood - 3 * 1440, end, m -> m < flood ? 600 : 1_200_000);
            land(shop, flood - 3 * 1440, end, m -> 600);
            job.start();

            job.await("the proposal", PATIENCE, () -> !job.decisions("propose").isEmpty());
            JsonNode proposal = job.decisions("propose").get(0);
            assertThat(proposal.path("account").asText()).isEqualTo(payments);
            pager.await(p -> p.alerts().stream().anyMatch(a -> a.open()), PATIENCE);
            String incident = proposal.path("incident").asText();
            // the job writes its open incidents at intervals
            job.await("the open incident", PATIENCE, () -> incidents().contains(incident));
            assertThat(incidents()).contains(incident, "checkout (" + payments + " eu-west-1)");
            job.command("approve", incident);
            job.await(
                    "the word of a person",
                    PATIENCE,
                    () -> !job.decisions("request").isEmpty());
            land(payments, end, end + 1, m -> 1_200_000);
            land(shop, end, end + 1, m -> 600);

            job.await("the throttle", PATIENCE, () -> ofPayments.reserved("checkout") > 0);
            assertThat(ofShop.reserved("checkout")).isEqualTo(-1);
            String held = payments + "/eu-west-1/checkout";
            assertThat(job.command("status")).contains(held).doesNotContain(shop + "/eu-west-1/checkout");
            job.await(
                    "the throttle in the ledger",
                    PATIENCE,
                    () -> !job.ledger("held").isEmpty());
            assertThat(job.command("release", "checkout"))
                    .as(job.ledger().toString())
                    .contains("given back: no limit again");
            assertThat(ofPayments.reserved("checkout")).isEqualTo(-1);
        }
    }

    private EmulatedFunctions functions(String account) throws Exception {
        String key = Stacks.of(aws.endpoint()).in(account).accessKey();
        return new EmulatedFunctions(
                aws.endpoint(),
                MetricStreamFiles.REGION,
                StaticCredentialsProvider.create(AwsBasicCredentials.create(key, "emulator")));
    }

    /** Returns the key to which the account's Firehose would write. */
    private void land(String account, long from, long to, LongToIntFunction calls) {
        String name = String.format("%04d", objects++);
        new MetricStreamFiles(account).minutes(from, to, calls, "checkout").into(folder.resolve("made"), name);
        String key = "metric-stream/" + account + "/eu-west-1/2026/08/05/12/" + name;
        s3.putObject(r -> r.bucket("breakwater-" + MotoServer.ACCOUNT).key(key), folder.resolve("made/" + name));
    }

    private String incidents() {
        try {
            return job.command("incidents");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
