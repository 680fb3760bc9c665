package dev.breakwater.cli.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.config.ConfigLoader;
import dev.breakwater.config.model.Settings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The door over real HTTP: a page with its buttons, a request by one of them, and what others get. */
class DoorServerIT {

    private static final String TOKEN = "a-token-of-people-who-may";

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private DoorServer server;

    @BeforeEach
    void start() throws IOException {
        Files.createDirectories(folder.resolve("ledger"));
        Files.createDirectories(folder.resolve("incidents"));
        Files.writeString(
                folder.resolve("ledger/decisions.jsonl"),
                "{\"at\":\"2026-08-05T14:23:00Z\",\"scope\":\"function\",\"function\":\"checkout\",\"group\":null,"
                        + "\"account\":\"111122223333\",\"region\":\"eu-west-1\",\"type\":\"held\","
                        + "\"incident\":\"1a2b3c4d5e6f\"}\n");
        Files.writeString(folder.resolve("incidents/1a2b3c4d5e6f.html"), "<p>a page</p><!--door<form></form>door-->");
        Files.writeString(folder.resolve("secret.txt"), "not for the world");
        server = DoorCommand.start(settings("door: { listen: \"127.0.0.1:0\", token: \"file:./token\" }"), Map.of());
    }

    private Settings settings(String door) throws IOException {
        Files.writeString(folder.resolve("token"), TOKEN);
        Path file = Files.writeString(
                folder.resolve("breakwater.yaml"),
                "apiVersion: breakwater.dev/v1\nsource:\n  landing: { path: ./landing }\nledger: { path: ./ledger }\n"
                        + "pages: { path: ./incidents }\n" + door.replace("./token", folder + "/token") + '\n');
        return ConfigLoader.load(file).value();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aButtonOnThePageLeavesARequestForTheJob() throws Exception {
        HttpResponse<String> page = get("/incidents/1a2b3c4d5e6f.html");
        assertThat(page.body()).isEqualTo("<p>a page</p><form></form>");
        assertThat(page.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(csp -> assertThat(csp).contains("form-action 'self'", "frame-ancestors 'none'"));
        HttpResponse<String> said = post("request=release&incident=1a2b3c4d5e6f&token=" + TOKEN);
        assertThat(said.statusCode()).isEqualTo(202);
        assertThat(said.body()).contains("taken: release function checkout", "incidents/1a2b3c4d5e6f.html");
        try (var files = Files.list(folder.resolve("ledger/requests"))) {
            assertThat(files)
                    .singleElement()
                    .satisfies(f -> assertThat(f.getFileName().toString()).startsWith("release-"));
        }
    }

    @Test
    void othersGetNothing() throws Exception {
        HttpResponse<String> refused = post("request=release&incident=1a2b3c4d5e6f&token=guess");
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.body()).isEmpty();
        assertThat(post("x".repeat(300_000)).statusCode()).isEqualTo(413);
        for (String path : new String[] {"/incidents/..%2fsecret.txt", "/incidents/../secret.txt", "/secret.txt"}) {
            assertThat(get(path).statusCode()).as(path).isEqualTo(404);
        }
        assertThat(get("/metrics").body())
                .contains("breakwater_door_refused_total{reason=\"no or a wrong token\"} 1")
                .contains("{reason=\"over 256 KiB\"} 1");
        assertThat(get("/health").statusCode()).isEqualTo(200);
        assertThat(Files.exists(folder.resolve("ledger/requests"))).isFalse();
    }

    @Test
    void aDoorThatOpensForNobodyOrWithAShortTokenIsRefused() throws IOException {
        Settings nobody = settings("door: { listen: \"127.0.0.1:0\" }");
        assertThatThrownBy(() -> DoorCommand.start(nobody, Map.of())).hasMessageContaining("nobody may come in");
        Settings guessed = settings("door: { listen: \"127.0.0.1:0\", token: \"file:./token\" }");
        Files.writeString(folder.resolve("token"), "short");
        assertThatThrownBy(() -> DoorCommand.start(guessed, Map.of())).hasMessageContaining("16 characters or more");
        assertThat(ConfigLoader.load(Files.writeString(
                                folder.resolve("open.yaml"),
                                "apiVersion: breakwater.dev/v1\nsource:\n  landing: { path: ./landing }\n"
                                        + "door: { listen: \"0.0.0.0:8444\", token: \"env:TOKEN\" }\n"))
                        .problems()
                        .toString())
                .contains("needs tls unless it is a loopback host");
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String form) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri("/requests"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "text/html")
                .header("Referer", uri("/incidents/1a2b3c4d5e6f.html").toString())
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.address().getPort() + path);
    }
}
