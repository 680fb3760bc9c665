package dev.breakwater.cli.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.breakwater.config.ConfigLoader;
import dev.breakwater.config.model.Settings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests the console over real HTTP: its pages, events and JSON, a page with buttons, a request by a button, and
 * refusals.
 */
class ConsoleServerIT {

    private static final String TOKEN = "a-token-of-people-who-may";

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private ConsoleServer server;

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
        Files.writeString(
                folder.resolve("incidents/2b3c4d5e6f1a.html"),
                "<head><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'\"/>\n"
                        + "<meta http-equiv=\"refresh\" content=\"60\"/>\n</head><!--act<form></form>act-->");
        Files.writeString(folder.resolve("secret.txt"), "not for the world");
        server = ConsoleServer.open(
                settings(
                        "door: { console: { listen: \"127.0.0.1:0\" }, callbacks: { listen: \"127.0.0.1:0\" }, token: \"file:./token\" }"),
                Map.of());
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
        assertThat(get("/incidents/1a2b3c4d5e6f").headers().firstValue("Location"))
                .as("an address without .html")
                .contains("1a2b3c4d5e6f.html");
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
    void anOpenIncidentsPageWaitsForNewsUnlessSomebodyIsAboutToAct() throws Exception {
        String refresh = "<noscript><meta http-equiv=\"refresh\" content=\"60\"/></noscript>";
        assertThat(get("/incidents/2b3c4d5e6f1a.html").body())
                .contains("<script src=\"../console.js\" defer></script>" + refresh + "</head>")
                .doesNotContain("Content-Security-Policy");
        assertThat(get("/incidents/2b3c4d5e6f1a.html?act").body())
                .contains("<form>", "<script src=\"../console.js\"")
                .doesNotContain("refresh");
    }

    /** Tests that a page that stays open while the job is down does not claim to be fresh. */
    @Test
    void thePageSaysWhenItWasWrittenSoThatTheBrowserCanGoOnCounting() throws Exception {
        Path file = Files.writeString(folder.resolve("incidents/3b3c4d5e6f1a.html"), "<p><!--age-->each minute</p>");
        String written = Files.getLastModifiedTime(file).toInstant().toString();
        assertThat(get("/incidents/3b3c4d5e6f1a.html").body())
                .contains("<time data-age=\"" + written + "\">", " s ago</time>");
    }

