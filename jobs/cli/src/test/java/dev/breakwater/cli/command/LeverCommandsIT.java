package dev.breakwater.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.breakwater.cli.CommandLines;
import dev.breakwater.connectors.lambda.ledger.LedgerEntry;
import dev.breakwater.connectors.lambda.ledger.LedgerEntry.LimitKey;
import dev.breakwater.connectors.lambda.ledger.LedgerFolder;
import dev.breakwater.connectors.lambda.ledger.LedgerWriter;
import dev.breakwater.connectors.lambda.lever.AwsLeverFactory;
import dev.breakwater.connectors.lambda.lever.LimitApi;
import dev.breakwater.connectors.testkit.AwsKeys;
import dev.breakwater.connectors.testkit.emulator.MotoServer;
import dev.breakwater.connectors.testkit.fault.EventSourceMappings;
import dev.breakwater.connectors.testkit.fault.Fault;
import dev.breakwater.connectors.testkit.fault.FaultProxy;
import dev.breakwater.connectors.testkit.lambda.EmulatedFunctions;
import dev.breakwater.connectors.testkit.samples.MetricStreamFiles;
import dev.breakwater.engine.control.Request;
import dev.breakwater.guard.file.RequestFiles;
import dev.breakwater.guard.live.RunPlaces;
import dev.breakwater.model.Scope;
import dev.breakwater.model.function.LeaseTag;
import dev.breakwater.model.function.Lever.LeverKind;
import dev.breakwater.model.function.LimitReading.LimitValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.lambda.model.EventSourcePosition;

/** Tests that {@code status}, {@code release} and {@code sweep} find and end limits on queues and streams. */
@ExtendWith(AwsKeys.class)
class LeverCommandsIT {

    private static final String REGION = MetricStreamFiles.REGION;
    private static final long HOUR = 3_600_000;

    @TempDir
    Path folder;

    private MotoServer aws;
    private FaultProxy proxy;
    private EmulatedFunctions lambda;
    private String queue;
    private String stream;
    private String config;

    @BeforeEach
    void start() throws IOException {
        start(0);
    }

    /** @param readsInTransition how many reads see each change of a mapping under way */
    private void start(int readsInTransition) throws IOException {
        aws = MotoServer.start();
        proxy = FaultProxy.before(aws.endpoint()).answering(new EventSourceMappings(readsInTransition));
        lambda = new EmulatedFunctions(proxy.endpoint(), REGION);
        lambda.create("orders", Map.of());
        lambda.create("events", Map.of());
        queue = lambda.lambda()
                .createEventSourceMapping(r -> r.functionName("orders")
                        .eventSourceArn(arn("sqs", "orders"))
                        .scalingConfig(s -> s.maximumConcurrency(40)))
                .uuid();
        stream = lambda.lambda()
                .createEventSourceMapping(r -> r.functionName("events")
                        .eventSourceArn(arn("kinesis", "stream/events"))
                        .startingPosition(EventSourcePosition.LATEST))
                .uuid();
        String yaml = """
            apiVersion: breakwater.dev/v1
            accounts:
              - { id: "%s", regions: [%s] }
            aws: { endpoint: "%s" }
            source:
              landing: { path: ./landing }
            """.formatted(MotoServer.ACCOUNT, REGION, proxy.endpoint());
        config = Files.writeString(folder.resolve("breakwater.yaml"), yaml).toString();
    }

    @AfterEach
    void stop() {
        lambda.close();
        proxy.close();
        aws.close();
    }

    @Test
    void statusNamesThemAndReleasePutsBackWhatWasFound() throws IOException {
        hold(LeverKind.QUEUE, queue, 40, 5, HOUR);
        hold(LeverKind.STREAM, stream, LimitValue.NONE, 0, HOUR);

        CommandLines.Run text = CommandLines.run("status", "-c", config);
        assertThat(text.exit()).as(text.err()).isZero();
        assertThat(text.out())
                .contains("/orders (queue " + queue + ")", "now 5", "before 40", "by bw, read ", " s ago");
        JsonNode leases = new ObjectMapper()
                .readTree(CommandLines.run("status", "-c", config, "-o", "json").out())
                .path("leases");
        assertThat(leases).hasSize(2);
        assertThat(leases.findValuesAsText("lever")).containsExactlyInAnyOrder("queue", "stream");
        assertThat(leases.findValuesAsText("mapping")).containsExactlyInAnyOrder(queue, stream);

        CommandLines.Run release = CommandLines.run("release", "orders", "-c", config);
        assertThat(release.exit()).as(release.err()).isZero();
        assertThat(release.out()).contains("/orders (queue " + queue + "): given back: 40 again");
        assertThat(most()).isEqualTo(40);
        assertThat(state()).as("another function").isEqualTo("Disabled");
    }

