package dev.breakwater.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.breakwater.cli.CommandLines;
import dev.breakwater.cli.doctor.DoctorWorld.Run;
import dev.breakwater.connectors.aws.AwsCall;
import dev.breakwater.connectors.aws.AwsCall.AwsUse;
import dev.breakwater.connectors.testkit.emulator.MotoServer;
import dev.breakwater.connectors.testkit.fault.Fault;
import dev.breakwater.connectors.testkit.fault.FaultProxy;
import dev.breakwater.connectors.testkit.fault.MissingApi;
import dev.breakwater.connectors.testkit.fault.ServiceErrors;
import dev.breakwater.connectors.testkit.pagerduty.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests the whole command against the emulator, and removes one item after the other. */
class DoctorIT {

    @TempDir
    static Path folder;

    private static DoctorWorld world;

    @BeforeAll
    static void start() {
        world = new DoctorWorld(folder);
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @AfterEach
    void giveBack() {
        world.giveBack();
    }

    @Test
    void whereEverythingIsThereEveryPermissionOfTheListWasAskedAbout() {
        Run run = world.examine();
        assertThat(run.whats("missing")).isEmpty();
        assertThat(run.whats("unknown")).isEmpty();
        assertThat(run.exit()).isZero();
        Set<String> listed = asked().map(AwsCall::subject).collect(Collectors.toCollection(TreeSet::new));
        assertThat(run.whats("there")).containsAll(listed).contains(AccountChecks.TAG_ROOM);
        nothingSecretIsIn(run);
    }

    /** Tests one permission of each use, or all of them in the long form. */
    static Stream<AwsCall> oneOfEachUse() {
        return Arrays.stream(AwsUse.values())
                .filter(use -> use != AwsUse.DRILL)
                .map(use -> Arrays.stream(AwsCall.values())
                        .filter(call -> call.use() == use)
                        .findFirst()
                        .orElseThrow());
    }

    @ParameterizedTest
    @MethodSource("oneOfEachUse")
    void namesThePermissionThatWasTakenAndWhatItCosts(AwsCall taken) {
        isNamed(taken);
    }

    /** Tests all permissions except those of a drill, which reports its own. */
    static Stream<AwsCall> asked() {
        return Arrays.stream(AwsCall.values()).filter(call -> call.use() != AwsUse.DRILL);
    }

    static Stream<AwsCall> refusable() {
        return asked().filter(call -> call != AwsCall.GET_CALLER_IDENTITY);
    }

    @Tag("full")
    @ParameterizedTest
    @MethodSource("refusable")
    void namesEveryPermissionThatWasTakenAndWhatItCosts(AwsCall taken) {
        isNamed(taken);
    }

    private static void isNamed(AwsCall taken) {
        world.take(taken);
        Run run = world.examine();
        JsonNode finding = run.finding(taken.subject(), role(taken));
        assertThat(finding.path("verdict").asText()).isEqualTo("missing");
        assertThat(finding.path("cost").asText()).isEqualTo(taken.withoutIt());
        assertThat(run.whats("missing")).allMatch(what -> what.split(" ")[0].equals(taken.permission()));
        assertThat(run.exit()).isEqualTo(exit(taken));
        nothingSecretIsIn(run);
    }

    /** Tests the permission to assume a role. The finding belongs to the role. */
    private static String role(AwsCall call) {
        return call == AwsCall.ASSUME_ROLE ? "observe" : call.role().shown();
    }

    private static int exit(AwsCall taken) {
        if (taken.use() == AwsUse.EXPOSURE) return 0;
        return taken.use() == AwsUse.DOCTOR ? 1 : 3;
    }

    /** As with {@code Act=no} in the template, which makes neither role. */
    @Test
    void rolesThatNothingInModeObserveNeedsAreNoProblemUntilTheModeActs() {
        MissingApi notMade = (request, upstream) -> Optional.of(request)
                .filter(r -> r.field("RoleArn").orElse("").matches(".*:role/breakwater-(act|return)"))
                .map(r -> ServiceErrors.error(r, 403, "AccessDenied", "not authorized to perform: sts:AssumeRole"));
        try (FaultProxy proxy = FaultProxy.before(world.proxy.endpoint()).answering(notMade)) {
            String acting = world.everything()
                    .replace(world.proxy.endpoint().toString(), proxy.endpoint().toString());
            String observing = acting.replace("mode: enforce", "mode: observe");
            Run run = DoctorWorld.examine(world.config(observing));
            for (String role : List.of("act", "return")) {
                JsonNode finding = run.finding("sts:AssumeRole", role);
                assertThat(finding.path("verdict").asText()).isEqualTo("unneeded");
                assertThat(finding.path("detail").asText())
                        .startsWith("arn:aws:iam::123456789012:role/breakwater-" + role + ": not needed in this mode")
                        .contains("Act=yes");
            }
            assertThat(run.whats("missing")).isEmpty();
            assertThat(run.whats("unknown")).isEmpty();
            assertThat(run.exit()).isZero();
            String problems = CommandLines.run(
                            "doctor",
                            "--problems",
                            "-c",
                            world.config(observing).toString())
                    .out();
            assertThat(problems).contains(", 2 not needed yet").doesNotContain("AssumeRole");

            Run enforcing = DoctorWorld.examine(world.config(acting));
            assertThat(enforcing
                            .finding("sts:AssumeRole", "act")
                            .path("verdict")
                            .asText())
                    .isEqualTo("missing");
            assertThat(enforcing.exit()).isEqualTo(3);
        }
    }

    @Test
    void whatCannotBeSimulatedIsNeverFine() {
        world.take(AwsCall.SIMULATE_PRINCIPAL_POLICY);
        Run run = world.examine();
        assertThat(run.whats("unknown"))
                .isEqualTo(DoctorWorld.SIMULATED.stream()
                        .map(AwsCall::subject)
                        .collect(Collectors.toCollection(TreeSet::new)));
        assertThat(run.exit()).isEqualTo(1);
    }

    @Test
    void anErrorThatIsNoRefusalCannotBeTold() {
        world.proxy.always("lambda:ListTags", Fault.SERVER_ERROR);
        Run run = world.examine();
        assertThat(run.whats("unknown")).containsExactly("lambda:ListTags", "lambda:ListTags (event source mappings)");
        assertThat(run.whats("missing")).isEmpty();
        assertThat(run.exit()).isEqualTo(1);
    }

    @Test
    void findsTheTopicTheBusTheBucketAndTheSecretThatDoNotExist() {
        String yaml = world.everything()
                .replace(":breakwater\"", ":nobody\"")
                .replace("bus: default", "bus: nowhere")
                .replace("breakwater-landing", "breakwater-elsewhere")
                .replace("aws-secret:breakwater/pagerduty", "aws-secret:breakwater/lost");
        Run run = DoctorWorld.examine(world.config(yaml));
        assertThat(run.whats("missing"))
                .containsExactlyInAnyOrder(
                        "notify.sns.topicArn",
                        "notify.eventbridge.bus",
                        "receive.path",
                        "ledger.path",
                        "notify.pagerduty.routingKey");
        assertThat(run.exit()).isEqualTo(3);
    }

    @Test
    void saysOfWhichAccountAndRegionNothingLandedLately() {
        String yaml = world.everything()
                .replace("path: ./landing", "path: \"s3://breakwater-landing/metric-stream/{account}/{region}/\"");
        JsonNode never = DoctorWorld.examine(world.config(yaml)).finding("source.landing.path (lately)", "");
        assertThat(never.toString())
                .contains("\"unknown\"", "metric-stream/" + MotoServer.ACCOUNT + "/eu-west-1/", "metric stream");

        world.land(
                "metric-stream/" + MotoServer.ACCOUNT + "/eu-west-1/",
                Instant.now().minus(Duration.ofHours(4)));
        Run old = DoctorWorld.examine(world.config(yaml));
        assertThat(old.whats("unknown")).containsExactly("source.landing.path (lately)");
        assertThat(old.exit()).isEqualTo(1);

        world.land("metric-stream/" + MotoServer.ACCOUNT + "/eu-west-1/", Instant.now());
        Run now = DoctorWorld.examine(world.config(yaml));
        assertThat(now.whats("there")).contains("source.landing.path (lately)");
        assertThat(now.exit()).isZero();
    }

    @Test
    void aRoleOfAnotherAccountIsNotTakenForTheRightOne() {
        String yaml = world.everything().replace("id: \"123456789012\"", "id: \"210987654321\"");
        Run run = DoctorWorld.examine(world.config(yaml));
        String role = "arn:aws:iam::123456789012:role/breakwater-observe";
        assertThat(run.finding(role, "observe").path("detail").asText())
                .isEqualTo("belongs to account 123456789012, not to 210987654321");
        assertThat(run.exit()).isEqualTo(3);
    }

    @Test
    void whereAwsIsNotReachedTheRestIsStillLookedAt() {
        String yaml = world.everything().replace(world.proxy.endpoint().toString(), "http://127.0.0.1:1");
        Run run = DoctorWorld.examine(world.config(yaml));
        assertThat(run.whats("unknown"))
                .containsExactlyInAnyOrder(
                        "sts:GetCallerIdentity",
                        "organizations:ListAccountsForParent",
                        "secretsmanager:GetSecretValue",
                        "notify.pagerduty.routingKey");
        assertThat(run.whats("there")).contains("pages.path", "notify.pagerduty.endpoint", "receive.keys[0].accessKey");
        assertThat(run.exit()).isEqualTo(1);
    }

    @Test
    void anOrganisationThatIsNotReachedIsNamedOnce() {
        String yaml = world.everything()
                .replaceAll("(?s)accounts:\n.*?\naws:", "aws:")
                .replace("s3://breakwater-landing/run/ledger", "./var/ledger")
                .replace(world.proxy.endpoint().toString(), "http://127.0.0.1:1");
        Run run = DoctorWorld.examine(world.config(yaml));
        assertThat(run.whats("unknown")).contains("organizations:ListAccountsForParent");
        assertThat(run.whats("missing")).doesNotContain("account and region");
    }

    @Test
    void namesTheAccountsThatJoinedSinceTheJobBeganAndGoesOnWithOlderOnesWhereNoneAreListed() throws IOException {
        String ofTheOrganisation = world.everything()
                .replaceAll("(?s)accounts:\n.*?\naws:", "aws:")
                .replace("s3://breakwater-landing/run/ledger", "./var/ledger");
        Path file = world.config(ofTheOrganisation);
        assertThat(DoctorWorld.examine(file).finding("organization", "job").toString())
                .contains("\"there\"", "1 accounts");

        Path ledger = Files.createDirectories(folder.resolve("var/ledger"));
        String begun = "{\"at\":\"2026-08-05T12:00:00Z\",\"unit\":\"%s\",\"account\":\"%s\",\"name\":\"x\"}\n";
        Path accounts = ledger.resolve("accounts.jsonl");
        Files.writeString(accounts, begun.formatted(world.root, "111122223333"));
        assertThat(DoctorWorld.examine(file).finding("organization", "job").toString())
                .contains("\"missing\"", "joined since the job began: " + MotoServer.ACCOUNT);

        Files.writeString(accounts, begun.formatted(world.root, MotoServer.ACCOUNT));
        world.take(AwsCall.LIST_ACCOUNTS_FOR_PARENT);
        Run run = DoctorWorld.examine(file);
        Files.delete(accounts);
        assertThat(run.finding("organization", "job").toString())
                .contains("the list of accounts is from 2026-08-05T12:00:00Z");
        assertThat(run.whats("there")).contains("lambda:ListFunctions");
        assertThat(run.exit()).isEqualTo(3);
    }

    @Test
    void aTestPageIsOpenedAndResolved() {
        Run run = world.examine("--page");
        assertThat(run.exit()).as(run.printed()).isZero();
        assertThat(run.whats("there")).contains("test page", "test page resolved");
        assertThat(world.pagerDuty.alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.dedupKey()).startsWith("breakwater-doctor-");
            assertThat(alert.open()).isFalse();
            assertThat(alert.opened()).isEqualTo(1);
            assertThat(alert.closed()).isEqualTo(1);
        });
        nothingSecretIsIn(run);
    }

    @Test
    void aRefusedRoutingKeyIsMissingAndNamed() {
        world.pagerDuty.script(Answer.of(Answer.Kind.UNAUTHORIZED), Answer.of(Answer.Kind.UNAUTHORIZED));
        Run run = world.examine("--page");
        assertThat(run.finding("test page", "").path("verdict").asText()).isEqualTo("missing");
        assertThat(run.finding("test page", "").path("detail").asText())
                .startsWith("notify.pagerduty.routingKey: the receiver refused the routingKey (HTTP 401)");
        assertThat(run.exit()).isEqualTo(3);
        nothingSecretIsIn(run);
    }

    @Test
    void withoutTheOptionNobodyIsPaged() {
        int before = world.pagerDuty.calls();
        world.examine();
        assertThat(world.pagerDuty.calls()).isEqualTo(before);
    }

    private static void nothingSecretIsIn(Run run) {
        assertThat(run.printed()).doesNotContain(DoctorWorld.ROUTING_KEY, "canary-access-key", world.secretAccessKey);
    }
}
