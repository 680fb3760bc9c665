package dev.breakwater.cli.policies;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.breakwater.cli.CommandLines;
import dev.breakwater.connectors.testkit.AwsKeys;
import dev.breakwater.connectors.testkit.emulator.MotoServer;
import dev.breakwater.connectors.testkit.lambda.EmulatedFunctions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(AwsKeys.class)
class PoliciesCommandIT {

    private static final String REGION = "eu-west-1";

    @TempDir
    Path folder;

    @Test
    void eachFunctionGetsItsPolicyLinesAndLever() throws IOException {
        try (MotoServer aws = MotoServer.start();
                EmulatedFunctions lambda = new EmulatedFunctions(aws.endpoint(), REGION)) {
            lambda.create("payments-api", Map.of("tier", "critical"));
            lambda.create("shop-web", Map.of());
            CommandLines.Run text = CommandLines.run(
                    "policies", "-c", configuration(aws.endpoint().toString()));
            assertThat(text.exit()).as(text.err()).isZero();
            assertThat(text.out())
                    .contains("mode observe, so nothing is throttled")
                    .containsPattern("payments +\\* tier=critical .*never throttled +1 function")
                    .containsPattern("/payments-api +payments +warn 0.50 +page 5.00 +never throttled")
                    .containsPattern("/shop-web +default .*throttle auto +by reserved concurrency")
                    .contains("/eu-west-1: 2 functions, at most 1 throttled at once")
                    .doesNotContain("patterns only");
        }
    }

    @Test
    void whereNoFunctionCanBeReadItShowsThePatternsAndSaysSo() throws IOException {
        CommandLines.Run run = CommandLines.run("policies", "-c", configuration("http://127.0.0.1:1"), "-o", "json");
        assertThat(run.exit()).isZero();
        JsonNode table = new ObjectMapper().readTree(run.out());
        assertThat(table.path("policies").findValuesAsText("name")).containsExactly("payments", "default", "late");
        assertThat(table.path("policies").get(2).path("shadow").asText()).isEqualTo("default");
        assertThat(table.path("functions")).isEmpty();
        assertThat(table.path("gaps")).isNotEmpty();
        assertThat(CommandLines.run("policies", "-c", configuration("http://127.0.0.1:1"))
                        .out())
                .contains("NEVER REACHED: default matches all its functions", "only the patterns are shown");
    }

    @Test
    void anInventoryFileServesAsWell() throws IOException {
        Path inventory = Files.writeString(folder.resolve("functions.jsonl"), """
                {"function":"pay","account":"111122223333","region":"eu-west-1","memoryMb":128,"architecture":"arm64","timeoutSeconds":3,"tags":{"tier":"critical"}}
                {"function":"web","account":"111122223333","region":"eu-west-1","memoryMb":128,"architecture":"x86_64","timeoutSeconds":3}
                """);
        String config = configuration("http://127.0.0.1:1");
        CommandLines.Run run =
                CommandLines.run("policies", "-c", config, "--functions", inventory.toString(), "-o", "json");
        assertThat(run.exit()).as(run.err()).isZero();
        JsonNode functions = new ObjectMapper().readTree(run.out()).path("functions");
        assertThat(functions.findValuesAsText("policy")).containsExactly("payments", "default");
        assertThat(functions.findValuesAsText("lever")).containsExactly("none", "reservation");
    }

    @Test
    void namesServeWithoutAnInventory() throws IOException {
        CommandLines.Run run =
                CommandLines.run("policies", "-c", configuration("http://127.0.0.1:1"), "web", "payments-api");
        assertThat(run.out())
                .containsPattern("/eu-west-1/payments-api +default .*by reserved concurrency")
                .containsPattern("/eu-west-1/web +default ")
                .contains(
                        "\nauto: a page above 3 % of the account's and region's usual hourly spend, and at least 1.00")
                .doesNotContain("only the patterns are shown");
    }