    /** AWS shows no value while it changes a mapping, for example after the job has set the limit. */
    @Test
    void aMappingThatIsBeingChangedWasNotChangedBySomebodyElse() throws IOException {
        stop();
        start(3);
        for (String state = ""; !state.equals("Enabled"); ) {
            state = lambda.lambda().getEventSourceMapping(r -> r.uuid(queue)).state();
        }
        hold(LeverKind.QUEUE, queue, 40, 5, HOUR);

        CommandLines.Run changing = CommandLines.run("status", "-c", config);

        assertThat(changing.out()).as(changing.err()).containsPattern("unread +now \\? +before 40 ");
        assertThat(CommandLines.run("status", "-c", config).out()).containsPattern("held +now 5 +before 40 ");
    }

    @Test
    void statusSaysThatALimitedFunctionWasDeleted() throws IOException {
        intend(REGION, "deleted", Duration.ofHours(1));
        assertThat(CommandLines.run("status", "-c", config).out())
                .containsPattern("/deleted +gone +now \\? +before 40 ");
    }

    @Test
    void nothingIsSaidOfNamedPlacesOnly() {
        String place = MotoServer.ACCOUNT + "/" + REGION;
        assertThat(CommandLines.run("status", "-c", config).out())
                .isEqualToIgnoringWhitespace("no throttle is held in " + place);
        assertThat(CommandLines.run("release", "--all", "-c", config).out())
                .isEqualToIgnoringWhitespace("nothing to release in " + place);
        assertThat(CommandLines.run("release", "nobody", "-c", config).err())
                .contains("no such function: nobody in " + place);
        CommandLines.Run mistyped = CommandLines.run("release", "ordrs", "-c", config);
        assertThat(mistyped.exit()).isEqualTo(1);
        assertThat(mistyped.err()).contains("no such function: ordrs", "did you mean orders?");
    }

    @Test
    void statusTellsHowManyFunctionsTheJobLeavesOut() throws IOException {
        Path ledger = Files.createDirectories(folder.resolve("var/ledger"));
        Files.writeString(
                ledger.resolve("heartbeat.json"),
                "{\"at\":\"2020-01-01T02:00:00Z\",\"functions\":50000,\"unwatched\":4000}\n");
        assertThat(CommandLines.run("status", "-c", config).out())
                .startsWith("the job has not reported since 2020-01-01T02:00Z. Each throttle stays until a sweep ")
                .contains("\n4,000 functions are not watched, as of");
        String json = CommandLines.run("status", "-c", config, "-o", "json").out();
        assertThat(new ObjectMapper().readTree(json).path("unwatched").asLong()).isEqualTo(4_000);
        assertThat(new ObjectMapper().readTree(json).path("silentSince").asText())
                .isEqualTo("2020-01-01T02:00:00Z");
    }

    @Test
    void statusSeesByItsFilesThatAJobOnAClusterIsSilent() throws IOException {
        Path ledger = Files.createDirectories(folder.resolve("var/ledger"));
        Path fleet = Files.writeString(ledger.resolve("fleet.jsonl"), "");
        assertThat(CommandLines.run("status", "-c", config).out()).doesNotContain("has not reported");
        Files.setLastModifiedTime(fleet, FileTime.from(Instant.parse("2020-01-01T02:00:00Z")));
        assertThat(CommandLines.run("status", "-c", config).out())
                .startsWith("the job has not reported since 2020-01-01T02:00Z. ");
    }

