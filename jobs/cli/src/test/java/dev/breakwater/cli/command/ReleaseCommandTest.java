package dev.breakwater.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.cli.CommandLines;
import dev.breakwater.config.ConfigFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReleaseCommandTest {

    @TempDir
    Path folder;

    /** A mistake in the file must not keep a limit at AWS, and the job's own copy names the same accounts. */
    @ParameterizedTest
    @ValueSource(strings = {"release --all", "release checkout --direct", "sweep", "status"})
    void withAMistakeInTheFileTheAcceptedOneIsUsed(String command) throws IOException {
        String right = """
                apiVersion: breakwater.dev/v1
                accounts:
                  - { id: "111122223333", regions: [eu-west-1] }
                aws: { endpoint: "http://127.0.0.1:1" }
                source:
                  landing: { path: ./landing }
                """;
        String id = new ConfigFile("", "", right).id();
        Path config = folder.resolve("breakwater.yaml");
        List<String> line = new ArrayList<>(List.of(command.split(" ")));
        line.addAll(List.of("-c", config.toString()));
        for (String wrong : List.of(right + "polices: []\n", right + "policies:\n\t- name: default\n")) {
            Files.writeString(config, wrong);
            CommandLines.Run without = CommandLines.run(line.toArray(String[]::new));
            assertThat(without.exit()).isEqualTo(3);
            Path ledger =
                    Files.createDirectories(folder.resolve("var/ledger/books")).getParent();
            Files.writeString(ledger.resolve("books/" + id + ".yaml"), right);
            Files.writeString(
                    ledger.resolve("configuration.json"),
                    "{\"at\":\"2026-08-05T14:20:00Z\",\"id\":\"" + id + "\",\"refused\":\"polices: unknown\"}\n");
            CommandLines.Run run = CommandLines.run(line.toArray(String[]::new));
            assertThat(run.err())
                    .contains("is not valid, so this uses configuration " + id + ", which the job accepted last")
                    .doesNotContain("problem(s)");
            assertThat(run.err()).contains("no AWS credentials");
            Files.delete(ledger.resolve("configuration.json"));
        }
    }

    @Test
    void thePersonBehindSudoOrInAContainerIsNamed() {
        assertThat(TerminalCommand.user(Map.of("BREAKWATER_USER", "alice", "SUDO_USER", "bob")))
                .isEqualTo("alice");
        assertThat(TerminalCommand.user(Map.of("BREAKWATER_USER", " ", "SUDO_USER", "bob")))
                .isEqualTo("bob");
        assertThat(TerminalCommand.user(Map.of())).isEqualTo(System.getProperty("user.name"));
    }

    /** AWS cannot be reached, so nothing can be released. */
    @Test
    void doesNotSayThatItReleasedAThrottleBeforeItDid() throws IOException {
        Path config = Files.writeString(folder.resolve("breakwater.yaml"), """
                apiVersion: breakwater.dev/v1
                accounts:
                  - { id: "111122223333", regions: [eu-west-1] }
                aws: { endpoint: "http://127.0.0.1:1" }
                source:
                  landing: { path: ./landing }
                ledger: { path: ./ledger }
                """);
        CommandLines.Run run = CommandLines.run("release", "checkout", "-c", config.toString());
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("no running job reads requests", ": trying at AWS directly");
        assertThat(run.err() + run.out()).doesNotContain("released directly");
    }
}
