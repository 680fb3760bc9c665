package dev.breakwater.cli.exposure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.breakwater.connectors.lambda.ActClock;
import dev.breakwater.connectors.testkit.AwsKeys;
import dev.breakwater.connectors.testkit.fault.Fault;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/**
 * Tests the command on an account with some sixty functions. It must find every planted public function and loop, and
 * no other.
 */
@ExtendWith(AwsKeys.class)
class ExposureIT {

    private static final Path PAGE = Path.of("target", "exposure.html");
    private static final Set<String> UNUSED = Set.of("logs", "rule");
    private static final double USD_PER_GB_SECOND = 0.0000166667;
    private static final double USD_PER_REQUEST = 0.0000002;

    @TempDir
    static Path folder;

    private static ExposureWorld world;
    private static JsonNode report;

    @BeforeAll
    static void readOnce() throws IOException {
        world = new ExposureWorld();
        PlantedFunctions.plant(world);
        Files.writeString(folder.resolve("breakwater.yaml"), """
                apiVersion: breakwater.dev/v1
                accounts: [{ id: "%s", regions: [%s] }]
                aws: { endpoint: "%s" }
                source: { landing: { path: . } }
                """.formatted(
                        ExposureWorld.ACCOUNT, ExposureWorld.REGION, world.proxy.endpoint()));
        Files.createDirectories(folder.resolve("history"));
        Files.write(folder.resolve("history/samples.jsonl"), history());
        Run run = run(
                "-o",
                "json",
                "--fail-above",
                "67.21",
                "--input",
                folder.resolve("history").toString());
        assertThat(run.exit).as(run.err).isZero();
        report = new ObjectMapper().readTree(run.out);
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @Test
    void everyPlantedPublicFunctionIsFoundAndNoOther() {
        Set<String> open = new TreeSet<>();
        for (JsonNode f : report.path("functions")) {
            String name = f.path("function").asText();
            if (f.path("public").asBoolean()) open.add(name);
            assertThat(f.path("publicKnown").asBoolean())
                    .as(name)
                    .isNotEqualTo(PlantedFunctions.POSSIBLY.contains(name));
        }
        assertThat(open).containsExactlyInAnyOrderElementsOf(PlantedFunctions.PUBLIC);
        assertThat(report.path("functions")).hasSizeGreaterThan(50).hasSameSizeAs(world.planted);
        assertThat(report.path("gaps")).isEmpty();
    }

    @Test
    void everyPlantedLoopIsFoundAndNoOther() {
        Set<Set<String>> loops = new HashSet<>();
        for (JsonNode loop : report.path("loops")) {
            Set<String> members = new TreeSet<>();
            loop.path("functions").forEach(arn -> members.add(arn.asText().replaceAll(".*:function:", "")));
            loops.add(members);
        }
        assertThat(loops).containsExactlyInAnyOrderElementsOf(PlantedFunctions.LOOPS);
        Set<String> inLoops = new TreeSet<>();
        PlantedFunctions.LOOPS.forEach(inLoops::addAll);
        assertThat(names("loop")).isEqualTo(inLoops);
    }

    @ParameterizedTest
    @CsvSource({
        "loop-destination-a, certain, true",
        "loop-failures, certain, true",
        "loop-queue, likely, true",
        "loop-bucket, likely, true",
        "loop-topic, possible, true",
        "loop-two-queues-a, possible, true",
        "loop-itself, possible, true",
        "loop-table, likely, false",
        "loop-stream, possible, false",
        "loop-bus, possible, false",
    })
    void aLoopIsAsSureAsItsLeastSureStepAndSaysWhetherAwsCutsIt(String function, String certainty, boolean cut) {
        for (JsonNode loop : report.path("loops")) {
            if (!loop.path("functions").toString().contains("function:" + function + "\"")) continue;
            assertThat(loop.path("certainty").asText()).isEqualTo(certainty);
            assertThat(loop.path("cutByAws").asBoolean()).isEqualTo(cut);
            return;
        }
        throw new AssertionError("no loop of " + function);
    }

    /** Tests the contract of {@code exposure -o json}: names, types and sums. */
    @Test
    void theJsonHasTheFieldsThatOthersRelyOn() {
        for (JsonNode f : report.path("functions")) {
            String text = f.toString();
            for (String name : List.of("function", "account", "region", "capReason")) {
                assertThat(f.path(name).isTextual()).as(name + " of " + text).isTrue();
            }
            assertThat(f.path("capReason").asText()).isIn("reserved", "account", "mapping", "assumed");
            assertThat(f.path("concurrencyCap").isInt()).isTrue();
            assertThat(f.path("public").isBoolean()).isTrue();
            assertThat(f.path("invokers").isArray()).isTrue();
            f.path("invokers").forEach(i -> assertThat(i.isTextual()).isTrue());
            assertThat(f.has("suggestedReservation")).isTrue();
            double cap = f.path("concurrencyCap").asInt();
            assertThat(f.path("usdPerHourCompute").asDouble()).isCloseTo(cap * USD_PER_GB_SECOND * 3_600, within(1e-6));
            assertThat(f.path("usdPerHourRequests").asDouble())
                    .isCloseTo(cap * 10 * 3_600 * USD_PER_REQUEST, within(1e-6));
            assertThat(f.path("usdPerHour").asDouble())
                    .isCloseTo(
                            f.path("usdPerHourCompute").asDouble()
                                    + f.path("usdPerHourRequests").asDouble(),
                            within(1e-6));
        }
        JsonNode account = report.path("account");
        assertThat(account.path("account").asText()).isEqualTo(ExposureWorld.ACCOUNT);
        assertThat(account.path("usdPerHour").asDouble())
                .as("1,000 executions of 1 GB, whichever function has them")
                .isCloseTo(1_000 * (USD_PER_GB_SECOND * 3_600 + 10 * 3_600 * USD_PER_REQUEST), within(1e-6));
    }

    @ParameterizedTest
    @CsvSource({"url-open-reserved, 5, reserved", "queue-at-most-7, 7, mapping", "everybody, 995, account"})
    void theCapIsWhatReallyHolds(String function, int cap, String reason) {
        assertThat(of(function).path("concurrencyCap").asInt()).isEqualTo(cap);
        assertThat(of(function).path("capReason").asText()).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "url-open | anyone, if a missing permission is added: function URL",
                "url-open-no-statement | anyone, if a missing permission is added",
                "url-signed | signed callers with lambda:InvokeFunctionUrl",
                "everybody | anyone: statement s0 allows lambda:InvokeFunction to everybody",
                "organisation | everybody within aws:PrincipalOrgID o-abcdefghij",
                "other-account | other account 222233334444",
                "bucket-of-anybody | s3 for any account: statement s0 names no source",
                "topic-of-other | sns of another account",
                "gateway | would admit API a1b2c3, but there is no such API",
                "balancer | possibly public: elasticloadbalancing.amazonaws.com may act for strangers (AWS:SourceArn",
                "distribution | possibly public: cloudfront.amazonaws.com may act for strangers (AWS:SourceArn",
                "everybody-any-bucket | anyone, through a service: statement s0",
                "everybody-version | anyone: statement s1 allows lambda:InvokeFunction to everybody",
                "api-open | anyone: REST API pets",
                "api-authoriser | anyone: REST API pets",
                "api-key | REST API pets",
                "login | possibly public: transfer.amazonaws.com may act for strangers (AWS:SourceArn",
                "everybody-of-account | possibly public: any service may act for strangers (AWS:SourceAccount",
                "api-token | possibly public: HTTP API shop",
                "queue-of-other | polls sqs orders of another account, 222233334444",
                "bucket | s3: AWS:SourceArn arn:aws:s3:::uploads",
                "schedule | events: AWS:SourceArn",
                "queue-at-most-7 | polls sqs slow, at most 7 at once",
                "queue-off | would poll sqs old, but the mapping is disabled",
                "table | polls dynamodb table/carts",
                "stream | polls kinesis stream/clicks",
                "loop-destination-a | function loop-destination-b: sends there on success",
            })
    void saysWhoCanStartIt(String function, String invoker) {
        assertThat(of(function).path("invokers").toString()).contains("\"" + invoker);
    }

