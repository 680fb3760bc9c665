package dev.breakwater.cli.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.cli.CommandLines;
import dev.breakwater.connectors.testkit.AwsKeys;
import dev.breakwater.connectors.testkit.emulator.MotoServer;
import dev.breakwater.connectors.testkit.lambda.EmulatedFunctions;
import dev.breakwater.guard.live.WatchedPlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(AwsKeys.class)
class InitCommandIT {

    private static final String REGION = "eu-west-1";

    @TempDir
    Path folder;

    @Test
    void proposesFromWhatTheAccountTellsAndNeverOverwrites() throws IOException {
        String file = folder.resolve("my/breakwater.yaml").toString();
        try (MotoServer aws = MotoServer.start();
                EmulatedFunctions lambda = new EmulatedFunctions(aws.endpoint(), REGION)) {
            lambda.create("pay", Map.of("Tier", "Critical"));
            lambda.create("try", Map.of("stage", "dev"));
            lambda.create("web", Map.of("team", "shop"));
            String endpoint = aws.endpoint().toString();
            CommandLines.Run run = CommandLines.run(
                    "init",
                    "--out",
                    file,
                    "--regions",
                    REGION,
                    "--endpoint",
                    endpoint,
                    "--pagerduty",
                    "env:PD_KEY",
                    "--yes");
            assertThat(run.exit()).as(run.err()).isZero();
            assertThat(run.out())
                    .contains("wrote " + file + ": 3 functions in eu-west-1, mode observe", "lookback -c " + file);
            assertThat(CommandLines.run("validate", "--strict", file).out()).contains(": valid\n", "tier-critical");
            assertThat(CommandLines.run("policies", "-c", file).out())
                    .containsPattern("/pay +tier-critical .*never throttled")
                    .containsPattern("/try +stage-dev ")
                    .containsPattern("/web +default ");
            String yaml = Files.readString(Path.of(file));
            assertThat(yaml)
                    .contains(
                            "id: \"" + MotoServer.ACCOUNT + "\"",
                            "role/breakwater-observe",
                            "\ninstance: { name: prod }",
                            "sts:AssumeRole",
                            "env:PD_KEY");
            CommandLines.Run again =
                    CommandLines.run("init", "--out", file, "--regions", REGION, "--endpoint", endpoint, "--yes");
            assertThat(again.exit()).isEqualTo(1);
            assertThat(again.err()).contains("already exists");
            assertThat(Files.readString(Path.of(file))).isEqualTo(yaml);
        }
    }

    @Test
    void aWrongRegionOrNoAccountIsOneLine() {
        CommandLines.Run region =
                CommandLines.run("init", "--out", folder.resolve("a").toString(), "--regions", "mars");
        assertThat(region.exit()).isEqualTo(2);
        assertThat(region.err()).contains("mars is not a region");
        CommandLines.Run away = CommandLines.run(
                "init",
                "--out",
                folder.resolve("a").toString(),
                "--regions",
                REGION,
                "--endpoint",
                "http://127.0.0.1:1",
                "--yes");
        assertThat(away.exit()).isEqualTo(1);
        assertThat(away.err()).contains("sts:GetCallerIdentity").doesNotContain("\tat ");
        assertThat(folder.resolve("a")).doesNotExist();
    }

    @Test
    void withoutARegionItNamesTheVariablesToSet() {
        assertThatThrownBy(() -> WatchedPlace.ambient("", Map.of()))
                .hasMessageStartingWith("no region: set AWS_REGION. init also takes --regions");
        AwsKeys.remove();
        System.setProperty("aws.sharedCredentialsFile", folder.resolve("none").toString());
        System.setProperty("aws.disableEc2Metadata", "true");
        try {
            assertThatThrownBy(() -> WatchedPlace.ambient("", Map.of()))
                    .hasMessageStartingWith(
                            "no AWS credentials: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; no region: ");
        } finally {
            System.clearProperty("aws.sharedCredentialsFile");
            System.clearProperty("aws.disableEc2Metadata");
            AwsKeys.set("111122223333", "test");
        }
    }

    @Test
    void itSaysWhatAutoWouldPageForByThisMonthsBill() {
        Instant now = Instant.parse("2026-08-11T00:00:00Z");
        Proposal.Place place = new Proposal.Place("111122223333", List.of(REGION), "", "");
        assertThat(new Proposal(place, null, null, List.of(), OptionalDouble.of(24_000), now).yaml())
                .contains("24000.00 USD for Lambda this month, which is 100.00 an hour. With auto, "
                        + "Breakwater pages above 3.00 an hour")
                .contains("page: { minUsdPerHour: auto }", "usdPerMonth: 89280", "comes to 74400");
        assertThat(new Proposal(place, "./landing", null, List.of(), OptionalDouble.of(1), now).yaml())
                .contains("With auto, Breakwater pages above 1.00 an hour", "landing: { path: \"./landing\" }");
        assertThat(new Proposal(place, null, null, List.of(), OptionalDouble.empty(), now).yaml())
                .contains("page: { minUsdPerHour: auto }")
                .doesNotContain("AWS counts");
    }
}
