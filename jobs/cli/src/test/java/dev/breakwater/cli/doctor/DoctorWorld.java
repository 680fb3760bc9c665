package dev.breakwater.cli.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.breakwater.cli.CommandLines;
import dev.breakwater.connectors.aws.AwsCall;
import dev.breakwater.connectors.aws.AwsClients;
import dev.breakwater.connectors.aws.AwsSettings;
import dev.breakwater.connectors.testkit.AwsKeys;
import dev.breakwater.connectors.testkit.emulator.MotoServer;
import dev.breakwater.connectors.testkit.fault.AccountConcurrency;
import dev.breakwater.connectors.testkit.fault.EventSourceMappings;
import dev.breakwater.connectors.testkit.fault.Fault;
import dev.breakwater.connectors.testkit.fault.FaultProxy;
import dev.breakwater.connectors.testkit.fault.FunctionUrls;
import dev.breakwater.connectors.testkit.fault.PolicySimulation;
import dev.breakwater.connectors.testkit.lambda.EmulatedFunctions;
import dev.breakwater.connectors.testkit.pagerduty.PagerDutyDouble;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.organizations.OrganizationsClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sns.SnsClient;

/** An account with every resource that a complete configuration needs. */
final class DoctorWorld implements AutoCloseable {

    static final String REGION = "eu-west-1";
    static final String ROUTING_KEY = "canary0routing0key0canary0routin";

    /** Calls that doctor does not make, but asks IAM about. */
    static final Set<AwsCall> SIMULATED = EnumSet.of(
            AwsCall.TAG_RESOURCE,
            AwsCall.PUT_FUNCTION_CONCURRENCY,
            AwsCall.DELETE_FUNCTION_CONCURRENCY,
            AwsCall.UNTAG_RESOURCE,
            AwsCall.TAG_MAPPING,
            AwsCall.UPDATE_EVENT_SOURCE_MAPPING,
            AwsCall.UNTAG_MAPPING,
            AwsCall.RETURN_TAG_RESOURCE,
            AwsCall.RETURN_TAG_MAPPING,
            AwsCall.PUBLISH,
            AwsCall.PUT_EVENTS,
            AwsCall.PUT_METRIC_DATA,
            AwsCall.PUT_OBJECT,
            AwsCall.DELETE_OBJECT);

    final PolicySimulation simulation = new PolicySimulation();
    final MotoServer server = MotoServer.start();
    final FaultProxy proxy = FaultProxy.before(server.endpoint())
            .answering(AccountConcurrency.usual(), new EventSourceMappings(0), new FunctionUrls(), simulation);
    final PagerDutyDouble pagerDuty = PagerDutyDouble.start();
    final Path folder;
    String secretAccessKey;
    /** The root of an organisation that contains only this account. */
    final String root;