    @Test
    void othersGetNothing() throws Exception {
        HttpResponse<String> refused = post("request=release&incident=1a2b3c4d5e6f&token=guess");
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.body()).contains("the token is missing or wrong").doesNotContain("checkout");
        assertThat(post("x".repeat(300_000)).statusCode()).isEqualTo(413);
        for (String path : new String[] {"/incidents/..%2fsecret.txt", "/incidents/../secret.txt", "/secret.txt"}) {
            assertThat(get(path).statusCode()).as(path).isIn(400, 404);
        }
        assertThat(get("/metrics").body())
                .contains("breakwater_door_refused_total{reason=\"missing or wrong token\"} 1")
                .contains("{reason=\"over 64 KiB\"} 1");
        assertThat(get("/health").statusCode()).isEqualTo(200);
        assertThat(Files.exists(folder.resolve("ledger/requests"))).isFalse();
    }

    @Test
    void whereNobodyMayComeInAllIsShownAndNothingIsTaken() throws Exception {
        server.close();
        server = ConsoleServer.open(
                settings("door: { console: { listen: \"127.0.0.1:0\" }, callbacks: { listen: \"127.0.0.1:0\" } }"),
                Map.of());
        assertThat(get("/incidents/1a2b3c4d5e6f.html").body()).contains("<!--door");
        assertThat(post("request=release&incident=1a2b3c4d5e6f&token=" + TOKEN).statusCode())
                .isEqualTo(401);
        assertThat(get("/leases").body()).contains("Nothing is held").doesNotContain("<form");
    }

    @Test
    void aShortTokenIsRefusedAndSoIsAnotherHostWithoutTls() throws IOException {
        Settings guessed = settings(
                "door: { console: { listen: \"127.0.0.1:0\" }, callbacks: { listen: \"127.0.0.1:0\" }, token: \"file:./token\" }");
        Files.writeString(folder.resolve("token"), "short");
        assertThatThrownBy(() -> ConsoleServer.open(guessed, Map.of())).hasMessageContaining("16 characters or more");
        assertThat(ConfigLoader.load(Files.writeString(
                                folder.resolve("open.yaml"),
                                "apiVersion: breakwater.dev/v1\nsource:\n  landing: { path: ./landing }\n"
                                        + "door: { console: { listen: \"0.0.0.0:8444\" }, token: \"env:TOKEN\" }\n"))
                        .problems()
                        .toString())
                .contains("needs tls unless the host is a loopback host");
    }

    @Test
    void aListenerForTheNetworkWithoutTlsAndAFolderThatIsNotThereAreToldAtTheStart() throws IOException {
        String open = "door: { console: { listen: \"0.0.0.0:0\" }, proxy: { secret: \"file:./token\" } }\n";
        assertThat(ConsoleServer.warnings(settings(open)))
                .singleElement()
                .asString()
                .contains("listens on 0.0.0.0:0 without TLS");
        Settings closed = settings(open.replace("0.0.0.0", "127.0.0.1"));
        assertThat(ConsoleServer.warnings(closed)).isEmpty();
        Files.move(folder.resolve("ledger"), folder.resolve("away"));
        assertThat(ConsoleServer.warnings(closed)).singleElement().asString().contains("does not exist");
    }

    @Test
    void eachFunctionIsShownInItsStateTheDearestFirst() throws Exception {
        sample(20).heartbeat(Duration.ZERO);
        restart();
        JsonNode fleet = json("/api/fleet").path("functions");
        Map<String, String> states = new LinkedHashMap<>();
        fleet.forEach(
                f -> states.put(f.path("function").asText(), f.path("state").asText()));
        assertThat(states.keySet()).startsWith("checkout-api", "thumbnail-maker", "webhook-fanout", "new-experiment");
        assertThat(states)
                .containsEntry("checkout-api", "held")
                .containsEntry("thumbnail-maker", "proposed")
                .containsEntry("webhook-fanout", "paged")
                .containsEntry("new-experiment", "learning")
                .containsEntry("ledger-writer", "protected")
                .containsEntry("never-called", "unheard")
                .containsEntry("service-0003", "normal");
        String page = get("/?q=checkout").body();
        assertThat(page)
                .contains(">checkout-api</a>", "1 function of 26", "$178.10")
                .doesNotContain("service-0003");
        assertThat(get("/?state=held").body()).contains("checkout-api").doesNotContain("thumbnail-maker");
        assertThat(get("/?q=nothing-like-this").body()).contains("No matching function");
    }

    @Test
    void whatIsHeldSaysWhatWasThereAndUntilWhenWithButtonsForThoseWhoMay() throws Exception {
        sample(1).heartbeat(Duration.ZERO);
        restart();
        assertThat(get("/leases").body())
                .contains(
                        "reserved concurrency 5",
                        "reserved concurrency 40",
                        "data-until=",
                        "the throttle line is passed")
                .containsPattern("(?s)Left alone.*<b>webhook-fanout</b>.*until <time.*somebody released it")
                .contains("name=\"request\" value=\"release\"", "name=\"token\"");
        JsonNode lease = json("/api/leases").path("leases").path(0);
        assertThat(lease.path("was").asInt()).isEqualTo(40);
        assertThat(lease.path("now").asInt()).isEqualTo(5);
        assertThat(get("/budgets").body())
                .contains("will not last", "exhausted", "within", "2 budgets of 3 not within");
        assertThat(get("/job").body()).contains("blind/444455556666/polling", "21 min", "$4.31", "The job runs");
    }

    @Test
    void incidentsAreFilteredByStateSeverityFunctionAndTime() throws Exception {
        sample(12);
        restart();
        assertThat(json("/api/incidents").path("incidents")).hasSize(15);
        assertThat(json("/api/incidents?state=open").path("incidents")).hasSize(3);
        assertThat(json("/api/incidents?state=over&severity=error").path("incidents"))
                .hasSize(3);
        assertThat(json("/api/incidents?since=24h").path("incidents")).hasSize(7);
        assertThat(json("/api/incidents?q=checkout").path("incidents")).hasSize(1);
        assertThat(get("/incidents").body()).contains("3 incidents open", "flood on function checkout-api");
        HttpResponse<String> old = get("/incidents/index.html");
        assertThat(old.headers().firstValue("Location")).hasValue("../incidents");
    }

    @Test
    void withTheJobDownAllIsShownAndItSaysSinceWhen() throws Exception {
        sample(1).heartbeat(Duration.ofMinutes(20));
        restart();
        assertThat(get("/").body())
                .contains("The job has not reported since", "stays at reserved concurrency 5", "checkout-api");
        assertThat(json("/api/job").path("job").path("alive").asBoolean()).isFalse();
        assertThat(get("/health").statusCode()).as("the console lives").isEqualTo(200);
        assertThat(get("/health/job").statusCode()).isEqualTo(503);
        assertThat(get("/health/job").body()).contains("The job has not reported since", "Not reporting: blind/4444");
        Files.writeString(folder.resolve("incidents/1a2b3c4d5e6f.html"), "<header></header><p>a page</p>");
        assertThat(get("/incidents/1a2b3c4d5e6f.html").body())
                .containsPattern("has not reported since(.|\\n)*checkout-api(.|\\n)*</header><p>a page");
        assertThat(json("/api/fleet").path("jobAlive").asBoolean(true)).isFalse();
        sample(0).heartbeat(Duration.ZERO);
        restart();
        assertThat(get("/").body()).doesNotContain("The job has not reported since");
    }

    @Test
    void whoWaitsIsToldOfWhatIsNew() throws Exception {
        sample(0).heartbeat(Duration.ZERO);
        restart();
        HttpResponse<InputStream> news =
                client.send(HttpRequest.newBuilder(uri("/events")).build(), HttpResponse.BodyHandlers.ofInputStream());
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(news.body(), StandardCharsets.UTF_8))) {
            assertThat(news.headers().firstValue("Content-Type")).hasValue("text/event-stream");
            assertThat(lines.readLine()).isEqualTo(": here");
            new SampleFleet(folder.resolve("ledger")).incidents(1);
            String line = lines.readLine();
            while (!line.startsWith("data")) line = lines.readLine();
            assertThat(line).isEqualTo("data: new");
            assertThat(json("/api/incidents").path("incidents")).hasSize(4);
        }
    }

    /** Waits for pages, which are written a moment after their decisions. */
    @Test
    void whoWaitsIsToldOfPagesThatWereWrittenAnew() throws Exception {
        HttpResponse<InputStream> news =
                client.send(HttpRequest.newBuilder(uri("/events")).build(), HttpResponse.BodyHandlers.ofInputStream());
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(news.body(), StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).isEqualTo(": here");
            Files.writeString(folder.resolve("incidents/index.html"), "anew");
            String line = lines.readLine();
            while (!line.startsWith("data")) line = lines.readLine();
            assertThat(line).isEqualTo("data: new");
        }
    }

    @Test
    void theConsoleLoadsNothingFromElsewhereAndRunsOnlyItsOwnFile() throws Exception {
        sample(1);
        restart();
        for (String path : List.of("/", "/incidents", "/leases", "/budgets", "/job")) {
            HttpResponse<String> page = get(path);
            assertThat(page.headers().firstValue("Content-Security-Policy"))
                    .hasValueSatisfying(csp -> assertThat(csp)
                            .contains("default-src 'none'", "script-src 'self'", "style-src 'self'")
                            .doesNotContain("unsafe"));
            assertThat(page.body()).doesNotContain("style=", "<style", "http://", "https://");
            assertThat(page.body().split("<script")).as("scripts of " + path).hasSize(2);
        }
        assertThat(get("/page.css").body()).contains("main.console").doesNotContain("url(", "@import");
        assertThat(get("/console.js").body()).doesNotContain("http");
    }

    /** Tests that the server answers exactly the paths and fields in the document. */
    @Test
    void theDocumentSaysWhatIsAnswered() throws Exception {
        sample(3).heartbeat(Duration.ZERO);
        restart();
        JsonNode document = json("/openapi.json");
        assertThat(document.path("openapi").asText()).startsWith("3.1");
        Set<String> gets = new TreeSet<>();
        document.path("paths").properties().forEach(p -> {
            if (p.getKey().startsWith("/api/")) gets.add(p.getKey());
        });
        assertThat(gets).hasSize(Api.values().length).hasSize(5);
        for (String path : gets) {
            JsonNode schema =
                    document.at("/paths").path(path).path("get").at("/responses/200/content/application~1json/schema");
            assertIsAs(path, schema, json(path));
        }
        JsonNode post = document.at("/paths/~1requests/post/requestBody/content/application~1json/schema/properties");
        Map<String, String> asked = new TreeMap<>(Map.of("request", "hold", "incident", "1a2b3c4d5e6f"));
        asked.putAll(Map.of("function", "checkout", "account", "111122223333", "region", "eu-west-1", "for", "2h"));
        Set<String> named = new TreeSet<>();
        post.fieldNames().forEachRemaining(named::add);
        assertThat(named).as("alert stands instead of incident").containsAll(asked.keySet());
        assertThat(named).hasSize(asked.size() + 1).contains("alert");
        HttpResponse<String> said = client.send(
                HttpRequest.newBuilder(uri("/requests"))
                        .header("Content-Type", "application/json")
                        .header("Authorization", "Bearer " + TOKEN)
                        .POST(HttpRequest.BodyPublishers.ofString(new ObjectMapper().writeValueAsString(asked)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(said.statusCode()).as(said.body()).isEqualTo(202);
        assertThat(document.at("/paths/~1requests/post/responses").has("202")).isTrue();
    }

    private static void assertIsAs(String where, JsonNode schema, JsonNode found) {
        List<String> types = new ArrayList<>();
        JsonNode said = schema.path("type");
        if (said.isArray()) said.forEach(t -> types.add(t.asText()));
        else types.add(said.asText());
        String is = found.isNull()
                ? "null"
                : found.isObject()
                        ? "object"
                        : found.isArray()
                                ? "array"
                                : found.isBoolean() ? "boolean" : found.isTextual() ? "string" : "number";
        boolean whole = is.equals("number") && found.isIntegralNumber() && types.contains("integer");
        assertThat(whole || types.contains(is))
                .as("%s is %s, not %s", where, is, types)
                .isTrue();
        if (is.equals("array")) {
            assertThat(found.isEmpty() && !where.contains("["))
                    .as(where + " is empty")
                    .isFalse();
            found.forEach(one -> assertIsAs(where + "[]", schema.path("items"), one));
        }
        if (!is.equals("object")) return;
        Set<String> required = new TreeSet<>();
        schema.path("required").forEach(r -> required.add(r.asText()));
        found.properties().forEach(f -> {
            assertThat(schema.path("properties").has(f.getKey()))
                    .as(where + '.' + f.getKey() + " is named")
                    .isTrue();
            assertIsAs(where + '.' + f.getKey(), schema.path("properties").path(f.getKey()), f.getValue());
            required.remove(f.getKey());
        });
        assertThat(required).as(where + " has all that is required").isEmpty();
    }

    private SampleFleet sample(int over) throws IOException {
        return new SampleFleet(folder.resolve("ledger"))
                .functions(20)
                .incidents(over)
                .lease()
                .budgets();
    }

    /** Refreshes at once, so that the test does not wait for the next read. */
    private void restart() throws IOException {
        server.close();
        server = ConsoleServer.open(
                settings(
                        "door: { console: { listen: \"127.0.0.1:0\" }, callbacks: { listen: \"127.0.0.1:0\" }, token: \"file:./token\" }"),
                Map.of());
    }

    private JsonNode json(String path) throws Exception {
        HttpResponse<String> answer = get(path);
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return new ObjectMapper().readTree(answer.body());
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