    @Test
    void ofAnOrganisationTheOnlyAccountServesAndOfSeveralOneMustBeNamed() throws IOException {
        String config = configuration("http://127.0.0.1:1");
        Path file = Path.of(config);
        Files.writeString(file, Files.readString(file).replaceFirst("accounts:\n.*\n", """
                                organization: { units: [ou-ab12-cdefgh34], regions: [eu-west-1], observeRole: "arn:aws:iam::{account}:role/breakwater-observe" }
                                ledger: { path: ./ledger }
                                """));
        assertThat(CommandLines.run("policies", "-c", config, "web").err())
                .contains("FUNCTION needs --account ID: organization: the accounts cannot be listed");

        String row =
                "{\"at\":\"2026-08-05T12:00:00Z\",\"unit\":\"ou-ab12-cdefgh34\",\"account\":\"%s\",\"name\":\"x\"}\n";
        Path accounts = Files.createDirectories(folder.resolve("ledger")).resolve("accounts.jsonl");
        Files.writeString(accounts, row.formatted("111122223333"));
        assertThat(CommandLines.run("policies", "-c", config, "web").out())
                .containsPattern("111122223333/eu-west-1/web +default ");

        Files.writeString(accounts, row.formatted("111122223333") + row.formatted("444455556666"));
        CommandLines.Run unclear = CommandLines.run("policies", "-c", config, "web");
        assertThat(unclear.exit()).isEqualTo(2);
        assertThat(unclear.err())
                .contains("FUNCTION needs --account with one of the accounts 111122223333, 444455556666");
        assertThat(CommandLines.run("policies", "-c", config, "web", "--account", "444455556666")
                        .out())
                .containsPattern("444455556666/eu-west-1/web +default ");
    }

    @Test
    void aPolicysLowerModeIsNamed() throws IOException {
        Path inventory = Files.writeString(folder.resolve("functions.jsonl"), """
                {"function":"pay","account":"111122223333","region":"eu-west-1","memoryMb":128,"architecture":"arm64","timeoutSeconds":3}
                {"function":"web","account":"111122223333","region":"eu-west-1","memoryMb":128,"architecture":"x86_64","timeoutSeconds":3}
                """);
        String config = configuration("http://127.0.0.1:1");
        String written = Files.readString(Path.of(config)).replaceFirst("(?s)policies:.*", """
                mode: approve
                enforcement: off
                instance: { name: prod }
                policies:
                  - { name: told, mode: alert, match: { function: pay } }
                  - { name: asked, mode: approve, match: { function: "*" } }
                """);
        Files.writeString(Path.of(config), written);
        CommandLines.Run text = CommandLines.run("policies", "-c", config, "--functions", inventory.toString());
        assertThat(text.exit()).as(text.err()).isZero();
        assertThat(text.out())
                .contains("mode approve with enforcement: off, so nothing is throttled")
                .containsPattern("told +pay .*never throttled \\(mode alert\\) +1 function")
                .containsPattern("/pay +told .*never throttled \\(mode alert\\)\\n")
                .containsPattern("/web +asked .*throttle auto +\\(mode approve\\) +by reserved concurrency");
        JsonNode json = new ObjectMapper()
                .readTree(CommandLines.run("policies", "-c", config, "--functions", inventory.toString(), "-o", "json")
                        .out());
        assertThat(json.path("functions").findValuesAsText("mode")).containsExactly("alert", "approve");
        assertThat(json.path("policies").findValuesAsText("mode")).containsExactly("alert", "approve");
        assertThat(json.at("/functions/0/lever").asText()).isEqualTo("none");
        assertThat(json.path("enforcement").asBoolean(true)).isFalse();
    }

    @Test
    void aThrottleThresholdThatAFunctionHardlyReachesIsMarked() throws IOException {
        String config = configuration("http://127.0.0.1:1");
        String written = Files.readString(Path.of(config)).replaceFirst("(?s)policies:.*", """
                policies: [ { name: default, page: { minUsdPerHour: 0.3 } } ]
                ledger: { path: ./ledger }
                """);
        Files.writeString(Path.of(config), written);
        String row =
                "{\"day\":\"2026-08-0%s\",\"function\":\"%s\",\"account\":\"123456789012\",\"region\":\"eu-west-1\",\"usd\":%s,\"calls\":9}\n";
        Files.writeString(
                Files.createDirectories(folder.resolve("ledger")).resolve("spend.jsonl"),
                row.formatted(1, "web", 0.72) + row.formatted(2, "web", 1.2) + row.formatted(1, "pay", 24));
        assertThat(CommandLines.run("policies", "-c", config, "web", "pay", "new")
                        .out())
                .containsPattern("/web .*throttle 10.00 .*HARDLY REACHED: 250 times its usual cost\\n")
                .containsPattern("/pay .*by reserved concurrency\\n")
                .containsPattern("/new .*by reserved concurrency\\n");
    }

