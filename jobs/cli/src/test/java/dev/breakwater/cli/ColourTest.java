package dev.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Help.Ansi;

class ColourTest {

    @TempDir
    Path folder;

    @Test
    void aVerdictHasItsColourOnATerminalAlone() {
        assertThat(Colour.RED.of("MISSING     ", Ansi.ON)).isEqualTo("\u001b[31mMISSING     \u001b[39m\u001b[0m");
        assertThat(Colour.RED.of("MISSING     ", Ansi.OFF)).isEqualTo("MISSING     ");
    }

    /** Tests that CLICOLOR_FORCE counts as a terminal, and that NO_COLOR has priority. */
    @Test
    void noColorIsHonoured() throws Exception {
        String file = Files.writeString(folder.resolve("x.yaml"), "apiVersion: breakwater.dev/v1\n")
                .toString();
        assertThat(validate(file, List.of("CLICOLOR_FORCE"))).contains("\u001b[31m");
        assertThat(validate(file, List.of())).contains("problem(s)").doesNotContain("\u001b");
        assertThat(validate(file, List.of("CLICOLOR_FORCE", "NO_COLOR")))
                .contains("problem(s)")
                .doesNotContain("\u001b");
    }

    private static String validate(String file, List<String> set) throws IOException {
        ProcessBuilder command = JobProcess.breakwater(List.of("validate", file));
        List.of("NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE").forEach(command.environment()::remove);
        set.forEach(name -> command.environment().put(name, "1"));
        return new String(command.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
