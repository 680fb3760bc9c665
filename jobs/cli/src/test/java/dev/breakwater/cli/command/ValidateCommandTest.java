package dev.breakwater.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.breakwater.cli.CommandLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidateCommandTest {

    @TempDir
    Path folder;

    @Test
    void warningsChangeTheExitOnlyWhenItIsStrict() throws IOException {
        String file =
                file("mode: alert\npolicies:\n  - { name: all }\n  - { name: payments, match: { function: 'pay-*' },"
                        + " protect: on }\n  - { name: rest }\n");
        CommandLines.Run run = CommandLines.run("validate", file);
        assertThat(run.exit()).isZero();
        assertThat(run.out())
                .contains(
                        file + ": valid, 3 warning(s)", "warning: notify: ", "warning: policies[1]: payments is never")
                .contains("never throttled (protect): payments (pay-*)");
        assertThat(CommandLines.run("validate", "--strict", file).exit()).isEqualTo(3);
        JsonNode all = new ObjectMapper()
                .readTree(CommandLines.run("validate", "-o", "json", file).out());
        assertThat(all.findValuesAsText("level")).containsExactly("warning", "warning", "warning");
    }

    @Test
    void theShippedConfigurationPassesStrictly() {
        CommandLines.Run run = CommandLines.run("validate", "--strict", "../../config/breakwater.yaml");
        assertThat(run.exit()).as(run.out()).isZero();
        assertThat(run.out()).contains(": valid\n", "nothing is throttled (mode observe)");
    }

    @Test
    void theExampleForModeEnforcePassesStrictly() {
        CommandLines.Run run = CommandLines.run("validate", "--strict", "../../config/enforce.yaml");
        assertThat(run.exit()).as(run.out()).isZero();
        assertThat(run.out()).contains("uploads warns", "throttles above 4.00", "never throttled (protect): payments");
    }

    @Test
    void problemsComeWithoutWarnings() throws IOException {
        CommandLines.Run run = CommandLines.run("validate", file("mode: loud\n"));
        assertThat(run.exit()).isEqualTo(3);
        assertThat(run.out()).contains(": 1 problem(s)").doesNotContain("warning");
    }

    @Test
    void aPatternIsHeldAgainstTheFunctionsThatARunHasSeen() throws IOException {
        String file = file("ledger: { path: ./ledger }\npolicies:\n  - { name: pay, match: { function: 'pay-*' } }\n"
                + "  - { name: rest }\n");
        assertThat(CommandLines.run("validate", "--strict", file).exit()).isZero();
        String row = "{\"at\":\"2026-08-05T10:00:00Z\",\"kind\":\"%s\",\"account\":\"111122223333\","
                + "\"region\":\"eu-west-1\",\"function\":\"%s\"}\n";
        Path rows = Files.createDirectories(folder.resolve("ledger")).resolve("inventory-rows.jsonl");
        Files.writeString(rows, row.formatted("found", "pay-api") + row.formatted("found", "shop"));
        assertThat(CommandLines.run("validate", "--strict", file).exit()).isZero();
        Files.writeString(rows, Files.readString(rows) + row.formatted("gone", "pay-api"));
        CommandLines.Run run = CommandLines.run("validate", "--strict", file);
        assertThat(run.exit()).isEqualTo(3);
        assertThat(run.out()).contains("policies[0].match.function: pay-* matches none of the 1 known functions");
    }

    @Test
    void aPatternIsHeldAgainstAnInventoryThatIsNamed() throws IOException {
        String file = file("policies:\n  - { name: pay, match: { function: 'payy-*' } }\n  - { name: rest }\n");
        Path inventory = Files.writeString(
                folder.resolve("functions.jsonl"),
                "{\"function\":\"pay-api\",\"account\":\"111122223333\",\"region\":\"eu-west-1\",\"memoryMb\":128}\n");
        CommandLines.Run run = CommandLines.run("validate", "--functions", inventory.toString(), file);
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).contains("payy-* matches none of the 1 known functions");
        assertThat(CommandLines.run("validate", "--strict", "--functions", inventory.toString(), file)
                        .exit())
                .isEqualTo(3);
    }

    @Test
    void whatIsNotYamlMayHideOtherProblems() throws IOException {
        assertThat(CommandLines.run("validate", file("mode: loud\n\tlog: x\n")).out())
                .contains(": 1 problem(s)", "  there may be more problems, which show once the file is valid YAML");
        assertThat(CommandLines.run("validate", file("mode: loud\n")).out()).doesNotContain("there may be more");
    }

    @Test
    void aProblemNamesItsLineAndColumn() throws IOException {
        String file = file("mode: loud\n");
        assertThat(CommandLines.run("validate", file).out()).contains("  line 4, column 1, mode: is not one of");
        JsonNode problem = new ObjectMapper()
                .readTree(CommandLines.run("validate", "-o", "json", file).out())
                .get(0);
        assertThat(problem.path("line").asInt()).isEqualTo(4);
        assertThat(problem.path("column").asInt()).isEqualTo(1);
        // every command that reads it says the same
        assertThat(CommandLines.run("policies", "-c", file).err()).contains("line 4, column 1, mode: is not one of");
    }

    private String file(String more) throws IOException {
        String yaml = "apiVersion: breakwater.dev/v1\nsource:\n  landing: { path: ./landing }\n" + more;
        return Files.writeString(folder.resolve("breakwater.yaml"), yaml).toString();
    }
}
