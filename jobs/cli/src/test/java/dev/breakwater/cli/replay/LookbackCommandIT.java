package dev.breakwater.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.cli.CommandLines;
import dev.breakwater.connectors.testkit.AwsKeys;
import dev.breakwater.connectors.testkit.cloudwatch.CloudWatchDouble;
import dev.breakwater.connectors.testkit.cloudwatch.CloudWatchDouble.Points;
import dev.breakwater.connectors.testkit.cloudwatch.CloudWatchServer;
import dev.breakwater.connectors.testkit.cloudwatch.StoredPoints;
import dev.breakwater.connectors.testkit.samples.MetricStreamFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(AwsKeys.class)
class LookbackCommandIT {

    private static final String ACCOUNT = "111122223333";
    private static final Points.Place PLACE = new Points.Place(ACCOUNT, "eu-west-1");
    private static final int DAY = 1440;

    @TempDir
    Path folder;

    private final long now = System.currentTimeMillis() / 60_000;

    @Test
    void judgesTheHistoryOfCloudWatchAsIfInModeEnforce() throws IOException {
        StoredPoints points = new StoredPoints(System::currentTimeMillis);
        for (long m = now - 10 * DAY; m < now; m++) {
            boolean flood = m >= now - 300 && m < now - 180;
            int calls = flood ? 900_000 : 3_000;
            points.put(PLACE, "checkout", "Invocations", m, calls);
            points.put(PLACE, "checkout", "Duration", m, calls * 200.0);
            points.put(PLACE, "checkout", "ConcurrentExecutions", m, calls / 300.0);
        }
        try (CloudWatchServer server =
                CloudWatchServer.start(new CloudWatchDouble(points, System::currentTimeMillis))) {
            CommandLines.Run run =
                    lookback("cloudwatch: { every: 1m }", server.endpoint().toString(), "--days", "10");
            assertThat(run.exit()).as(run.err()).isZero();
            assertThat(run.err()).contains("asking CloudWatch for 10 days", "for which CloudWatch charges about 0.");
            assertThat(run.out())
                    .contains(
                            "In the last 10 days", "would have paged once and throttled once (simulated, mode enforce)")
                    .containsPattern("checkout .*, flood, .*\\R.*paged after .*\\R +throttled to \\d+");
        }
        assertThat(folder.resolve("out/report.html")).exists();
        assertThat(Files.readString(folder.resolve("breakwater.yaml"))).contains("mode: observe");
    }

    @Test
    void readsWhatHasLandedWhereNothingIsPolled() throws IOException {
        Path landing = Files.createDirectories(folder.resolve("landing"));
        new MetricStreamFiles(ACCOUNT)
                .minutes(now - 2 * DAY, now - 10, m -> m > now - 200 && m < now - 100 ? 90_000 : 3_000, "mail")
                .into(landing, "1-all");
        CommandLines.Run run = lookback("landing: { path: ./landing }", "http://127.0.0.1:1");
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).contains("In the last 14 days", "would have paged once");
        assertThat(run.err()).as("what it could not ask").contains("lambda:ListFunctions");
    }

    @Test
    void withoutASampleItSaysSo() throws IOException {
        Files.createDirectories(folder.resolve("landing"));
        CommandLines.Run run = lookback("landing: { path: ./landing }", "http://127.0.0.1:1");
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("no sample of the last 14 days in ");
    }

    @Test
    void aFolderThatIsNotThereYetIsNamedWithWhatToDo() throws IOException {
        CommandLines.Run run = lookback("landing: { path: ./landing }", "http://127.0.0.1:1");
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err())
                .contains(
                        "source.landing.path: the folder " + folder.resolve("landing") + " does not exist",
                        "docs/sources.md")
                .doesNotContain("IllegalArgumentException");
    }

    private CommandLines.Run lookback(String source, String endpoint, String... more) throws IOException {
        String yaml = """
                apiVersion: breakwater.dev/v1
                mode: observe
                accounts:
                  - { id: "%s", regions: [eu-west-1] }
                aws: { endpoint: "%s" }
                source:
                  %s
                """.formatted(ACCOUNT, endpoint, source);
        Path config = Files.writeString(folder.resolve("breakwater.yaml"), yaml);
        String[] all = new String[more.length + 5];
        all[0] = "lookback";
        all[1] = "-c";
        all[2] = config.toString();
        all[3] = "--out";
        all[4] = folder.resolve("out").toString();
        System.arraycopy(more, 0, all, 5, more.length);
        return CommandLines.run(all);
    }
}
