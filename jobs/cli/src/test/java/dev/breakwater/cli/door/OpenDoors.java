package dev.breakwater.cli.door;

import dev.breakwater.cli.console.ConsoleServer;
import dev.breakwater.cli.receive.Endpoint;
import dev.breakwater.config.ConfigLoader;
import dev.breakwater.config.model.Settings;
import dev.breakwater.connectors.receive.Receiver;
import dev.breakwater.engine.control.Request.Kind;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;

/** Starts all listeners that people, vendors and Firehose can reach, over the files of a run that holds a throttle. */
public final class OpenDoors implements AutoCloseable {

    public static final String INCIDENT = "1a2b3c4d5e6f";
    static final String TOKEN = "a-token-of-people-who-may";
    static final String PROXY = "the-secret-of-the-proxy";
    public static final String PAGER = "the-secret-of-the-webhook";
    static final String SLACK = "the-signing-secret-of-the-app";
    static final String FIREHOSE = "the-access-key-of-the-stream";

    /** The console on loopback with a token. */
    public final ConsoleServer local;
    /** The console behind a proxy, with a token too. */
    public final ConsoleServer proxied;

    public final Receiver receiver;
    private final Path folder;

    public OpenDoors(Path folder) throws IOException {
        this.folder = folder;
        files(folder);
        Files.writeString(folder.resolve("incidents/large.html"), "x".repeat(4 << 20));
        String keys = "token: " + secret("token", TOKEN) + ", pagerduty: " + secret("pagerduty", PAGER)
                + ", slack: { secret: " + secret("slack", SLACK) + ", users: [{ id: U024BE7LH, may: [protect] }] }";
        local = console(keys);
        proxied = console(keys + ", proxy: { secret: " + secret("proxy", PROXY) + " }");
        Settings receive = settings("receive: { listen: \"127.0.0.1:0\", keepFreeMb: 0, keys: [{ accessKey: "
                + secret("firehose", FIREHOSE) + ", accounts: [\"111122223333\"] }] }");
        receiver = new Endpoint(receive, Map.of()).start();
    }

    /** Writes the files of a run: an incident whose function is throttled, and its page. */
    public static void files(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("ledger"));
        Files.createDirectories(folder.resolve("incidents"));
        Files.writeString(
                folder.resolve("ledger/decisions.jsonl"),
                "{\"at\":\"2026-08-05T14:23:00Z\",\"scope\":\"function\",\"function\":\"checkout\",\"group\":null,"
                        + "\"account\":\"111122223333\",\"region\":\"eu-west-1\",\"type\":\"held\","
                        + "\"incident\":\"" + INCIDENT + "\"}\n");
        Files.writeString(folder.resolve("incidents/" + INCIDENT + ".html"), "<p>a page</p>");
    }

    private String secret(String name, String text) throws IOException {
        return "\"file:" + Files.writeString(folder.resolve(name), text) + '"';
    }

    private ConsoleServer console(String keys) throws IOException {
        String door =
                "door: { console: { listen: \"127.0.0.1:0\" }, callbacks: { listen: \"127.0.0.1:0\" }, " + keys + " }";
        return ConsoleServer.open(settings(door), Map.of());
    }

    private Settings settings(String section) throws IOException {
        Path file = Files.writeString(
                folder.resolve("breakwater.yaml"),
                "apiVersion: breakwater.dev/v1\nsource:\n  landing: { path: ./landing }\nledger: { path: ./ledger }\n"
                        + "pages: { path: ./incidents }\n" + section + '\n');
        var loaded = ConfigLoader.load(file);
        if (!loaded.problems().isEmpty())
            throw new IllegalStateException(loaded.problems().toString());
        return loaded.value();
    }

    /** The form of a button. */
    public static String form() {
        return "request=protect&incident=" + INCIDENT;
    }

    /** An address of PagerDuty's action, signed. */
    public static String action() {
        return "/pagerduty?"
                + new ActionLink(Kind.PROTECT, ActionLink.ANY, Instant.now().plusSeconds(3_600)).query(PAGER);
    }

    /** An event of a person. */
    public static String event() {
        return "{\"event\":{\"id\":\"" + UUID.randomUUID() + "\",\"event_type\":\"incident.custom\",\"occurred_at\":\""
                + Instant.now() + "\",\"agent\":{\"id\":\"P1\",\"type\":\"user_reference\",\"summary\":\"bob\"},"
                + "\"data\":{\"incident_key\":\"breakwater/" + INCIDENT + "\"}}}";
    }

    /** A click of a member. */
    static String click() {
        String payload =
                "{\"user\":{\"id\":\"U024BE7LH\",\"username\":\"bob\"},\"actions\":[{\"action_id\":\"breakwater-protect\","
                        + "\"value\":\"" + INCIDENT + "\"}]}";
        return "payload=" + URLEncoder.encode(payload, StandardCharsets.UTF_8);
    }

    public static String signedByPagerDuty(String secret, String body) {
        return "X-PagerDuty-Signature: v1=" + new Signature(secret).hmac(body) + "\r\n";
    }

    static String signedBySlack(String secret, String body) {
        long time = Instant.now().getEpochSecond();
        return "X-Slack-Request-Timestamp: " + time + "\r\nX-Slack-Signature: v0="
                + new Signature(secret).hmac("v0:" + time + ':' + body) + "\r\n";
    }

    /** A delivery of one sample. */
    static String delivery(String id) {
        String line = "{\"account_id\":\"111122223333\",\"region\":\"eu-west-1\",\"namespace\":\"AWS/Lambda\","
                + "\"metric_name\":\"Invocations\",\"timestamp\":1764000000000,\"value\":{\"count\":1.0}}";
        return "{\"requestId\":\"" + id + "\",\"timestamp\":1,\"records\":[{\"data\":\""
                + Base64.getEncoder().encodeToString(line.getBytes(StandardCharsets.UTF_8)) + "\"}]}";
    }

    static String firehose(String key, String id) {
        return "X-Amz-Firehose-Access-Key: " + key + "\r\nX-Amz-Firehose-Request-Id: " + id
                + "\r\nX-Amz-Firehose-Source-Arn: arn:aws:firehose:eu-west-1:111122223333:deliverystream/m\r\n";
    }

    /** The result of {@link #status} if the connection ended without an answer. */
    static final int CUT_OFF = 0;

    /** Sends a request and returns the status in the first line. */
    static int status(InetSocketAddress at, String request) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(at, 20_000);
            socket.setSoTimeout(45_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            // a stream of events has no end
            byte[] head = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
            if (head.length == 0) return CUT_OFF;
            return Integer.parseInt(new String(head, StandardCharsets.US_ASCII).substring("HTTP/1.1 ".length()));
        } catch (SocketException e) {
            return CUT_OFF;
        }
    }

    /** @param headers each with its line end */
    public static String request(String method, String path, String host, String headers, String body) {
        return method + ' ' + path + " HTTP/1.1\r\nHost: " + host + "\r\n" + headers + "Content-Length: "
                + body.getBytes(StandardCharsets.UTF_8).length + "\r\nConnection: close\r\n\r\n" + body;
    }

    @Override
    public void close() throws IOException {
        local.close();
        proxied.close();
        receiver.close();
    }
}
