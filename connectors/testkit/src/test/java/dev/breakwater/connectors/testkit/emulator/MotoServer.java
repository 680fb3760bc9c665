package dev.breakwater.connectors.testkit.emulator;

import dev.breakwater.connectors.testkit.Loopback;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The AWS emulator (moto) as a process on a free loopback port. The tests run with version 5.1.1, which Debian 13 has,
 * and newer versions work too. The emulator runs with the Python that {@code BREAKWATER_PYTHON} names. Without this
 * variable, it runs with the system's Python or else with the first Python on the PATH.
 *
 * <p>Differences from AWS: {@code GetAccountSettings} answers 404 without an error code. No account limit is enforced,
 * so {@code PutFunctionConcurrency} is never refused for lack of unreserved concurrency. Credentials are not checked,
 * calls are never throttled, and the account is always {@value #ACCOUNT}. Listing event source mappings returns none.
 * One {@code ListFunctions} page has all functions. {@code GetMetricData} without a dimension sums all functions, and
 * has neither pages nor PartialData. {@code ListMetrics} lists a function at once. Creating a role that already exists
 * gives a 409 without the error code EntityAlreadyExists. Version 5.1.1 of the emulator ignores the {@code If-Match} of
 * a put. If an upload is signed in chunks, the emulator stores the framing of the chunks too. The job does not sign in
 * that way. The emulator returns the {@code LastModified} of an event invoke configuration as text, which the SDK
 * refuses. The package {@code fault} fills some of these gaps.
 */
public final class MotoServer implements AutoCloseable {

    /** The only account that the emulator simulates. */
    public static final String ACCOUNT = "123456789012";

    private static final List<String> PYTHONS = List.of("/usr/bin/python3", "python3");
    // Debian lacks three of these libraries, and without them moto answers 500 for events, APIs and stacks
    private static final String NEEDS =
            "import flask_cors, jsonpath_ng, moto.server, openapi_spec_validator, pyparsing";
    private static final String MISSING =
            "The AWS emulator is missing, because no python3 here can " + NEEDS + ". On Debian and "
                    + "Ubuntu: apt-get install -y python3-moto python3-flask-cors python3-jsonpath-ng python3-openapi-spec-validator "
                    + "python3-pyparsing; elsewhere: pip install 'moto[server]', and name that python in BREAKWATER_PYTHON";
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final int TRIES = 3;

    /**
     * Emulators that tests of this JVM have closed. A start takes two seconds of CPU, while emptying a running emulator
     * takes almost none.
     */
    private static final Deque<MotoServer> IDLE = new ArrayDeque<>();

    private static String python;

    private final Process process;
    private final URI endpoint;
    private final Path log;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private boolean configured;

    private MotoServer(Process process, URI endpoint, Path log) {
        this.process = process;
        this.endpoint = endpoint;
        this.log = log;
    }

    /**
     * Returns an empty emulator: an emulator that another test closed, or a new emulator that already answers.
     *
     * @throws IllegalStateException if no Python here has moto, or if the emulator does not start
     */
    public static synchronized MotoServer start() {
        for (MotoServer idle = IDLE.poll(); idle != null; idle = IDLE.poll()) {
            if (!idle.process.isAlive()) continue;
            idle.reset();
            return idle;
        }
        if (python == null) python = findPython();
        IllegalStateException last = null;
        // another process may take the free port before moto does
        for (int attempt = 0; attempt < TRIES; attempt++) {
            MotoServer server = launch(python);
            try {
                server.awaitReady();
                return server;
            } catch (IllegalStateException e) {
                server.end();
                last = e;
            }
        }
        throw last;
    }

    public URI endpoint() {
        return endpoint;
    }

    /** Returns the environment that a child process needs to talk to this emulator. */
    public Map<String, String> environment() {
        return Map.of(
                "AWS_ENDPOINT_URL",
                endpoint.toString(),
                "AWS_ACCESS_KEY_ID",
                "emulator",
                "AWS_SECRET_ACCESS_KEY",
                "emulator",
                "AWS_EC2_METADATA_DISABLED",
                "true");
    }

    /** Deletes everything that tests created in the emulator. */
    public void reset() {
        post("reset", "");
    }

    /**
     * Makes calls of functions succeed at once, without running code. Without this setting, each call would start a
     * container. Earlier functions are lost.
     */
    public void invokable() {
        configured = true;
        post("config", "{\"lambda\":{\"use_docker\":false}}");
    }

    private void post(String path, String json) {
        HttpRequest request = HttpRequest.newBuilder(endpoint.resolve("/moto-api/" + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .timeout(Duration.ofSeconds(10))
                .build();
        if (status(request) / 100 != 2) throw new IllegalStateException("the emulator refused a request: " + output());
    }

    /** Passes the emulator to the next test of this JVM. The emulator's process ends with the JVM. */
    @Override
    public void close() {
        synchronized (MotoServer.class) {
            if (configured || !process.isAlive()) end();
            else if (!IDLE.contains(this)) IDLE.push(this);
        }
    }

    /** Ends this emulator's own process, and no other. */
    private void end() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            Files.deleteIfExists(log);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new IllegalStateException("the emulator's log could not be removed", e);
        }
    }

    private static String findPython() {
        String named = System.getenv("BREAKWATER_PYTHON");
        // if the named Python has no emulator, the start fails, and no other Python is used
        if (named != null && !named.isBlank()) return named;
        return PYTHONS.stream()
                .filter(MotoServer::hasMoto)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(MISSING));
    }

    private static boolean hasMoto(String python) {
        try {
            Process probe = new ProcessBuilder(python, "-c", NEEDS)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!probe.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
                probe.destroyForcibly();
                return false;
            }
            return probe.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static MotoServer launch(String python) {
        try {
            String port = Integer.toString(Loopback.freePort());
            Path log = Files.createTempFile("emulator", ".log");
            Process process = new ProcessBuilder(python, "-m", "moto.server", "-H", "127.0.0.1", "-p", port)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            MotoServer server = new MotoServer(process, URI.create("http://127.0.0.1:" + port), log);
            Runtime.getRuntime().addShutdownHook(new Thread(server::end));
            return server;
        } catch (IOException e) {
            throw new IllegalStateException("the emulator could not be started", e);
        }
    }

    private void awaitReady() {
        HttpRequest request = HttpRequest.newBuilder(endpoint.resolve("/moto-api/data.json"))
                .timeout(Duration.ofSeconds(5))
                .build();
        long end = System.nanoTime() + DEADLINE.toNanos();
        while (status(request) != 200) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new IllegalStateException("the emulator did not come up: " + output());
            }
        }
    }

    private int status(HttpRequest request) {
        try {
            int status =
                    http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            return process.isAlive() ? status : -1;
        } catch (IOException e) {
            return awaitALittle();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the emulator was asked", e);
        }
    }

    /** Waits between two tries, and stops waiting if the process ends. */
    private int awaitALittle() {
        try {
            process.waitFor(100, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the emulator came up", e);
        }
        return -1;
    }

    private String output() {
        try {
            String text = Files.readString(log);
            return text.substring(Math.max(0, text.length() - 1_000));
        } catch (IOException e) {
            return "(no output)";
        }
    }
}