    @Test
    void theDefaultReceiverIsShownWithItsChannels() throws IOException {
        Path inventory = Files.writeString(folder.resolve("functions.jsonl"), """
                {"function":"web","account":"111122223333","region":"eu-west-1","memoryMb":128,"architecture":"x86_64","timeoutSeconds":3}
                """);
        String config = configuration("http://127.0.0.1:1");
        assertThat(CommandLines.run("policies", "-c", config, "--functions", inventory.toString())
                        .out())
                .contains("and alerts are only about Breakwater itself", "there is no receiver, so nobody is alerted");
        Files.writeString(Path.of(config), Files.readString(Path.of(config)) + """
                mode: alert
                notify: { pagerduty: { routingKey: "env:A" }, slack: { webhook: "env:B" } }
                """);
        assertThat(CommandLines.run("policies", "-c", config, "--functions", inventory.toString())
                        .out())
                .containsPattern("/web .*alarms to default\\n")
                .contains("receiver default: pagerduty, slack");
        JsonNode json = new ObjectMapper()
                .readTree(CommandLines.run("policies", "-c", config, "--functions", inventory.toString(), "-o", "json")
                        .out());
        assertThat(json.at("/functions/0/receivers/critical").toString()).isEqualTo("[\"default\"]");
        assertThat(json.at("/receivers/0/channels").toString()).isEqualTo("[\"pagerduty\",\"slack\"]");
    }

    @Test
    void eachFunctionShowsWhoHearsOfItBySeverity() throws IOException {
        Path inventory = Files.writeString(folder.resolve("functions.jsonl"), """
                {"function":"pay","account":"%1$s","region":"eu-west-1","memoryMb":128,"architecture":"arm64","timeoutSeconds":3,"tags":{"tier":"critical"}}
                {"function":"web","account":"%1$s","region":"eu-west-1","memoryMb":128,"architecture":"x86_64","timeoutSeconds":3}
                """.formatted(MotoServer.ACCOUNT));
        String config = configuration("http://127.0.0.1:1");
        Files.writeString(Path.of(config), Files.readString(Path.of(config)) + """
                notify:
                  receivers:
                    - { name: oncall, pagerduty: { routingKey: "env:A" } }
                    - { name: payments, slack: { webhook: "env:B" } }
                  routes:
                    - { match: { tags: { tier: critical } }, to: [payments], continue: on }
                    - { match: { severities: [critical, error] }, to: [oncall] }
                """);
        CommandLines.Run text = CommandLines.run("policies", "-c", config, "--functions", inventory.toString());
        assertThat(text.exit()).as(text.err()).isZero();
        assertThat(text.out())
                .containsPattern(
                        "/pay .*alarms to payments, oncall \\(critical, error\\); payments \\(warning, info\\)")
                .containsPattern("/web .*alarms to oncall \\(critical, error\\); NOBODY \\(warning, info\\)")
                .contains(MotoServer.ACCOUNT + ", its groups and feeds: alarms to oncall (critical, error); NOBODY");
        JsonNode functions = new ObjectMapper()
                .readTree(CommandLines.run("policies", "-c", config, "--functions", inventory.toString(), "-o", "json")
                        .out())
                .path("functions");
        assertThat(functions.get(0).at("/receivers/critical").toString()).isEqualTo("[\"payments\",\"oncall\"]");
    }

    private String configuration(String endpoint) throws IOException {
        String yaml = """
                apiVersion: breakwater.dev/v1
                accounts:
                  - { id: "%s", regions: [%s] }
                aws: { endpoint: "%s" }
                source:
                  landing: { path: ./landing }
                policies:
                  - { name: payments, match: { tags: { tier: critical } }, protect: on, page: { minUsdPerHour: 5 } }
                  - { name: default, match: { function: "*" } }
                  - { name: late, match: { function: "*" } }
                """.formatted(MotoServer.ACCOUNT, REGION, endpoint);
        return Files.writeString(folder.resolve("breakwater.yaml"), yaml).toString();
    }
}
