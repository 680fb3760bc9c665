package dev.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.breakwater.connectors.aws.bucket.Folders;
import dev.breakwater.connectors.lambda.ledger.LedgerFolder;
import dev.breakwater.connectors.testkit.emulator.MotoServer;
import dev.breakwater.connectors.testkit.firehose.FirehoseClient;
import dev.breakwater.connectors.testkit.samples.MetricStreamFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs {@code breakwater run} as a separate process, with JobManager and TaskManager in one, and reads its folder. */
public final class JobProcess {

    /** The routing key, which no log may contain. */
    static final String KEY = "0123456789abcdef0123456789abcdef";

    private static final Pattern LISTENING = Pattern.compile("listening on (http://127\\.0\\.0\\.1:\\d+)");

    private final Path folder;
    private final MotoServer aws;
    private final String instance;
    private String place = ".";
    private Path files;
    private Process process;

    JobProcess(Path folder, MotoServer aws) {
        this(folder, aws, "test");
    }

    JobProcess(Path folder, MotoServer aws, String instance) {
        this.folder = folder;
        this.aws = aws;
        this.instance = instance;
        files = folder;
    }

    /** Configures ledger and pages in S3. */
    void writesTo(String s3) {
        place = s3;
        files = Folders.of(
                Folders.text(s3, MetricStreamFiles.REGION, aws.endpoint().toString()));
    }

    /**
     * Writes the configuration.
     *
     * @param checkpoint time between checkpoints
     * @param throttle   more of the policy's section of that name
     */
    Path configure(URI lambda, URI pager, String checkpoint, String throttle) throws IOException {
        String yaml = """
                apiVersion: breakwater.dev/v1
                mode: enforce
                instance: { name: %s }
                accounts:
                  - { id: "%s", regions: [%s] }
                aws: { endpoint: "%s" }
                source:
                  landing: { path: ./landing }
                policies:
                  - name: default
                    match: { function: "*" }
                    page: { minUsdPerHour: 0.05 }
                    throttle: { minUsdPerHour: 0.05, beforeFirstWeek: on, worth: 0%s }
                notify:
                  pagerduty: { routingKey: "env:PD_ROUTING_KEY", endpoint: "%s" }
                ledger: { path: "%s/ledger" }
                pages: { path: "%s/pages" }
                checkpoints: { every: %s, path: ./checkpoints }
                """.formatted(
                        instance,
                        MotoServer.ACCOUNT,
                        MetricStreamFiles.REGION,
                        lambda,
                        throttle,
                        pager,
                        place,
                        place,
                        checkpoint);
        Files.createDirectories(landing());
        return Files.writeString(folder.resolve("breakwater.yaml"), yaml);
    }

    Path landing() {
        return folder.resolve("landing");
    }

    /** Reads the samples of another instance. */
    void reads(Path landing) throws IOException {
        Files.createDirectories(landing);
        Files.delete(landing());
        Files.createSymbolicLink(landing(), landing);
    }

    /** @param more options of {@code run} */
    void start(String... more) throws IOException {
        List<String> run = new ArrayList<>(List.of("run", "--parallelism", "1"));
        run.addAll(List.of(more));
        process = builder(run.toArray(new String[0]))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
    }

    /** Starts another command on the same configuration, which runs until the test ends it. */
    Process beside(String command) throws IOException {
        return builder(command)
                .redirectOutput(folder.resolve(command + ".log").toFile())
                .start();
    }

    /** Delivers to {@code receive}, once it listens. */
    FirehoseClient receiver(Duration patience) throws InterruptedException {
        Path log = folder.resolve("receive.log");
        await("receive to listen", patience, () -> listening(log).isPresent());
        return new FirehoseClient(listening(log).orElseThrow(), KEY);
    }

    /** Returns the address on which a receiver listens, as soon as it prints it. */
    static Optional<URI> listening(Path log) {
        Matcher listening = LISTENING.matcher(read(log));
        return listening.find() ? Optional.of(URI.create(listening.group(1))) : Optional.empty();
    }