    /** Functions behind an API, another account's queue, or an unread entry point. */
    @ParameterizedTest
    @CsvSource({
        "api-open, public",
        "api-key, shared",
        "api-token, unknown",
        "login, unknown",
        "everybody-of-account, unknown",
        "queue-of-other, shared",
        "balancer, unknown",
        "distribution, unknown",
        "api-not-deployed, internal",
        "bucket, internal",
    })
    void whatOthersCanStartIsNotCalledInternal(String function, String risk) {
        assertThat(of(function).path("risk").asText()).isEqualTo(risk);
    }

    @Test
    void withoutTheApisNothingIsCalledClosed() throws IOException {
        world.proxy.always("apigateway:GET", Fault.DENIED);
        Run run = run("-o", "json");
        world.proxy.clear();
        JsonNode blind = new ObjectMapper().readTree(run.out);
        assertThat(blind.path("functions"))
                .noneSatisfy(f -> assertThat(f.path("risk").asText()).isIn("internal", "shared"));
        assertThat(blind.path("gaps").toString()).contains("\"permission\":\"apigateway:GET\"");
    }

    @Test
    void listsWhatToLookAt() {
        assertThat(listed("newIn7Days")).containsExactly("new-today");
        assertThat(listed("untagged")).containsExactly("untagged");
        assertThat(listed("unusedFor30Days")).containsExactlyInAnyOrderElementsOf(UNUSED);
        assertThat(listed("wideRights"))
                .contains("administrator", "changes-code", "everybody-all-actions")
                .doesNotContain("gateway", "url-open");
        assertThat(of("administrator").path("couldDo").toString()).contains("do almost anything in the account");
        assertThat(of("changes-code").path("couldDo").toString()).contains("replace the code of functions");
        assertThat(of("everybody-all-actions").path("couldDo").toString()).contains("everybody can replace its code");
    }

