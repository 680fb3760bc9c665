package dev.breakwater.cli.door;

import static dev.breakwater.cli.door.OpenDoors.INCIDENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that the real servers answer each caller on each path as the document states. */
class DoorsDocumentTest {

    private static final Path DOCUMENT = Path.of("../../docs/console.md");
    private static final String BEGIN = "<!-- doors: written by DoorsDocumentTest, do not edit -->\n";
    private static final String END = "<!-- /doors -->\n";
    private static final List<String> ASKED = List.of(
            "no key",
            "wrong key",
            "key",
            "key, foreign Host",
            "key, foreign Origin",
            "key twice",
            "names a person, no proof");
    private static final String NAMED = "X-Forwarded-User: ciso@bank\r\n";
    private static final String SIGN_ON = "Authorization: Bearer " + OpenDoors.TOKEN + "\r\n";
    private static final String WRONG = "Authorization: Bearer a-guess-of-whoever-knocks\r\n";
    private static final String PROXIED = "X-Forwarded-User: alice\r\nX-Breakwater-Proxy: " + OpenDoors.PROXY + "\r\n";
    private static final String WRONGLY_PROXIED = "X-Forwarded-User: alice\r\nX-Breakwater-Proxy: a guess\r\n";

    @TempDir
    Path folder;

    /**
     * A line of the table.
     *
     * @param key the headers with the right key, by the body
     * @param wrong the headers with a guessed key
     * @param once the header that is sent twice
     */
    private record Line(
            String listener,
            InetSocketAddress at,
            String method,
            String path,
            Function<String, String> key,
            Function<String, String> wrong,
            String once) {}

    private static final long GUESS_NANOS = 990_000_000;

    private final List<Line> lines = new ArrayList<>();

    @Test
    void theTableIsWhatTheServersAnswer() throws Exception {
        String table;
        try (OpenDoors doors = new OpenDoors(folder)) {
            console("console", doors.local.address(), SIGN_ON, WRONG, "Authorization");
            console("console behind a proxy", doors.proxied.address(), PROXIED, WRONGLY_PROXIED, "X-Forwarded-User");
            callbacks(doors.local.callbacks().orElseThrow());
            receive(doors.receiver.address());
            table = table();
        }
        String document = Files.readString(DOCUMENT);
        if (Boolean.getBoolean("breakwater.write")) {
            int end = document.indexOf(END);
            document = document.substring(0, document.indexOf(BEGIN)) + BEGIN + table + document.substring(end);
            Files.writeString(DOCUMENT, document);
        }
        assertThat(document)
                .as("to generate it again, use -Dbreakwater.write=true")
                .contains(BEGIN + table + END);
    }

    private void console(String name, InetSocketAddress at, String key, String wrong, String once) {
        List<String> read = List.of(
                "/",
                "/incidents",
                "/leases",
                "/budgets",
                "/job",
                "/incidents/" + INCIDENT + ".html",
                "/api/fleet",
                "/api/incidents",
                "/api/leases",
                "/api/budgets",
                "/api/job",
                "/openapi.json",
                "/events",
                "/page.css",
                "/console.js",
                "/metrics",
                "/health",
                "/health/job",
                "/none");
        read.forEach(path -> lines.add(new Line(name, at, "GET", path, body -> key, body -> wrong, once)));
        lines.add(new Line(name, at, "POST", "/requests", body -> key, body -> wrong, once));
        lines.add(new Line(name, at, "POST", "/pagerduty", body -> key, body -> wrong, once));
    }

    private void callbacks(InetSocketAddress at) {
        lines.add(new Line(
                "callbacks",
                at,
                "POST",
                OpenDoors.action(),
                body -> OpenDoors.signedByPagerDuty(OpenDoors.PAGER, body),
                body -> OpenDoors.signedByPagerDuty("a guess", body),
                "X-PagerDuty-Signature"));
        lines.add(new Line(
                "callbacks",
                at,
                "POST",
                "/slack",
                body -> OpenDoors.signedBySlack(OpenDoors.SLACK, body),
                body -> OpenDoors.signedBySlack("a guess", body),
                "X-Slack-Signature"));
        for (String path : List.of("/slack", "/", "/api/incidents", "/api/leases", "/metrics", "/health")) {
            lines.add(new Line("callbacks", at, "GET", path, body -> SIGN_ON, body -> WRONG, "Authorization"));
        }
        lines.add(new Line("callbacks", at, "POST", "/requests", body -> SIGN_ON, body -> WRONG, "Authorization"));
    }

    private void receive(InetSocketAddress at) {
        for (String path : List.of("/", "/health", "/ready", "/metrics")) {
            boolean post = path.equals("/");
            lines.add(new Line(
                    "receive",
                    at,
                    post ? "POST" : "GET",
                    path,
                    body -> OpenDoors.firehose(OpenDoors.FIREHOSE, id(body)),
                    body -> OpenDoors.firehose("a guess", id(body)),
                    "X-Amz-Firehose-Access-Key"));
        }
    }

    private static String id(String body) {
        return body.isEmpty() ? "r" : body.substring(14, 14 + 36);
    }

    private String table() throws Exception {
        StringBuilder table = new StringBuilder("| listener | asked | " + String.join(" | ", ASKED) + " |\n|---|---|");
        table.append("---|".repeat(ASKED.size())).append('\n');
        ExecutorService at = Executors.newFixedThreadPool(16);
        try {
            List<Future<String>> rows =
                    lines.stream().map(line -> at.submit(() -> row(line))).toList();
            for (Future<String> row : rows) table.append(row.get()).append('\n');
        } finally {
            at.shutdownNow();
        }
        return table.toString();
    }

    private static String row(Line line) throws IOException {
        String local = "127.0.0.1:" + line.at.getPort();
        String foreign = "evil.example:" + line.at.getPort();
        String origin = "Origin: https://evil.example\r\n";
        List<Integer> said = List.of(
                ask(line, local, body -> ""),
                ask(line, local, line.wrong),
                ask(line, local, line.key),
                ask(line, foreign, body -> line.key.apply(body) + "Origin: http://" + foreign + "\r\n"),
                ask(line, local, body -> line.key.apply(body) + origin),
                ask(line, local, body -> line.key.apply(body) + line.once + ": again\r\n"),
                ask(line, local, body -> NAMED));
        String path = line.path.replaceFirst("\\?.*", "?signed").replace(INCIDENT, "ID");
        StringBuilder row = new StringBuilder("| " + line.listener + " | `" + line.method + ' ' + path + "` |");
        said.forEach(status -> row.append(' ').append(status).append(" |"));
        return row.toString();
    }

    private static int ask(Line line, String host, Function<String, String> headers) throws IOException {
        String body = body(line);
        String type = "Content-Type: application/x-www-form-urlencoded\r\n";
        String request = OpenDoors.request(line.method, line.path, host, type + headers.apply(body), body);
        long began = System.nanoTime();
        int status = OpenDoors.status(line.at, request);
        // wrong keys are answered late
        if (status == 401) assertThat(System.nanoTime() - began).as(line.path).isGreaterThan(GUESS_NANOS);
        return status;
    }

    private static String body(Line line) {
        if (!line.method.equals("POST")) return "";
        if (line.listener.equals("receive"))
            return OpenDoors.delivery(UUID.randomUUID().toString());
        if (line.path.startsWith("/pagerduty")) return OpenDoors.event();
        return line.path.equals("/slack") ? OpenDoors.click() : OpenDoors.form();
    }
}
