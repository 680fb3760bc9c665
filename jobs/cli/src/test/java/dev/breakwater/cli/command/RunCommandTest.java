package dev.breakwater.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.cli.CommandLines;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunCommandTest {

    @TempDir
    Path folder;

    @Test
    void aModeThatThrottlesNeedsTheInstancesNameAlsoWhenItIsAskedForHere() throws IOException {
        Path config = Files.writeString(
                folder.resolve("breakwater.yaml"),
                "apiVersion: breakwater.dev/v1\nsource:\n  landing: { path: ./landing }\n");
        CommandLines.Run run = CommandLines.run("run", "-c", config.toString(), "--mode", "enforce");
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err())
                .contains("instance.name: is required with mode enforce")
                .doesNotContain("\tat ");
    }

    @Test
    void aModeThatIsNoneIsRefused() throws IOException {
        Path config = Files.writeString(
                folder.resolve("breakwater.yaml"),
                "apiVersion: breakwater.dev/v1\nsource:\n  landing: { path: ./landing }\n");
        for (String mode : new String[] {"loud", "approve"}) {
            CommandLines.Run run = CommandLines.run("run", "-c", config.toString(), "--mode", mode);
            assertThat(run.exit()).isEqualTo(2);
            assertThat(run.err()).contains("--mode: mode: ", "(found " + mode + ")");
        }
    }

    /** It used to start, and to restart for ever. */
    @Test
    void aSecondRunOnOneLedgerIsRefusedAtOnce() throws IOException {
        Path config = Files.writeString(
                folder.resolve("breakwater.yaml"),
                "apiVersion: breakwater.dev/v1\nsource:\n  landing: { path: ./landing }\nledger: { path: ./ledger }\n");
        Path decisions = Files.createDirectories(folder.resolve("ledger")).resolve("decisions.jsonl");
        try (FileChannel first = FileChannel.open(decisions, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            assertThat(first.tryLock()).isNotNull();
            CommandLines.Run second = CommandLines.run("run", "-c", config.toString());
            assertThat(second.exit()).isEqualTo(1);
            assertThat(second.err())
                    .contains("ledger.path: another run writes into " + folder.resolve("ledger"))
                    .doesNotContain("\tat ");
        }
    }
}