    @Test
    void statusNamesTheFunctionsThatAPersonProtectedAndWho() throws IOException {
        asked(Request.Kind.PROTECT, Duration.ofHours(24));
        assertThat(CommandLines.run("status", "-c", config).out())
                .contains("/orders", "hands off until ", " (protect, by alice, from console)")
                .doesNotContain("has not reported", "waits for the job");
        String json = CommandLines.run("status", "-c", config, "-o", "json").out();
        assertThat(new ObjectMapper().readTree(json).path("leftAlone").findValuesAsText("why"))
                .containsExactly("protect, by alice, from console");

        Path ledger = Files.createDirectories(folder.resolve("var/ledger"));
        Files.writeString(ledger.resolve("heartbeat.json"), "{\"at\":\"2020-01-01T02:00:00Z\"}\n");
        assertThat(CommandLines.run("status", "-c", config).out())
                .contains("/orders", " waits for the job: protect, by alice, from console")
                .doesNotContain("hands off until");
    }

    /** Its file would protect the function again once the job has lost its state. */
    @Test
    void whoAllowsThrottlesAgainEndsAProtectionForGood() throws IOException {
        asked(Request.Kind.PROTECT, Duration.ofDays(3));
        CommandLines.Run again = CommandLines.run("release", "orders", "--again-allowed", "-c", config);
        assertThat(again.exit()).as(again.err()).isZero();
        assertThat(RequestFiles.all(RunPlaces.requests(ConfigOption.load(Path.of(config)))))
                .isEmpty();
    }

    @Test
    void aReleaseIsToldToRunningJobsByATagWhichIsTakenBackOnDemand() throws IOException {
        hold(LeverKind.QUEUE, queue, 40, 5, HOUR);

        CommandLines.Run release = CommandLines.run("release", "orders", "-c", config);
        assertThat(release.out()).contains("release --again-allowed orders");
        assertThat(handsOff("orders")).isAfter(Instant.now().plusSeconds(23 * 3_600));
        assertThat(CommandLines.run("status", "-c", config).out())
                .contains("/orders", "hands off until ", " (somebody released it, by " + TerminalCommand.user() + ")");

        asked(Request.Kind.ACCEPT, Duration.ofDays(35));
        CommandLines.Run again = CommandLines.run("release", "orders", "--again-allowed", "-c", config);
        assertThat(again.exit()).as(again.err()).isZero();
        assertThat(again.out())
                .contains(
                        "orders may be throttled again",
                        "but its surge 1a2b3c4d5e6f is accepted until ",
                        " (accept, by alice, from console). ",
                        "breakwater attack 1a2b3c4d5e6f");
        assertThat(handsOff("orders")).isBefore(Instant.now());
        assertThat(CommandLines.run("status", "-c", config).out()).doesNotContain("hands off");
        assertThat(CommandLines.run("release", "nobody", "--again-allowed", "-c", config)
                        .err())
                .contains("no such function: nobody in ");
        assertThat(CommandLines.run("release", "--all", "--again-allowed", "-c", config)
                        .exit())
                .isEqualTo(2);
    }

    @Test
    void whereATagMayNotBeAskedForTheSweepListsAllEndsWhatIsOverAndSaysThatItCouldNotSeeAll() {
        hold(LeverKind.STREAM, stream, LimitValue.NONE, 0, -HOUR);
        proxy.always("tagging:GetResources", Fault.DENIED);

        CommandLines.Run sweep = CommandLines.run("sweep", "-c", config);

        assertThat(sweep.exit()).isEqualTo(1);
        assertThat(sweep.err()).contains("breakwater:lease", "the whole fleet was searched for tags instead");
        assertThat(sweep.out())
                .contains("1 limits have our tag, 1 leases ended", "not everything was read")
                .doesNotContain("sweep complete");
        assertThat(state()).isEqualTo("Enabled");
    }

    @Test
    void whatCannotBeReadInEitherWayIsSaidOnce() {
        proxy.always("tagging:GetResources", Fault.DENIED).always("lambda:ListFunctions", Fault.DENIED);

        CommandLines.Run sweep = CommandLines.run("sweep", "-c", config);

        assertThat(sweep.exit()).isEqualTo(1);
        assertThat(sweep.err().lines().filter(line -> line.contains("cannot tell: ")))
                .singleElement()
                .asString()
                .contains("limits with the tag breakwater:lease: ", "; nor could the whole fleet be searched for tags");
    }

