package dev.breakwater.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.cli.CommandLines;
import dev.breakwater.cli.doctor.DoctorWorld.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The checks on this machine. AWS is a port where nobody listens. */
class DoctorCommandTest {

    @TempDir
    Path folder;

    @Test
    void namesEveryProblemOfAConfiguration() throws IOException {
        Run run = DoctorWorld.examine(write("apiVersion: breakwater.dev/v1\nmode: loud\nsourse: {}\n"));
        assertThat(run.exit()).isEqualTo(3);
        assertThat(run.json().path("missing").asInt()).isGreaterThanOrEqualTo(2);
        assertThat(run.printed()).contains("mode", "sourse");
    }

    @Test
    void aFileThatIsNotThereIsAnError() {
        CommandLines.Run run =
                CommandLines.run("doctor", "-c", folder.resolve("none.yaml").toString());
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("none.yaml");
    }

    @Test
    void foldersThatCannotBeMadeOrReadAreNamedWithWhatTheyCost() throws IOException {
        Files.writeString(folder.resolve("file"), "in the way");
        Run run = DoctorWorld.examine(write("""
                source: { landing: { path: ./nowhere } }
                ledger: { path: ./file/ledger }
                pages: { path: ./file }
                """));
        assertThat(run.whats("missing"))
                .contains("source.landing.path", "ledger.path", "pages.path")
                .doesNotContain("checkpoints.path");
        assertThat(run.finding("ledger.path", "").path("cost").asText()).startsWith("the job does not start");
        assertThat(run.exit()).isEqualTo(3);
    }

    @Test
    void aFolderWhoseNewestHourHoldsOnlyWhatCannotBeReadIsNamedWithTheFormatsToChoose() throws IOException {
        Path before = Files.createDirectories(folder.resolve("landing/2026/11/26/23"));
        Files.createFile(before.resolve("20261126T235501123Z.jsonl.gz"));
        Path now = Files.createDirectories(folder.resolve("landing/2026/11/27/02"));
        Files.createFile(now.resolve(".rejects-20261127T023501123Z.jsonl.gz"));
        Path file = write("source: { landing: { path: ./landing } }\n");
        assertThat(DoctorWorld.examine(file)
                        .finding("source.landing.path (format)", "")
                        .path("cost")
                        .asText())
                .contains("choose JSON, OpenTelemetry 1.0 or OpenTelemetry 0.7");
        Files.createFile(now.resolve("20261127T023601123Z.jsonl.gz"));
        assertThat(DoctorWorld.examine(file).whats("missing")).doesNotContain("source.landing.path (format)");
    }

    @Test
    void functionsThatTheJobLeavesOutAreNamedAndMoreThanTheHeapHolds() throws IOException {
        Files.createDirectories(folder.resolve("landing"));
        Files.writeString(
                Files.createDirectories(folder.resolve("ledger")).resolve("heartbeat.json"),
                "{\"at\":\"2026-11-27T02:00:00Z\",\"functions\":50000,\"unwatched\":4000}\n");
        String yaml = "source: { landing: { path: ./landing } }\nledger: { path: ./ledger }\n";
        assertThat(DoctorWorld.examine(write(yaml))
                        .finding("state.functions", "")
                        .path("detail")
                        .asText())
                .isEqualTo("4,000 functions are not watched, as of 2026-11-27T02:00:00Z, because 50,000 are watched and"
                        + " there is no room for more");
        Run tooMany = DoctorWorld.examine(write("state: { functions: 2000000 }\n" + yaml));
        assertThat(tooMany.printed()).contains("2,000,000 functions need about 15.3 GiB, but the heap here has");
    }

    @Test
    void makesNoFolderAndLeavesNoFile() throws IOException {
        Files.createDirectories(folder.resolve("landing"));
        Files.createDirectories(folder.resolve("ledger"));
        DoctorWorld.examine(write("source: { landing: { path: ./landing } }\nledger: { path: ./ledger }\n"));
        assertThat(folder.resolve("ledger")).isEmptyDirectory();
        assertThat(folder.resolve("var")).doesNotExist();
    }

    @Test
    void aSecretThatIsNotThereOrHasNotItsFormIsNamedAndNotShown() throws IOException {
        Files.createDirectories(folder.resolve("landing"));
        Files.writeString(folder.resolve("key"), "canary-that-is-too-short");
        String yaml = "source: { landing: { path: ./landing } }\n"
                + "notify: { pagerduty: { routingKey: \"%s\", endpoint: \"http://127.0.0.1:1/v2/enqueue\" } }\n";
        Run form = DoctorWorld.examine(write(yaml.formatted("file:key")));
        assertThat(form.whats("missing")).contains("notify.pagerduty.routingKey", "notify.pagerduty.endpoint");
        assertThat(form.printed()).doesNotContain("canary");
        Run gone = DoctorWorld.examine(write(yaml.formatted("env:BREAKWATER_TEST_NO_SUCH_VARIABLE")));
        assertThat(gone.finding("notify.pagerduty.routingKey", "")
                        .path("detail")
                        .asText())
                .isEqualTo("env:BREAKWATER_TEST_NO_SUCH_VARIABLE: the variable is not set");
    }

    @Test
    void eachReceiverIsLookedAtUnderItsOwnNameAndNoSecretIsShown() throws IOException {
        Files.createDirectories(folder.resolve("landing"));
        Files.writeString(folder.resolve("hook"), "ftp://hooks.example/canary");
        Files.writeString(folder.resolve("secret"), "canary-of-the-webhook");
        Run run = DoctorWorld.examine(write("""
                source: { landing: { path: ./landing } }
                notify:
                  alertmanager: { url: "http://127.0.0.1:1" }
                  receivers:
                    - { name: shop, slack: { webhook: "file:hook" } }
                    - { name: siem, webhook: { url: "http://127.0.0.1:1/h", secret: "file:secret" } }
                    - { name: pay, pagerduty: { routingKey: "env:BREAKWATER_TEST_NO_SUCH_VARIABLE" } }
                  routes: [ { to: [shop, siem, pay] } ]
                """));
        assertThat(run.whats("missing"))
                .contains(
                        "notify.alertmanager.url",
                        "notify.receivers[shop].slack.webhook",
                        "notify.receivers[siem].webhook.url",
                        "notify.receivers[pay].pagerduty.routingKey");
        assertThat(run.whats("there"))
                .contains("notify.receivers[siem].webhook.secret", "notify.receivers[pay].pagerduty (Alert Grouping)");
        assertThat(run.printed()).doesNotContain("canary");
    }

    private Path write(String yaml) throws IOException {
        String whole = yaml.startsWith("apiVersion")
                ? yaml
                : "apiVersion: breakwater.dev/v1\naccounts: [{ id: \"111122223333\", regions: [eu-west-1] }]\n"
                        + "aws: { endpoint: \"http://127.0.0.1:1\" }\n" + yaml;
        return Files.writeString(folder.resolve("breakwater.yaml"), whole);
    }
}
