package dev.breakwater.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.cli.CommandLines;
import dev.breakwater.cli.JobProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
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
        CommandLines.Run run = CommandLines.run("run", "-c", config.toString(), "--mode", "loud");
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("--mode: mode: ", "(found loud)");
    }

    /** Earlier, the job started and then restarted for ever. */
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

    @Test
    void rocksDbWithoutAFolderForItsFilesIsNamedBeforeTheJobStarts() throws IOException {
        String config =
                Files.writeString(folder.resolve("breakwater.yaml"), """
                apiVersion: breakwater.dev/v1
                accounts: [{ id: "111122223333", regions: [eu-west-1] }]
                aws: { endpoint: "http://127.0.0.1:1" }
                source:
                  landing: { path: ./landing }
                state: { backend: rocksdb }
                """).toString();
        assertThat(CommandLines.run("validate", "--strict", config).exit()).isZero();
        String before = System.setProperty("java.io.tmpdir", folder + "/none");
        try {
            CommandLines.Run validate = CommandLines.run("validate", "--strict", config);
            assertThat(validate.exit()).isEqualTo(3);
            assertThat(validate.out()).contains("warning: state.backend: rocksdb cannot be used here: " + folder);
            CommandLines.Run run = CommandLines.run("run", "-c", config);
            assertThat(run.exit()).isEqualTo(1);
            assertThat(run.err()).contains("breakwater: state.backend: rocksdb cannot be used here: " + folder);
            assertThat(CommandLines.run("doctor", "--problems", "-c", config).out())
                    .containsPattern("MISSING +state +state.backend: rocksdb cannot be used here: " + folder);
        } finally {
            System.setProperty("java.io.tmpdir", before);
        }
    }

    /** Earlier, the job ran but watched no function. */
    @Test
    void aRunThatReadsFromAwsWithoutCredentialsIsRefused() throws Exception {
        Path config = Files.writeString(folder.resolve("breakwater.yaml"), """
                apiVersion: breakwater.dev/v1
                accounts:
                  - { id: "111122223333", regions: [eu-west-1] }
                source:
                  cloudwatch: { every: 1m }
                """);
        ProcessBuilder run = JobProcess.breakwater(List.of("run", "-c", config.toString()));
        run.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
        run.environment().put("AWS_EC2_METADATA_DISABLED", "true");
        run.environment().put("HOME", folder.toString());
        run.environment().put("JAVA_TOOL_OPTIONS", "-Duser.home=" + folder);
        Process process = run.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isEqualTo(1);
        assertThat(said)
                .contains("breakwater: no AWS credentials: set AWS_PROFILE", "source.cloudwatch needs them")
                .doesNotContain("\tat ");
    }

    @Test
    void aSignalEndsItWithALineAboutTheLimitsThatAreHeld() throws Exception {
        Path config = Files.writeString(
                folder.resolve("breakwater.yaml"),
                "apiVersion: breakwater.dev/v1\nsource:\n  landing: { path: ./landing }\nledger: { path: ./ledger }\n"
                        + "pages: { path: ./pages }\ncheckpoints: { path: ./checkpoints }\n");
        Process run = JobProcess.breakwater(List.of("run", "-c", config.toString()))
                .directory(folder.toFile())
                .start();
        try (BufferedReader said = run.inputReader()) {
            String line = said.readLine();
            while (line != null && !line.contains("shows what it would have done")) line = said.readLine();
            assertThat(line).as("it runs").isNotNull();
            run.toHandle().destroy();
            assertThat(said.lines()).contains("breakwater: the job was stopped; no limit is held");
        } finally {
            run.destroyForcibly();
        }
    }

    /** Earlier, each command printed the SDK's whole chain of providers for each call, and policies exited with 0. */
    @Test
    void withoutCredentialsACommandThatAsksAwsIsOneSentence() throws Exception {
        for (String command : List.of("lookback", "status")) {
            Process process = withoutCredentials(command);
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(said).isEqualTo(1);
            assertThat(said.lines().filter(line -> !line.startsWith("Picked up ")))
                    .containsExactly("breakwater: no AWS credentials: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and"
                            + " AWS_SECRET_ACCESS_KEY");
        }
    }

    @Test
    void withoutCredentialsPoliciesShowsThePatterns() throws Exception {
        Process process = withoutCredentials("policies");
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said).contains("default ", "no AWS credentials", "only the patterns are shown");
    }

    private Process withoutCredentials(String command) throws Exception {
        Path config = Files.writeString(
                folder.resolve("breakwater.yaml"),
                "apiVersion: breakwater.dev/v1\naccounts: [ { id: '111122223333', regions: [eu-west-1] } ]\n"
                        + "source: { cloudwatch: { every: 1m } }\n");
        ProcessBuilder builder = JobProcess.breakwater(List.of(command, "-c", config.toString()));
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
        builder.environment().put("AWS_EC2_METADATA_DISABLED", "true");
        builder.environment().put("JAVA_TOOL_OPTIONS", "-Duser.home=" + folder);
        return builder.directory(folder.toFile()).start();
    }
}
