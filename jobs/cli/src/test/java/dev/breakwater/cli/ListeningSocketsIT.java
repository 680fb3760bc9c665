package dev.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.testkit.ListeningSockets;
import dev.breakwater.connectors.testkit.Loopback;
import dev.breakwater.connectors.testkit.flink.ClusterSpec;
import dev.breakwater.connectors.testkit.flink.FlinkCluster;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that each process listens only on the sockets in {@code SECURITY.md}, and that no socket runs code for
 * strangers.
 */
class ListeningSocketsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final List<String> DOORS =
            List.of("POST /jars/upload", "POST /jobs", "GET /config", "GET /jobs", "PATCH /jobs/" + "0".repeat(32));

    private static final String JAR = "POST /jars/upload HTTP/1.1\r\nHost: localhost\r\n"
            + "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 125\r\n\r\n"
            + "--b\r\nContent-Disposition: form-data; name=\"jarfile\"; filename=\"x.jar\"\r\n"
            + "Content-Type: application/x-java-archive\r\n\r\nx\r\n--b--\r\n";

    @TempDir
    Path folder;

    private Process process;

    @AfterEach
    void stop() throws Exception {
        if (process != null) process.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
    }

    @Test
    void runListensOnLoopbackAloneAndRefusesAJarAndAJob() throws Exception {
        int health = Loopback.freePort();
        Path config = config();
        Files.writeString(config, Files.readString(config) + "health: { listen: \"127.0.0.1:" + health + "\" }\n");
        start("run", "-c", config.toString(), "--parallelism", "1");
        List<InetSocketAddress> all = settled("run");
        assertListed("run", all, Map.of("health.listen", health));
        InetSocketAddress ours = new InetSocketAddress("127.0.0.1", health);
        assertThat(DOORS).allSatisfy(d -> assertThat(answer(ours, d)).startsWith("HTTP/1.1 404 "));
        List<InetSocketAddress> sockets =
                all.stream().filter(s -> s.getPort() != health).toList();
        for (String door : DOORS) {
            assertThat(sockets.stream().map(s -> answer(s, door)).filter(a -> a.startsWith("HTTP/")))
                    .as("%s to each of %s", door, sockets)
                    .hasSize(1)
                    .allMatch(a -> a.startsWith("HTTP/1.1 403 "));
        }
        // Flink handles a form, with which a jar is sent, before any other handler
        assertThat(sockets.stream().map(s -> answer(s, JAR)).filter(a -> a.startsWith("HTTP/")))
                .hasSize(1)
                .allMatch(a -> a.startsWith("HTTP/1.1 400 "));
    }

    @Test
    @Tag("full") // replay starts the same Flink
    void demoListensOnLoopbackAlone() throws Exception {
        start("demo", "--out", folder.resolve("out").toString(), "--parallelism", "1");
        assertListed("demo", settled("demo"), Map.of());
    }

    @Test
    void replayListensOnLoopbackAlone() throws Exception {
        Path in = Files.createDirectories(folder.resolve("in"));
        var recording = dev.breakwater.cli.recording.DemoRecording.load().writeTo(in);
        start(
                "replay",
                "--input",
                recording.samples().toString(),
                "--out",
                folder.resolve("out").toString(),
                "--parallelism",
                "1");
        assertListed("replay", settled("replay"), Map.of());
    }

    @Test
    void receiveListensWhereItsConfigurationSays() throws Exception {
        int port = Loopback.freePort();
        Path config = Files.writeString(folder.resolve("receive.yaml"), """
                apiVersion: breakwater.dev/v1
                source: { landing: { path: ./landing } }
                receive: { listen: "127.0.0.1:%d", keys: [{ accessKey: "env:FIREHOSE_ACCESS_KEY", accounts: ["111122223333"] }], keepFreeMb: 0 }
                """.formatted(port));
        start("receive", "-c", config.toString());
        assertListed("receive", settled("receive"), Map.of("receive.listen", port));
    }

    @Test
    void theDoorListensWhereItsConfigurationSays() throws Exception {
        int port = Loopback.freePort();
        int callbacks = Loopback.freePort();
        Files.writeString(folder.resolve("token"), "a-token-of-people-who-may");
        Path config = Files.writeString(folder.resolve("door.yaml"), """
                apiVersion: breakwater.dev/v1
                source: { landing: { path: ./landing } }
                door: { console: { listen: "127.0.0.1:%d" }, callbacks: { listen: "127.0.0.1:%d" }, token: "file:%s", pagerduty: "file:%s" }
                """.formatted(
                        port, callbacks, folder.resolve("token"), folder.resolve("token")));
        start("console", "-c", config.toString());
        assertListed(
                "console", settled("console"), Map.of("door.console.listen", port, "door.callbacks.listen", callbacks));
    }

    @Test
    @Tag("full") // Breakwater's code opens none of these
    void theClustersProcessesListenOnWhatIsListed() throws Exception {
        ClusterSpec spec = new ClusterSpec(
                ClusterSpec.libOfThisJvm(), folder.resolve("cluster"), 1, Map.of("web.submit.enable", "false"));
        try (FlinkCluster cluster = FlinkCluster.start(spec)) {
            Map<String, Integer> ports = ports(folder.resolve("cluster/conf/config.yaml"));
            for (Map.Entry<String, Long> one : cluster.pids().entrySet()) {
                String name = one.getKey().startsWith("tm-") ? "TaskManager" : "JobManager";
                assertListed(name, ListeningSockets.of(one.getValue()), ports);
            }
            InetSocketAddress rest = new InetSocketAddress("127.0.0.1", ports.get("rest.port"));
            assertThat(answer(rest, "POST /jars/upload")).startsWith("HTTP/1.1 404 ");
        }
    }

    private static void assertListed(String process, List<InetSocketAddress> found, Map<String, Integer> settings)
            throws IOException {
        ListedSockets listed = ListedSockets.of(process);
        assertThat(listed.unlisted(found, settings))
                .as("sockets of %s that SECURITY.md does not list, of %s; listed are %s", process, found, listed)
                .isEmpty();
        assertThat(found).as("as many as are listed: %s", listed).hasSameSizeAs(listed.rows());
    }

    /**
     * Waits until there are as many sockets as the table lists, and returns them. If there are fewer at the end, the
     * table is too long.
     */
    private List<InetSocketAddress> settled(String name) throws Exception {
        int listed = ListedSockets.of(name).rows().size();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Object monitor = new Object();
        while (true) {
            List<InetSocketAddress> found = ListeningSockets.of(process.pid());
            if (found.size() >= listed) return found;
            String log = Files.readString(folder.resolve("process.log"));
            assertThat(process.isAlive())
                    .as("%s lives with %s\n%s", name, found, log)
                    .isTrue();
            assertThat(System.nanoTime())
                    .as("%s has only %s\n%s", name, found, log)
                    .isLessThan(deadline);
            synchronized (monitor) {
                monitor.wait(20);
            }
        }
    }

    /** Returns the first bytes of the answer, or "" if the connection is only closed. */
    private static String answer(InetSocketAddress to, String request) {
        try (Socket socket = new Socket(to.getAddress(), to.getPort())) {
            socket.setSoTimeout(10_000);
            String head = request.endsWith("\n")
                    ? request
                    : request + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readNBytes(64), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            return "";
        }
    }

    private static Map<String, Integer> ports(Path config) throws IOException {
        Map<String, Integer> ports = new java.util.TreeMap<>();
        for (String line : Files.readAllLines(config)) {
            String[] pair = line.replace("\"", "").split(": ");
            if (pair[0].endsWith(".port")) ports.put(pair[0], Integer.parseInt(pair[1]));
        }
        return ports;
    }

    private Path config() throws IOException {
        Files.createDirectories(folder.resolve("landing"));
        return Files.writeString(folder.resolve("breakwater.yaml"), """
                apiVersion: breakwater.dev/v1
                mode: observe
                accounts:
                  - { id: "111122223333", regions: [eu-west-1] }
                aws: { endpoint: "http://127.0.0.1:1" }
                source:
                  landing: { path: ./landing }
                policies:
                  - { name: default, match: { function: "*" } }
                ledger: { path: ./ledger }
                checkpoints: { every: 8s, path: ./checkpoints }
                """);
    }

    private void start(String... arguments) throws IOException {
        ProcessBuilder builder = JobProcess.breakwater(List.of(arguments))
                .redirectOutput(folder.resolve("process.log").toFile());
        builder.environment().put("FIREHOSE_ACCESS_KEY", "a-key-for-the-test");
        builder.environment().put("AWS_ACCESS_KEY_ID", "nobody");
        builder.environment().put("AWS_SECRET_ACCESS_KEY", "nobody");
        process = builder.start();
    }
}
