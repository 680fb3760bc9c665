package dev.breakwater.cli.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.net.httpserver.HttpServer;
import dev.breakwater.cli.CommandLines;
import dev.breakwater.cli.recording.StreamFile;
import dev.breakwater.cli.socket.MillGate.Gate;
import dev.breakwater.cli.socket.Sluice.Setting;
import dev.breakwater.config.ConfigFile;
import dev.breakwater.config.model.Settings;
import dev.breakwater.config.read.Document.Loaded;
import dev.breakwater.connectors.cloudwatch.FeedRecord.Datapoint;
import dev.breakwater.connectors.cloudwatch.poll.AwsMetricsApi;
import dev.breakwater.connectors.cloudwatch.poll.MetricsApi;
import dev.breakwater.connectors.cloudwatch.poll.MetricsApi.DataCall;
import dev.breakwater.connectors.cloudwatch.poll.MetricsApi.MetricQuery;
import dev.breakwater.connectors.cloudwatch.poll.PollSettings.PollTarget;
import dev.breakwater.connectors.testkit.AwsKeys;
import dev.breakwater.connectors.testkit.samples.MetricStreamFiles;
import dev.breakwater.guard.FlinkOptions;
import dev.breakwater.guard.live.LiveJob;
import dev.breakwater.model.MetricRole;
import dev.breakwater.model.function.LimitReading.LimitValue;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Parts that this test registers run in the whole job, from the configuration file on. AWS cannot be reached. */
@Tag("slow")
@ExtendWith(AwsKeys.class)
class SocketsTest {

    private static final String ACCOUNT = "111122223333";
    private static final long PATIENCE_SECONDS = 120;

    @TempDir
    Path folder;

    private final BlockingQueue<String> letters = new LinkedBlockingQueue<>();
    private final List<String> steam = new CopyOnWriteArrayList<>();
    private HttpServer loft;
    private JobClient job;

