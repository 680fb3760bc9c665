package dev.breakwater.cli.exposure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.breakwater.cli.CommandLines;
import dev.breakwater.cli.CommandLines.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the command with an inventory file. It contacts no service. */
class ExposureCommandTest {

    private static final String HOSTILE = "<script>alert(1)</script>\\u001b[2J";

    @TempDir
    Path folder;

    /** The worked example: 1,000 executions of 1 GB cost 60 USD an hour and 7.20 for requests. */
    @Test
    void aThousandExecutionsOfOneGigabyteCostSixtySevenDollarsAnHour() throws IOException {
        JsonNode report = json(run("-o", "json", "--functions", inventory(line("checkout", ""))));
        JsonNode f = report.path("functions").get(0);
        assertThat(f.path("concurrencyCap").asInt()).isEqualTo(1_000);
        assertThat(f.path("capReason").asText()).isEqualTo("assumed");
        assertThat(f.path("usdPerHourCompute").asDouble()).isCloseTo(60.0, within(0.01));
        assertThat(f.path("usdPerHourRequests").asDouble()).isCloseTo(7.2, within(1e-9));
    }

    @Test
    void withoutAnAccountNobodyIsCalledClosed() throws IOException {
        JsonNode report = json(run("-o", "json", "--functions", inventory(line("checkout", ""))));
        JsonNode f = report.path("functions").get(0);
        assertThat(f.path("public").asBoolean()).isFalse();
        assertThat(f.path("publicKnown").asBoolean()).isFalse();
        assertThat(f.path("risk").asText()).isEqualTo("unknown");
        assertThat(report.path("lists").path("wideRights").isNull()).isTrue();
    }

    @Test
    void aReservationIsTheCapAndLeavesLessToTheOthers() throws IOException {
        String file = inventory(line("held", ",\"reservedConcurrency\":40"), line("free", ""));
        JsonNode report = json(run("-o", "json", "--functions", file));
        assertThat(of(report, "held").path("concurrencyCap").asInt()).isEqualTo(40);
        assertThat(of(report, "held").path("capReason").asText()).isEqualTo("reserved");
        assertThat(of(report, "free").path("concurrencyCap").asInt()).isEqualTo(960);
    }

    @Test
    void oneFunctionIsShownAsAmongAllOthers() throws IOException {
        String file = inventory(line("held", ",\"reservedConcurrency\":40"), line("free", ""));
        JsonNode report = json(run("free", "-o", "json", "--functions", file));
        assertThat(report.path("functions")).hasSize(1);
        assertThat(of(report, "free").path("concurrencyCap").asInt()).isEqualTo(960);
        Run none = run("fre", "--functions", file);
        assertThat(none.exit()).isEqualTo(1);
        assertThat(none.err()).contains("no function fre among the 2 that were read");
    }

    @Test
    void failsAboveTheLineAndNotAtIt() throws IOException {
        String file = inventory(line("held", ",\"reservedConcurrency\":0"));
        assertThat(run("--functions", file, "--fail-above", "0").exit()).isZero();
        String free = inventory(line("free", ""));
        Run above = run("--functions", free, "--fail-above", "67.19");
        assertThat(above.exit()).isEqualTo(3);
        assertThat(above.err()).contains("67.20 USD an hour at worst, above 67.19");
        assertThat(run("--functions", free, "--fail-above", "-1").exit()).isEqualTo(2);
    }

    /** An inventory does not show who can start a function. */
    @Test
    void failOpenFailsForWhatIsNotKnownAndNamesItAndFailAboveIsAboutMoneyAlone() throws IOException {
        String file = inventory(line("held", ",\"reservedConcurrency\":0"));
        assertThat(run("--functions", file).exit()).isZero();
        assertThat(run("--functions", file, "--fail-above", "0").exit()).isZero();
        Run open = run("--functions", file, "--fail-open");
        assertThat(open.exit()).isEqualTo(3);
        assertThat(open.err()).contains("it is unknown whether anyone can start 111122223333/us-east-1/held.");
        assertThat(open.out()).contains("held");
        assertThat(run("--functions", inventory(""), "--fail-open").exit())
                .as("there is none")
                .isZero();
    }

    @Test
    void namesFromOutsideNeitherMoveTheCursorNorRunInAPage() throws IOException {
        String file = inventory(line(HOSTILE, ""));
        assertThat(run("--functions", file).out()).doesNotContain("\u001b");
        assertThat(run("--functions", file, "-o", "html").out()).doesNotContain("<script>alert", "\u001b");
    }

    @Test
    void aFileThatIsNotThereOrHoldsSomethingElseIsNamed() throws IOException {
        assertThat(run("--functions", folder.resolve("none.jsonl").toString()))
                .satisfies(r -> assertThat(r.exit()).isEqualTo(1))
                .satisfies(r -> assertThat(r.err()).contains("none.jsonl"));
        assertThat(run("--functions", inventory("no json")))
                .satisfies(r -> assertThat(r.exit()).isEqualTo(1));
        String file = inventory(line("f", ""));
        Run history = run("--functions", file, "--input", folder.resolve("none").toString());
        assertThat(history.err()).contains("none: no such folder");
    }

    @Test
    void amountsHaveNoRoundingNoise() throws IOException {
        String file = inventory(line("a", ",\"reservedConcurrency\":7"), line("b", ",\"reservedConcurrency\":13"));
        assertThat(run("--functions", file, "-o", "json").out())
                .containsPattern("\"usdPerHour\":\\d+\\.\\d")
                .doesNotContainPattern("\\.\\d{7}");
    }

    private String inventory(String... lines) throws IOException {
        return Files.writeString(folder.resolve("functions.jsonl"), String.join("\n", lines) + "\n")
                .toString();
    }

    private static String line(String function, String more) {
        return "{\"function\":\"" + function + "\",\"account\":\"111122223333\",\"region\":\"us-east-1\","
                + "\"memoryMb\":1024,\"architecture\":\"x86_64\",\"timeoutSeconds\":30" + more + "}";
    }

    private static Run run(String... options) {
        String[] args = new String[options.length + 1];
        args[0] = "exposure";
        System.arraycopy(options, 0, args, 1, options.length);
        return CommandLines.run(args);
    }

    private static JsonNode json(Run run) throws IOException {
        assertThat(run.exit()).as(run.err()).isZero();
        return new ObjectMapper().readTree(run.out());
    }

    private static JsonNode of(JsonNode report, String function) {
        for (JsonNode f : report.path("functions")) {
            if (f.path("function").asText().equals(function)) return f;
        }
        throw new AssertionError(function);
    }
}
