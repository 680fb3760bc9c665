package dev.breakwater.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.cli.Chromium;
import dev.breakwater.cli.console.Replayed.Recorded;
import dev.breakwater.config.ConfigLoader;
import dev.breakwater.guard.page.PageUpdate;
import dev.breakwater.ledger.DecisionRow;
import dev.breakwater.ledger.LedgerJson;
import dev.breakwater.report.incident.IncidentStory;
import dev.breakwater.report.incident.PageSummary.PageAlert;
import dev.breakwater.report.run.RunReport;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests the pages with axe-core in Chromium: on a desktop, on a phone, and on a phone in dark mode. The rules include
 * contrast, names of controls, landmarks and the order of headings.
 */
@Tag("full")
class AccessibilityIT {

    private static final Pattern FOUND = Pattern.compile("<pre id=\"found\">(.*?)</pre>", Pattern.DOTALL);

    private static final Map<String, List<String>> SCREENS = Map.of(
            "desktop", List.of("--window-size=1200,900"),
            "phone", List.of("--window-size=500,900"),
            "phone at night", List.of("--window-size=500,900", "--blink-settings=preferredColorScheme=0"));

    @TempDir
    static Path folder;

    @BeforeAll
    static void rules() throws IOException {
        try (InputStream axe = AccessibilityIT.class.getResourceAsStream("/axe.min.js")) {
            Files.copy(Objects.requireNonNull(axe), folder.resolve("axe.js"));
        }
    }

    @Test
    void aFaultIsFound() throws Exception {
        String page = "<!DOCTYPE html><html lang=\"en\"><title>t</title><main><h1>h</h1><img src=\"x\"></main></html>";
        assertThat(faults("faulty", page, "desktop")).singleElement().asString().contains("image-alt");
    }

    @Test
    void theConsolesPagesHaveNone() throws Exception {
        new SampleFleet(folder.resolve("ledger"))
                .functions(20)
                .incidents(5)
                .lease()
                .budgets()
                .heartbeat(Duration.ofSeconds(30));
        Path file = Files.writeString(
                folder.resolve("breakwater.yaml"),
                "apiVersion: breakwater.dev/v1\nsource:\n  landing: { path: ./landing }\nledger: { path: ./ledger }\n"
                        + "door: { console: { listen: \"127.0.0.1:0\" } }\n");
        List<String> faults = new ArrayList<>();
        try (ConsoleServer server = ConsoleServer.open(ConfigLoader.load(file).value(), Map.of())) {
            String address = "http://127.0.0.1:" + server.address().getPort() + '/';
            for (String page : List.of("", "incidents", "leases", "budgets", "job")) {
                String html = HttpClient.newHttpClient()
                        .send(HttpRequest.newBuilder(URI.create(address + page)).build(), BodyHandlers.ofString())
                        .body();
                faults.addAll(
                        faults("console-" + page, html.replace("<head>", "<head><base href=\"" + address + "\">")));
            }
        }
        assertThat(faults).isEmpty();
    }

    @Test
    void thePagesAndTheReportOfTheDemoHaveNone() throws Exception {
        Replayed demo = Replayed.of(Recorded.demo(folder.resolve("recording")), folder, 1);
        Map<String, IncidentStory> stories = new LinkedHashMap<>();
        for (PageUpdate news : demo.told()) {
            IncidentStory story = stories.computeIfAbsent(news.page(), IncidentStory::new);
            if (news.kind() == PageUpdate.Kind.ALARM) story.add(LedgerJson.readOwn(news.json(), PageAlert.class));
            else story.add(LedgerJson.readOwn(news.json(), DecisionRow.class));
        }
        List<String> faults = new ArrayList<>();
        for (IncidentStory story : stories.values()) faults.addAll(faults(story.page(), story.html()));
        Path report = RunReport.write(demo.run(), folder.resolve("report.html"), i -> true, at -> true);
        faults.addAll(faults("report", Files.readString(report)));
        assertThat(stories).hasSizeGreaterThan(20);
        assertThat(faults).isEmpty();
    }

    private static List<String> faults(String name, String html) throws Exception {
        List<String> faults = new ArrayList<>();
        for (String screen : SCREENS.keySet()) faults.addAll(faults(name, html, screen));
        return faults;
    }

    private static List<String> faults(String name, String html, String screen) throws Exception {
        Path page = Files.writeString(
                folder.resolve("page.html"),
                html.replaceAll("<meta http-equiv=\"(Content-Security-Policy|refresh)\"[^>]*>", "")
                        + """
                <script src="%s"></script><script>
                axe.run(document, { preload: false }).then(r => {
                  const found = document.createElement('pre');
                  found.id = 'found';
                  const faults = r.violations.flatMap(v => v.nodes.map(n => v.id + ': ' + n.html.slice(0, 200)));
                  found.textContent = btoa(unescape(encodeURIComponent(faults.join('\\0'))));
                  document.body.append(found);
                });
                </script>""".formatted(folder.resolve("axe.js").toUri()));
        List<String> options = new ArrayList<>(SCREENS.get(screen));
        options.add("--virtual-time-budget=60000");
        String document =
                Chromium.document(folder.resolve("browser"), page.toUri().toString(), options);
        Matcher found = FOUND.matcher(document);
        assertThat(found.find()).as("axe-core's answer for " + name).isTrue();
        String faults = new String(Base64.getDecoder().decode(found.group(1)), StandardCharsets.UTF_8);
        return Pattern.compile("\0")
                .splitAsStream(faults)
                .filter(fault -> !fault.isEmpty())
                .map(fault -> name + " (" + screen + "): " + fault)
                .toList();
    }
}