    DoctorWorld(Path folder) {
        this.folder = folder;
        try (AwsClients clients = new AwsClients(
                        AwsSettings.of(REGION, server.endpoint().toString(), ""),
                        Map.of(),
                        EmulatedFunctions.credentials());
                EmulatedFunctions functions = new EmulatedFunctions(server.endpoint(), REGION)) {
            functions.create("checkout", Map.of());
            IamClient iam = clients.build(IamClient.builder());
            iam.createUser(r -> r.userName("breakwater-job"));
            AccessKey key =
                    iam.createAccessKey(r -> r.userName("breakwater-job")).accessKey();
            secretAccessKey = key.secretAccessKey();
            AwsKeys.set(key.accessKeyId(), secretAccessKey);
            OrganizationsClient organization = clients.build(OrganizationsClient.builder());
            organization.createOrganization(r -> r.featureSet("ALL"));
            root = organization.listRoots(r -> {}).roots().get(0).id();
            clients.build(SnsClient.builder()).createTopic(r -> r.name("breakwater"));
            clients.s3()
                    .createBucket(r -> r.bucket("breakwater-landing")
                            .createBucketConfiguration(c -> c.locationConstraint(REGION)));
            clients.build(SecretsManagerClient.builder())
                    .createSecret(r -> r.name("breakwater/pagerduty").secretString(ROUTING_KEY));
            Files.createDirectories(folder.resolve("landing"));
            Files.writeString(folder.resolve("access-key"), "canary-access-key");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A run of the command. */
    record Run(int exit, String printed, JsonNode json) {

        Set<String> whats(String verdict) {
            Set<String> whats = new java.util.TreeSet<>();
            json.path("findings").forEach(f -> {
                if (f.path("verdict").asText().equals(verdict))
                    whats.add(f.path("what").asText());
            });
            return whats;
        }

        /** The finding of this thing and role. */
        JsonNode finding(String what, String role) {
            for (JsonNode f : json.path("findings")) {
                if (f.path("what").asText().equals(what)
                        && f.path("role").asText("").equals(role)) return f;
            }
            throw new AssertionError("nothing found of " + what + " as " + role + " in " + json);
        }
    }

    Run examine(String... more) {
        return examine(config(everything()), more);
    }

    static Run examine(Path config, String... more) {
        String[] args = new String[more.length + 5];
        System.arraycopy(new String[] {"doctor", "-c", config.toString(), "-o", "json"}, 0, args, 0, 5);
        System.arraycopy(more, 0, args, 5, more.length);
        CommandLines.Run run = CommandLines.run(args);
        try {
            return new Run(run.exit(), run.out() + run.err(), new ObjectMapper().readTree(run.out()));
        } catch (IOException e) {
            throw new AssertionError(run.out() + run.err(), e);
        }
    }

    Path config(String yaml) {
        try {
            return Files.writeString(folder.resolve("breakwater.yaml"), yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String everything() {
        return """
                apiVersion: breakwater.dev/v1
                mode: enforce
                instance: { name: test }
                accounts:
                  - id: "%1$s"
                    regions: [%2$s]
                    observeRole: arn:aws:iam::%1$s:role/breakwater-observe
                    actRole: arn:aws:iam::%1$s:role/breakwater-act
                    returnRole: arn:aws:iam::%1$s:role/breakwater-return
                aws: { endpoint: "%3$s" }
                organization:
                  units: [%5$s]
                  regions: [%2$s]
                  observeRole: arn:aws:iam::{account}:role/breakwater-observe
                  actRole: arn:aws:iam::{account}:role/breakwater-act
                  returnRole: arn:aws:iam::{account}:role/breakwater-return
                source:
                  cloudwatch: { every: 1m }
                  landing: { path: ./landing }
                receive: { keys: [{ accessKey: "file:access-key", accounts: ["111122223333"] }], path: "s3://breakwater-landing/zone/" }
                ledger: { path: "s3://breakwater-landing/run/ledger" }
                notify:
                  pagerduty: { routingKey: "aws-secret:breakwater/pagerduty", endpoint: "%4$s" }
                  sns: { topicArn: "arn:aws:sns:%2$s:%1$s:breakwater" }
                  eventbridge: { bus: default }
                  cloudwatch: { region: %2$s }
                """.formatted(MotoServer.ACCOUNT, REGION, proxy.endpoint(), pagerDuty.endpoint(), root);
    }

    /** An object below the prefix, as Firehose names it. */
    void land(String prefix, Instant at) {
        String hour = DateTimeFormatter.ofPattern("yyyy/MM/dd/HH")
                .withZone(ZoneOffset.UTC)
                .format(at);
        AwsSettings settings = AwsSettings.of(REGION, server.endpoint().toString(), "");
        try (AwsClients clients = new AwsClients(settings, Map.of(), EmulatedFunctions.credentials())) {
            clients.s3()
                    .putObject(
                            r -> r.bucket("breakwater-landing").key(prefix + hour + "/breakwater-1.gz"),
                            RequestBody.fromString("{}"));
        }
    }

    void take(AwsCall call) {
        if (SIMULATED.contains(call)) simulation.deny(call.permission());
        else proxy.always(operation(call), Fault.DENIED);
    }

    void giveBack() {
        simulation.allowAll();
        proxy.clear();
    }

    /** The calls whose names differ between the protocol and policies. */
    private static String operation(AwsCall call) {
        return call.permission()
                .replaceFirst("^cloudwatch:", "monitoring:")
                .replaceFirst("^tag:", "tagging:")
                .replace("s3:ListBucket", "s3:ListObjectsV2");
    }

    @Override
    public void close() {
        AwsKeys.remove();
        pagerDuty.close();
        proxy.close();
        server.close();
    }
}
