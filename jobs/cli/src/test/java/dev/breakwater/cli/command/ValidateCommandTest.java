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
                .contains("never throttled (protect): payments");
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
    void problemsComeWithoutWarnings() throws IOException {
        CommandLines.Run run = CommandLines.run("validate", file("mode: loud\n"));
        assertThat(run.exit()).isEqualTo(3);
        assertThat(run.out()).contains(": 1 problem(s)").doesNotContain("warning");
    }

    private String file(String more) throws IOException {
        String yaml = "apiVersion: breakwater.dev/v1\nsource:\n  landing: { path: ./landing }\n" + more;
        return Files.writeString(folder.resolve("breakwater.yaml"), yaml).toString();
    }
}