    /** As in mode observe, before the account has the act role. */
    @Test
    void aSweepNeedsNoActRoleWhileNothingIsHeld() throws IOException {
        Path written = Path.of(config);
        String roles = "], actRole: \"arn:aws:iam::%1$s:role/breakwater-act\", returnRole: "
                + "\"arn:aws:iam::%1$s:role/breakwater-return\"";
        Files.writeString(
                written,
                Files.readString(written)
                        .replace("[" + REGION + "]", "[" + REGION + roles.formatted(MotoServer.ACCOUNT)));
        proxy.always("sts:AssumeRole", Fault.DENIED);

        CommandLines.Run sweep = CommandLines.run("sweep", "-c", config);

        assertThat(sweep.exit()).as(sweep.err()).isZero();
        assertThat(sweep.out()).endsWith("sweep complete: everything was read, and every lease that was over ended\n");
    }

    @Test
    void sweepEndsWhatIsOverAndNothingElse() {
        hold(LeverKind.QUEUE, queue, 40, 5, HOUR);
        hold(LeverKind.STREAM, stream, LimitValue.NONE, 0, -HOUR);

        CommandLines.Run sweep = CommandLines.run("sweep", "-c", config);

        assertThat(sweep.exit()).as(sweep.err()).isZero();
        assertThat(sweep.out())
                .contains("/events (stream " + stream + "): given back: no limit again")
                .contains("\nsweep complete: ");
        assertThat(state()).isEqualTo("Enabled");
        assertThat(most()).isEqualTo(5);
    }

    /** Somebody took the region out of the file while the job held a limit there, and the job lost its state. */
    @Test
    void aLimitInARegionThatTheFileLacksIsNotSweptSilently() throws IOException {
        for (int minutes : List.of(-16, -14)) intend("us-east-1", "f" + minutes, Duration.ofMinutes(minutes));

        CommandLines.Run sweep = CommandLines.run("sweep", "-c", config);
        assertThat(sweep.exit()).as(sweep.out()).isEqualTo(1);
        assertThat(sweep.err())
                .contains("cannot tell: " + MotoServer.ACCOUNT + " us-east-1: a limit on f-16 should have ended")
                .doesNotContain("f-14");
        assertThat(sweep.out()).doesNotContain("sweep complete");
        assertThat(CommandLines.run("sweep", "--region", REGION, "-c", config).exit())
                .isZero();
    }

    /** The tags alone are enough to release most limits, and the ledger may be away for as long as the job. */
    @Test
    void withoutTheLedgerSweepAndReleaseGoByTheTagsAndSayThatTheyCouldNotSeeAll() throws IOException {
        hold(LeverKind.QUEUE, queue, 40, 5, HOUR);
        hold(LeverKind.STREAM, stream, LimitValue.NONE, 0, -HOUR);
        Path chains = RunPlaces.chains(ConfigOption.load(Path.of(config)));
        Files.createDirectories(chains.resolve("unreadable/ledger.jsonl"));

        CommandLines.Run sweep = CommandLines.run("sweep", "-c", config);

        assertThat(sweep.exit()).as(sweep.err()).isEqualTo(1);
        assertThat(sweep.err()).contains("cannot tell: the ledger cannot be read: ");
        assertThat(sweep.out()).contains("not everything was read").doesNotContain("sweep complete");
        assertThat(state()).isEqualTo("Enabled");
        CommandLines.Run release = CommandLines.run("release", "orders", "-c", config);
        assertThat(release.exit()).as(release.err()).isEqualTo(1);
        assertThat(release.out()).contains("/orders (queue " + queue + "): given back: 40 again");
        assertThat(most()).isEqualTo(40);
    }