    @BeforeEach
    void start() throws Exception {
        loft = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        loft.createContext("/", exchange -> {
            try (exchange) {
                String letter = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                letters.add(exchange.getRequestHeaders().getFirst("Seal") + ' ' + letter);
                exchange.sendResponseHeaders(204, -1);
            }
        });
        loft.createContext("/kettle", exchange -> {
            try (exchange) {
                int from = Integer.parseInt(exchange.getRequestURI().getQuery().substring("from=".length()));
                byte[] told = String.join("\n", steam.subList(Math.min(from, steam.size()), steam.size()))
                        .getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, told.length == 0 ? -1 : told.length);
                exchange.getResponseBody().write(told);
            }
        });
        loft.start();
    }

    @AfterEach
    void stop() throws Exception {
        if (job != null) stopJob();
        loft.stop(0);
    }

    private void stopJob() throws Exception {
        job.cancel().get(30, TimeUnit.SECONDS);
        job.getJobExecutionResult().handle((result, cancelled) -> null).get(30, TimeUnit.SECONDS);
        job = null;
    }

    @Test
    void aRegisteredReceiverGetsItsAlertsFromTheWholeJob() throws Exception {
        long now = Clock.systemUTC().millis() / 60_000;
        new MetricStreamFiles(ACCOUNT)
                .minutes(now - 2 * 1440, now - 5, m -> 300, "checkout")
                // a job without state alerts only about a surge that goes on
                .minutes(now - 5, now, m -> 12_000, "checkout")
                .into(folder.resolve("landing"), "flood.jsonl");
        run("landing: { path: landing }");
        assertThat(letter("checkout")).startsWith("wax TRIGGER breakwater/");
    }

    @Test
    void theSamplesOfARegisteredSourceAreJudgedAndDoctorChecksTheSource() throws Exception {
        long now = Clock.systemUTC().millis() / 60_000;
        List<String> lines = new ArrayList<>();
        for (long m = now - 2 * 1440; m < now; m++) lines.add(m + " thumbnail " + (m < now - 5 ? 300 : 12_000));
        steam.addAll(lines);
        String kettle = "http://127.0.0.1:" + loft.getAddress().getPort() + "/kettle";
        Path file = run("kettle: { url: \"" + kettle + "\" }");
        assertThat(letter("thumbnail")).startsWith("wax TRIGGER breakwater/");
        assertThat(doctor(file)).contains("source.kettle: samples can be read");
        Files.writeString(file, Files.readString(file).replace(kettle, "http://127.0.0.1:1"));
        assertThat(doctor(file)).contains("source.kettle: the kettle does not answer");
    }

    @Test
    void aRegisteredKindOfLimitIsSetAndGivenBack() throws Exception {
        withAws(endpoint -> {
            Sluice.AT.put(OneFunction.MAPPING, new Setting(730, 999, null));
            long now = Clock.systemUTC().millis() / 60_000;
            new MetricStreamFiles(ACCOUNT)
                    .minutes(now - 2 * 1440, now - 5, m -> 300, "mail")
                    .minutes(now - 5, now, m -> 12_000, "mail")
                    .into(folder.resolve("landing"), "flood.jsonl");
            Path file = run("landing: { path: landing }", "enforce", endpoint);
            Setting held = Sluice.MADE.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(held).isNotNull();
            assertThat(held.rate()).isBetween(1, 100);
            assertThat(held.burst()).isEqualTo(3 * held.rate());
            assertThat(held.lease()).contains("was=7300999 ");
            stopJob();
            assertThat(CommandLines.run("release", "mail", "--direct", "--config", file.toString())
                            .out())
                    .contains("given back: 730 a second with bursts of 999 again");
            assertThat(Sluice.AT).containsEntry(OneFunction.MAPPING, new Setting(730, 999, null));
        });
    }

    @Test
    void aRegisteredKindOfResourceIsPricedPagedThrottledAndGivenBack() throws Exception {
        withAws(endpoint -> {
            MillGate.AT.put("mill:flour", new Gate(LimitValue.NONE, null, 0));
            long now = Clock.systemUTC().millis() / 60_000;
            Files.createDirectories(folder.resolve("landing"));
            try (StreamFile sacks = new StreamFile(folder.resolve("landing/sacks.jsonl.gz"))) {
                for (long m = now - 2 * 1440; m < now; m++) {
                    int ground = m < now - 5 ? 300 : 12_000;
                    sacks.write(mill(MetricRole.CALLS, m, ground, 1));
                    sacks.write(mill(MetricRole.CONCURRENCY, m, ground / 100.0, ground / 100.0));
                }
            }
            Path file = run("landing: { path: landing }", "enforce", endpoint);
            String letter = letter("flood");
            assertThat(letter).contains("on function mill:flour: ");
            // 60 minutes with 11,000 sacks that are not free, at 0.0001 USD; usually all sacks are free
            assertThat(Double.parseDouble(letter.replaceAll(".*: ([0-9.]+) USD an hour.*", "$1")))
                    .isCloseTo(66, within(.5));
            Gate held = MillGate.SET.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(held).isNotNull();
            assertThat(held.stones()).isBetween(3, 30);
            assertThat(held.lease()).contains("was=none ");
            stopJob();
            assertThat(CommandLines.run("release", "mill:flour", "--direct", "--config", file.toString())
                            .out())
                    .contains("(gate mill:flour): given back: no limit again");
            assertThat(MillGate.AT.get("mill:flour").stones()).isEqualTo(LimitValue.NONE);
            assertThat(MillGate.AT.get("mill:flour").lease()).isNull();
        });
    }

    @Test
    void aRegisteredKindOfResourceIsPolledByItsOwnNames() throws Exception {
        PollTarget mills = PollTarget.all(ACCOUNT, "eu-west-1", "")
                .filter(target -> target.ofKind().equals("mill"))
                .findFirst()
                .orElseThrow();
        MetricQuery sacks = new MetricQuery("mill:flour", MetricRole.CALLS);
        withAws(elsewhere -> {
            try (MetricsApi api = AwsMetricsApi.at(
                            "http://127.0.0.1:" + loft.getAddress().getPort())
                    .open(mills)) {
                api.listMetrics(true, "");
                api.getMetricData(new DataCall(1, 2, List.of(sacks)), "");
            }
        });
        assertThat(letters)
                .hasSize(2)
                .allSatisfy(question -> assertThat(question)
                        .contains("Grinding", "SacksGround", "MillName")
                        .doesNotContain("Lambda", "mill:", "mill%3A"));
        assertThat(letters).last().asString().contains("flour");
    }

    private interface WithAws {
        void run(String endpoint) throws Exception;
    }

    /** Gives a step the address of AWS with one function. */
    private static void withAws(WithAws step) throws Exception {
        HttpServer aws = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        aws.createContext("/", OneFunction::answer);
        aws.start();
        try {
            step.run("http://127.0.0.1:" + aws.getAddress().getPort());
        } finally {
            aws.stop(0);
        }
    }

    private static Datapoint mill(MetricRole metric, long minute, double sum, double max) {
        return new Datapoint(ACCOUNT, "eu-west-1", "mill:flour", metric, minute, sum / max, sum, max);
    }

    private static String doctor(Path file) {
        return CommandLines.run("doctor", "--config", file.toString()).out();
    }

    /** Waits for a letter with these words. */
    private String letter(String words) throws InterruptedException {
        List<String> read = new ArrayList<>();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (true) {
            String letter = letters.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (letter == null) throw new AssertionError("no letter has the words " + words + ": " + read);
            if (letter.contains(words)) return letter;
            read.add(letter);
        }
    }

    private Path run(String source) throws Exception {
        return run(source, "alert", "http://127.0.0.1:1");
    }

    private Path run(String source, String mode, String aws) throws Exception {
        Files.writeString(folder.resolve("seal"), "wax");
        Path written = Files.writeString(folder.resolve("breakwater.yaml"), """
                apiVersion: breakwater.dev/v1
                mode: %s
                instance: { name: sockets }
                accounts: [ { id: "%s", regions: [eu-west-1] } ]
                aws: { endpoint: "%s" }
                source: { %s }
                policies:
                  - name: default
                    page: { minUsdPerHour: 0.05 }
                    throttle: { minUsdPerHour: 0.05, beforeFirstWeek: on, worth: 0 }
                notify: { pigeon: { url: "http://127.0.0.1:%d/", seal: "file:%s" } }
                ledger: { path: ledger }
                pages: { path: pages }
                """.formatted(
                        mode, ACCOUNT, aws, source, loft.getAddress().getPort(), folder.resolve("seal")));
        ConfigFile file = ConfigFile.read(written, "");
        Loaded<Settings> loaded = file.load();
        assertThat(loaded.problems()).isEmpty();
        Configuration options = FlinkOptions.published();
        // a limit is set only after the checkpoint that has the decision
        options.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofSeconds(1));
        options.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                folder.resolve("checkpoints").toUri().toString());
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1, options);
        LiveJob.build(env, file, loaded.value());
        job = env.executeAsync("sockets");
        return written;
    }
}
