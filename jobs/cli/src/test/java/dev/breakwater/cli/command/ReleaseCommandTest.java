package dev.breakwater.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.cli.CommandLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleaseCommandTest {

    @TempDir
    Path folder;

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