    /**
     * Tests a missing lease tag. The act role may not write it on a protected resource, and cannot release without it.
     */
    @Test
    void sweepGivesBackWhatIsProtectedAndLostItsTagByTheReturnRole() throws Exception {
        lambda.lambda().updateEventSourceMapping(r -> r.uuid(queue).scalingConfig(s -> s.maximumConcurrency(5)));
        Path chains = RunPlaces.chains(ConfigOption.load(Path.of(config)));
        try (LedgerWriter ledger = LedgerWriter.of(chains, LedgerFolder.sweep("before"), 1 << 20, Clock.systemUTC())) {
            ledger.note(LedgerEntry.of(LedgerEntry.Kind.INTENT, Instant.now().minusSeconds(7_200))
                    .limit(new LimitKey(MotoServer.ACCOUNT, REGION, "orders", "queue", queue))
                    .lease("t5k3f9", Instant.now().minusSeconds(3_600))
                    .value("5")
                    .found("40"));
        }
        String role = "arn:aws:iam::" + MotoServer.ACCOUNT + ":role/breakwater-return";
        Path written = Path.of(config);
        Files.writeString(
                written,
                Files.readString(written)
                        .replace("[" + REGION + "]", "[" + REGION + "], returnRole: \"" + role + "\""));
        proxy.script("lambda:TagResource", Fault.DENIED);

        CommandLines.Run sweep = CommandLines.run("sweep", "-c", config);

        assertThat(sweep.out()).as(sweep.err()).contains("/orders (queue " + queue + "): given back: 40 again");
        assertThat(most()).isEqualTo(40);
        assertThat(proxy.calls("sts:AssumeRole")).as("the return role alone").hasSize(1);
        assertThat(proxy.calls().stream()
                        .map(call -> call.operation() + ' ' + call.fault())
                        .filter(call -> call.matches("lambda:(Tag|Update|Untag).*")))
                .containsSubsequence(
                        "lambda:TagResource DENIED",
                        "lambda:TagResource PASS",
                        "lambda:UpdateEventSourceMapping PASS",
                        "lambda:UntagResource PASS");
    }

    private void asked(Request.Kind kind, Duration length) throws IOException {
        long now = System.currentTimeMillis();
        Request request = new Request(
                kind.wire(),
                kind,
                Scope.function(MotoServer.ACCOUNT, REGION, "orders"),
                "1a2b3c4d5e6f",
                now,
                now + length.toMillis(),
                "alice",
                "console",
                "",
                0);
        RequestFiles.write(RunPlaces.requests(ConfigOption.load(Path.of(config))), request);
    }

    private void hold(LeverKind kind, String mapping, int previous, int limit, long endsIn) {
        LimitApi lever = AwsLeverFactory.of(kind, lambda.lambda(), MotoServer.ACCOUNT, REGION);
        long until = Instant.now().toEpochMilli() + endsIn;
        LeaseTag lease = new LeaseTag(limit, previous, List.of(), until, "bw", "t5k3f9");
        assertThat(lever.tag(mapping, lease.text()).ok()).isTrue();
        assertThat(lever.apply(mapping, limit).ok()).isTrue();
    }

    /** Only the ledger knows this limit of 5, before which 40 was set. */
    private void intend(String region, String function, Duration untilEnd) throws IOException {
        Path chains = RunPlaces.chains(ConfigOption.load(Path.of(config)));
        Instant until = Instant.now().plus(untilEnd);
        try (LedgerWriter ledger = LedgerWriter.of(chains, LedgerFolder.sweep("before"), 1 << 20, Clock.systemUTC())) {
            ledger.note(LedgerEntry.of(LedgerEntry.Kind.INTENT, until)
                    .limit(new LimitKey(MotoServer.ACCOUNT, region, function, "reservation", ""))
                    .lease("t5k3f9", until)
                    .value("5")
                    .found("40"));
        }
    }

    private Instant handsOff(String function) {
        String arn = "arn:aws:lambda:" + REGION + ":" + MotoServer.ACCOUNT + ":function:" + function;
        return Instant.parse(
                lambda.lambda().listTags(r -> r.resource(arn)).tags().get("breakwater:hands-off-until"));
    }

    private int most() {
        return lambda.lambda()
                .getEventSourceMapping(r -> r.uuid(queue))
                .scalingConfig()
                .maximumConcurrency();
    }

    private String state() {
        return lambda.lambda().getEventSourceMapping(r -> r.uuid(stream)).state();
    }

    private static String arn(String service, String name) {
        return "arn:aws:" + service + ":" + REGION + ":" + MotoServer.ACCOUNT + ":" + name;
    }
}