    /** Sends SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Runs another command, which must succeed, and returns its output. */
    String command(String... arguments) throws Exception {
        Process command = builder(arguments).start();
        String said = new String(command.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(command.waitFor()).as(said).isZero();
        return said;
    }

    /** Starts Breakwater as a separate process. Its errors go to its output. */
    public static ProcessBuilder breakwater(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx700m",
                "-XX:TieredStopAtLevel=1",
                // Flink's own test jars contain a logging configuration that is silent
                "-Dlog4j2.configurationFile=log4j2.properties",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.breakwater.cli.Breakwater"));
        command.addAll(arguments);
        return new ProcessBuilder(command).redirectErrorStream(true);
    }

    private ProcessBuilder builder(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("-c", folder.resolve("breakwater.yaml").toString()));
        ProcessBuilder builder = breakwater(all);
        builder.environment().putAll(aws.environment());
        builder.environment().put("PD_ROUTING_KEY", KEY);
        return builder;
    }

    long checkpoints() {
        try (var files = Files.walk(folder.resolve("checkpoints"))) {
            return files.filter(p -> p.endsWith("_metadata")).count();
        } catch (IOException | UncheckedIOException e) {
            return 0;
        }
    }

    List<JsonNode> decisions(String type) {
        return decisions().stream()
                .filter(d -> d.path("type").asText().equals(type))
                .toList();
    }

    List<JsonNode> decisions() {
        return lines(files.resolve("ledger/decisions.jsonl"));
    }

    /** Returns the lines of all chains. */
    List<JsonNode> ledger() {
        List<JsonNode> lines = new ArrayList<>();
        for (Path chain : chains()) lines.addAll(lines(chain));
        return lines;
    }

    /** Returns the ledger's lines of this kind. */
    List<JsonNode> ledger(String kind) {
        return ledger().stream()
                .filter(l -> l.path("kind").asText().equals(kind))
                .toList();
    }

    /** Returns whether no line of any chain was changed. */
    boolean isLedgerWhole() throws IOException {
        for (LedgerFolder.Chain chain : LedgerFolder.chains(files.resolve("ledger/chains"))) {
            if (!chain.verify().verdict().whole()) return false;
        }
        return true;
    }

    private List<Path> chains() {
        Path folder = files.resolve("ledger/chains");
        if (!Files.isDirectory(folder)) return List.of();
        try (var writers = Files.list(folder)) {
            return writers.sorted().map(w -> w.resolve("ledger.jsonl")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the incident's page, or an empty text if there is none yet. */
    String page(String incident) {
        return read(files.resolve("pages/" + incident + ".html"));
    }

    private static List<JsonNode> lines(Path file) {
        List<JsonNode> lines = new ArrayList<>();
        try {
            for (String line : read(file).split("\n"))
                if (!line.isEmpty()) lines.add(new ObjectMapper().readTree(line));
        } catch (IOException e) {
            // the job is writing this line; the next read sees the whole line
            return lines;
        }
        return lines;
    }

    static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Checks several times a second until the condition holds. Fails if the job dies or the time is over. */
    void await(String what, Duration patience, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        Object monitor = new Object();
        while (!condition.getAsBoolean()) {
            assertThat(process.isAlive()).as("the job lives\n%s", read(log())).isTrue();
            assertThat(System.nanoTime())
                    .as("waited for %s\n%s", what, read(log()))
                    .isLessThan(deadline);
            synchronized (monitor) {
                monitor.wait(100);
            }
        }
    }

    /** Returns how many lines of the log have this text. */
    long logged(String text) {
        return read(log()).lines().filter(l -> l.contains(text)).count();
    }

    /** Returns the rest of the log's line after this text. The text must exist. */
    String saidAfter(String text) {
        String log = read(log());
        return log.substring(log.indexOf(text) + text.length())
                .lines()
                .findFirst()
                .orElseThrow();
    }

    private Path log() {
        return folder.resolve("job.log");
    }

    void stop() throws InterruptedException {
        if (process != null) process.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
    }
}