    @Test
    void suggestsAReservationFromItsOwnHistory() {
        assertThat(of("everybody").path("suggestedReservation").asInt()).isEqualTo(30);
        assertThat(of("gateway").path("suggestedReservation").isNull()).isTrue();
    }

    /** The worst case is 67.20, so a threshold of 67.21 is not exceeded. */
    @Test
    void failsAboveALineAndTakesNothingThatCannotBeReadForClosed() throws IOException {
        world.proxy.always("lambda:GetPolicy", Fault.DENIED);
        Run run = run("-o", "json", "--fail-above", "67.19");
        world.proxy.clear();
        assertThat(run.exit).isEqualTo(3);
        assertThat(run.err).isEqualTo("breakwater: 67.20 USD an hour at worst, above 67.19\n");
        JsonNode blind = new ObjectMapper().readTree(run.out);
        assertThat(blind.path("functions"))
                .allSatisfy(f -> assertThat(f.path("publicKnown").asBoolean())
                        .isEqualTo(f.path("public").asBoolean()));
        assertThat(blind.path("gaps").toString()).contains("lambda:GetPolicy");
        assertThat(blind.path("lists").path("unusedFor30Days").isNull())
                .as("without a history it is not known what is unused")
                .isTrue();
    }

    @Test
    void failOpenFailsForWhatAnyoneCanStartAndForWhatIsNotKnown() {
        Run run = run("-o", "json", "--fail-open");
        assertThat(run.exit).isEqualTo(3);
        assertThat(run.err)
                .contains("breakwater: anyone can start ")
                .contains("breakwater: it is unknown whether anyone can start ");
        assertThat(PlantedFunctions.POSSIBLY)
                .allSatisfy(name -> assertThat(run.err).contains("/" + name));
    }

    /** Keeps the page in {@code target/}, so that people can look at it. */
    @Test
    void thePageNamesEveryFunctionAndLoadsNothing() throws IOException {
        Run run = run(
                "-o",
                "html",
                "--out",
                PAGE.toString(),
                "--input",
                folder.resolve("history").toString());
        assertThat(run.exit).isZero();
        String page = Files.readString(PAGE);
        assertThat(page).contains(world.planted).doesNotContain("<script", "<link", "src=", "@import", "url(");
    }

    private record Run(int exit, String out, String err) {}

    /** Reads without a pace, because the emulator has no limit. */
    private static Run run(String... options) {
        ActClock clock = new ActClock() {
            @Override
            public long millis() {
                return System.currentTimeMillis();
            }

            @Override
            public void pause(long millis) {
                // nobody is waiting for a turn here
            }
        };
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        List<String> args =
                new ArrayList<>(List.of("-c", folder.resolve("breakwater.yaml").toString()));
        args.addAll(List.of(options));
        int exit = new CommandLine(new ExposureCommand(clock))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(args.toArray(String[]::new));
        return new Run(exit, out.toString(), err.toString());
    }

    /** Writes one call a day over 31 days for each used function, and up to 20 concurrent calls for "everybody". */
    private static List<String> history() {
        long day = Duration.ofDays(1).toMillis();
        long now = System.currentTimeMillis() / 60_000 * 60_000;
        List<String> lines = new ArrayList<>();
        for (int ago = 31; ago >= 0; ago--) {
            for (String function : world.planted) {
                if (!UNUSED.contains(function)) lines.add(sample(function, "Invocations", now - ago * day, 3));
            }
            lines.add(sample("everybody", "ConcurrentExecutions", now - ago * day, 5 + ago % 16));
        }
        return lines;
    }

    private static String sample(String function, String metric, long at, int value) {
        return ("{\"account_id\":\"%s\",\"region\":\"%s\",\"namespace\":\"AWS/Lambda\",\"metric_name\":\"%s\","
                        + "\"dimensions\":{\"FunctionName\":\"%s\"},\"timestamp\":%d,"
                        + "\"value\":{\"count\":1,\"sum\":%d,\"max\":%d,\"min\":0}}")
                .formatted(ExposureWorld.ACCOUNT, ExposureWorld.REGION, metric, function, at, value, value);
    }

    private static JsonNode of(String function) {
        for (JsonNode f : report.path("functions")) {
            if (f.path("function").asText().equals(function)) return f;
        }
        throw new AssertionError("not in the report: " + function);
    }

    private static Set<String> names(String flag) {
        Set<String> names = new TreeSet<>();
        report.path("functions").forEach(f -> {
            if (f.path(flag).asBoolean()) names.add(f.path("function").asText());
        });
        return names;
    }

    private static List<String> listed(String list) {
        List<String> names = new ArrayList<>();
        report.path("lists").path(list).forEach(n -> names.add(n.asText().replaceAll(".*/", "")));
        return names;
    }
}
