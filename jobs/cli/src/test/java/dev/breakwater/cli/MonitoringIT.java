package dev.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.breakwater.connectors.testkit.Loopback;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests that a running job and its endpoint for Firehose have all metrics that {@code config/monitoring} uses. */
class MonitoringIT extends FloodTrial {

    private static final Path MONITORING = Path.of("../../config/monitoring").toAbsolutePath();
    private static final Pattern NAME = Pattern.compile("\\b(?:flink|breakwater)_[a-zA-Z_]+");
    private static final Pattern NAMES = Pattern.compile("__name__=~\"([^\"]+)\"");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final List<Process> processes = new ArrayList<>();
    private int health;
    private int receive;

    @AfterEach
    void end() throws Exception {
        for (Process process : processes) process.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
    }

    @Test
    void everyMetricOfRulesAndDashboardIsInAScrape() throws Exception {
        begin();
        for (String metric : metrics()) job.await(metric, PATIENCE, () -> isThere(metric, scraped()));
        assertThat(get(health, "/health")).contains("\"ok\"");
        assertThat(queries()).hasSizeGreaterThan(25);
    }

    /**
     * Tests with Debian's Prometheus and Alertmanager that every query has an answer, the rules load, and the watchdog
     * arrives.
     */
    @Test
    @Tag("full")
    void prometheusAnswersEachQueryAndAlertmanagerHearsTheWatchdog() throws Exception {
        int alertmanager = Loopback.freePort();
        int prometheus = Loopback.freePort();
        begin();
        Path files = Files.createDirectories(folder.resolve("prometheus"));
        Files.writeString(
                files.resolve("alertmanager.yml"), "route: { receiver: nobody }\nreceivers: [{ name: nobody }]\n");
        Files.writeString(files.resolve("prometheus.yml"), """
                global: { scrape_interval: 1s, evaluation_interval: 1s }
                rule_files: ["%s/alerts.yaml"]
                alerting: { alertmanagers: [{ static_configs: [{ targets: ["127.0.0.1:%d"] }] }] }
                scrape_configs:
                  - { job_name: breakwater, static_configs: [{ targets: ["127.0.0.1:%d"] }] }
                  - { job_name: breakwater-receive, static_configs: [{ targets: ["127.0.0.1:%d"] }] }
                """.formatted(MONITORING, alertmanager, health, receive));
        start(
                "prometheus-alertmanager",
                "--config.file=" + files.resolve("alertmanager.yml"),
                "--storage.path=" + files.resolve("alerts"),
                "--cluster.listen-address=",
                "--web.listen-address=127.0.0.1:" + alertmanager);
        start(
                "prometheus",
                "--config.file=" + files.resolve("prometheus.yml"),
                "--storage.tsdb.path=" + files.resolve("tsdb"),
                "--web.listen-address=127.0.0.1:" + prometheus);
        for (String query : queries()) {
            String path = "/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8);
            job.await(
                    "an answer to " + query,
                    PATIENCE,
                    () -> get(prometheus, path).contains("\"status\":\"success\""));
        }
        for (String metric : metrics()) {
            String path = "/api/v1/query?query=" + URLEncoder.encode(metric, StandardCharsets.UTF_8);
            job.await(
                    "values of " + metric, PATIENCE, () -> get(prometheus, path).contains("\"metric\""));
        }
        job.await(
                "the watchdog",
                PATIENCE,
                () -> get(alertmanager, "/api/v2/alerts").contains("BreakwaterWatchdog"));
        assertThat(get(alertmanager, "/api/v2/alerts")).doesNotContain("BreakwaterDown", "BreakwaterTasksDown");
    }

