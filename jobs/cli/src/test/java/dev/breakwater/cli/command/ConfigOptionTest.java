package dev.breakwater.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.cli.CommandLines;
import dev.breakwater.cli.JobProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigOptionTest {

    @TempDir
    Path folder;

    @Test
    void theVariableIsReadBeforeTheUsualFile() throws Exception {
        Path usual = Files.writeString(folder.resolve("breakwater.yaml"), "");
        assertThat(ConfigOption.usual(Map.of(), folder)).contains(usual);
        assertThat(ConfigOption.usual(Map.of("BREAKWATER_CONFIG", " "), folder)).contains(usual);
        // a wrong path must not fall back to the usual file; the command that reads it reports the error
        assertThat(ConfigOption.usual(Map.of("BREAKWATER_CONFIG", "/nowhere.yaml"), folder))
                .contains(Path.of("/nowhere.yaml"));
        Files.delete(usual);
        assertThat(ConfigOption.usual(Map.of(), folder)).isEmpty();
    }

    @Test
    void withoutAnyTheErrorNamesBoth() {
        for (String command : List.of("run", "policies", "validate", "incidents")) {
            CommandLines.Run run = CommandLines.run(command);
            assertThat(run.exit()).as(command).isEqualTo(2);
            assertThat(run.err().strip()).hasLineCount(1).contains("BREAKWATER_CONFIG", "./breakwater.yaml");
        }
    }

    @Test
    void aCommandReadsTheFileOfItsFolder() throws Exception {
        Files.writeString(
                folder.resolve("breakwater.yaml"),
                "apiVersion: breakwater.dev/v1\nsource: { landing: { path: ./landing } }\n");
        Process process = JobProcess.breakwater(List.of("validate"))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("breakwater.yaml: valid");
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void aRunIsNamedOnce() {
        CommandLines.Run run = CommandLines.run("incidents", "-c", "x.yaml", "--input", folder.toString());
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("-c FILE or --input DIR, not both");
    }
}
