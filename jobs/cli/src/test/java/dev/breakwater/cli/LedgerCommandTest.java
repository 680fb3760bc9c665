package dev.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.lambda.ledger.HashChainedLedger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerCommandTest {

    @TempDir
    Path folder;

    private Path config;

    @BeforeEach
    void configure() throws IOException {
        config = folder.resolve("breakwater.yaml");
        Files.writeString(
                config,
                "apiVersion: breakwater.dev/v1\nsource:\n  landing: { path: ./landing }\n"
                        + "policies:\n  - { name: default, match: { function: \"*\" } }\nledger: { path: ./ledger }\n");
    }

    @Test
    void aLedgerThatWasNotWrittenByUsIsBroken() throws IOException {
        ledger("{\"seq\":1}\n");
        CommandLines.Run run = CommandLines.run("ledger", "verify", "-c", config.toString());
        assertThat(run.exit()).isEqualTo(3);
        assertThat(run.out()).contains("is broken at line 1");
    }

    @Test
    void anEmptyLedgerIsWhole() throws IOException {
        ledger("");
        CommandLines.Run run = CommandLines.run("ledger", "verify", "-c", config.toString());
        assertThat(run.exit()).isZero();
        assertThat(run.out()).contains("is whole: 0 lines");
    }

    @Test
    void showsTheLinesAsTheyAre() throws IOException {
        ledger("{\"seq\":1}\n{\"seq\":2}\n");
        assertThat(CommandLines.run("ledger", "show", "-c", config.toString()).out())
                .isEqualTo("{\"seq\":1}\n{\"seq\":2}\n");
    }

    @Test
    void aChainThatBeganAnewIsToldAndAccepted() throws IOException {
        ledger("{\"seq\":1}\n");
        Path file = folder.resolve("ledger/ledger.jsonl");
        try (HashChainedLedger ledger = HashChainedLedger.open(file)) {
            assertThat(ledger.stopped()).isNotEmpty();
            CommandLines.Run run = CommandLines.run("ledger", "verify", "-c", config.toString());
            assertThat(run.exit()).isEqualTo(1);
            assertThat(run.out()).contains("is broken at line 1", "begins anew after line 0: ");
            assertThat(CommandLines.run("ledger", "show", "-c", config.toString())
                            .out())
                    .contains("\"seq\":1}", "\"chain\":\"anew\"");

            assertThat(CommandLines.run("ledger", "accept", "-c", config.toString())
                            .out())
                    .startsWith("accepted");
            ledger.ensureWritable();
            assertThat(ledger.stopped()).isEmpty();
        }
        assertThat(CommandLines.run("ledger", "accept", "-c", config.toString()).out())
                .startsWith("nothing to accept");
    }

    @Test
    void saysWhenThereIsNoLedgerYet() {
        CommandLines.Run run = CommandLines.run("ledger", "verify", "-c", config.toString());
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("no ledger yet: ");
    }

    private void ledger(String text) throws IOException {
        Files.createDirectories(folder.resolve("ledger"));
        Files.writeString(folder.resolve("ledger/ledger.jsonl"), text);
    }
}