    /** Runs the rules' own tests. */
    @Test
    @Tag("full")
    void theRulesPassTheirTests() throws Exception {
        Process promtool = new ProcessBuilder(
                        "promtool",
                        "test",
                        "rules",
                        MONITORING.resolve("alerts-test.yaml").toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(promtool.waitFor()).as(said).isZero();
        String tests = Files.readString(MONITORING.resolve("alerts-test.yaml"));
        assertThat(rules())
                .allSatisfy(r -> assertThat(tests)
                        .contains("alertname=\"" + r.path("alert").asText() + "\""));
    }

    @Test
    void everyRuleNamesAHeadingOfTheRunbook() throws IOException {
        String runbook = Files.readString(Path.of("../../docs/runbook.md"));
        assertThat(rules()).hasSizeGreaterThan(10).allSatisfy(r -> {
            String heading = r.path("annotations").path("runbook").asText("");
            if (!heading.isEmpty()) assertThat(runbook).contains("\n## " + heading + "\n");
        });
    }

    /** Starts a job and an endpoint, with two days of usual traffic. */
    private void begin() throws Exception {
        health = Loopback.freePort();
        receive = Loopback.freePort();
        Path config = job.configure(proxy.endpoint(), pagerBehind(), "4s", "");
        String more = """
                health: { listen: "127.0.0.1:%d" }
                receive: { listen: "127.0.0.1:%d", keys: [{ accessKey: "env:PD_ROUTING_KEY", accounts: ["111122223333", "123456789012"] }], keepFreeMb: 0 }
                """.formatted(health, receive);
        Files.writeString(
                config,
                Files.readString(config).replace("source:\n", "source:\n  cloudwatch: { bootstrap: 0s }\n") + more);
        told = System.currentTimeMillis() / 60_000 - 4;
        samples.minutes(told - 1440, told, m -> 3_000, FUNCTION).into(job.landing(), "1-history");
        processes.add(job.beside("receive"));
        job.start();
        // an answer counts from the first one
        job.await("the endpoint", PATIENCE, () -> get(receive, "/").contains("requestId"));
    }

    private Set<String> scraped() {
        return (get(health, "/metrics") + get(receive, "/metrics"))
                .lines()
                .filter(l -> !l.startsWith("#") && l.contains("_"))
                .map(l -> l.replaceAll("[{ ].*", ""))
                .collect(Collectors.toSet());
    }

    private static boolean isThere(String metric, Set<String> scraped) {
        Matcher several = NAMES.matcher(metric);
        return several.find() ? scraped.stream().anyMatch(s -> s.matches(several.group(1))) : scraped.contains(metric);
    }

    /** Names of metrics, and selectors of several. */
    private static Set<String> metrics() {
        Set<String> metrics = new TreeSet<>();
        for (String query : queries()) {
            Matcher several = NAMES.matcher(query);
            while (several.find()) metrics.add("{" + several.group() + "}");
            Matcher one = NAME.matcher(several.replaceAll(""));
            while (one.find()) metrics.add(one.group());
        }
        return metrics;
    }

    private static List<String> queries() {
        List<String> queries = new ArrayList<>();
        rules().forEach(r -> queries.add(r.path("expr").asText()));
        dashboard()
                .path("panels")
                .forEach(p -> p.path("targets")
                        .forEach(t -> queries.add(t.path("expr").asText())));
        return queries;
    }

    private static JsonNode dashboard() {
        return read(new ObjectMapper(), "dashboard.json");
    }

    private static List<JsonNode> rules() {
        List<JsonNode> rules = new ArrayList<>();
        JsonNode file = read(new ObjectMapper(new YAMLFactory()), "alerts.yaml");
        file.path("groups").forEach(g -> g.path("rules").forEach(rules::add));
        return rules;
    }

    private static JsonNode read(ObjectMapper mapper, String name) {
        try {
            return mapper.readTree(MONITORING.resolve(name).toFile());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void start(String... command) throws IOException {
        processes.add(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(command[0] + ".log").toFile())
                .start());
    }

    /** Empty where nothing answers yet. */
    private static String get(int port, String path) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .timeout(Duration.ofSeconds(10))
                    .build();
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
