package dev.breakwater.connectors.alarms.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.breakwater.config.secret.SecretRef;
import dev.breakwater.connectors.alarms.http.HttpFormat;
import dev.breakwater.connectors.alarms.http.PagerDuty;
import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.connectors.alarms.outbox.AlarmText;
import dev.breakwater.model.AlarmAction;
import dev.breakwater.model.Severity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.sns.model.PublishRequest;

/**
 * Tests that {@code docs/alarms.md} shows the real messages. After a change, rewrite them with {@code mvn
 * -pl connectors/alarms -am test -Dtest=AlarmExamplesTest -Dsurefire.failIfNoSpecifiedTests=false
 * -Dbreakwater.write=true}.
 */
class AlarmExamplesTest {

    private static final Path DOCUMENT = Path.of("../../docs/alarms.md");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AlarmEvent ALARM = AlarmText.bounded(alarm());

    @Test
    void theSnsMessageOfTheDocumentIsTheOneThatIsSent() throws IOException {
        PublishRequest request = SnsChannel.request(ALARM, "arn:aws:sns:eu-west-1:111122223333:breakwater");
        ObjectNode shown = JSON.createObjectNode();
        shown.put("Subject", request.subject());
        shown.set("Message", JSON.readTree(request.message()));
        ObjectNode attributes = shown.putObject("MessageAttributes");
        new TreeMap<>(request.messageAttributes()).forEach((name, value) -> attributes.put(name, value.stringValue()));
        check("sns", shown);
    }

    @Test
    void theEventOfTheDocumentIsTheOneThatIsPut() throws IOException {
        PutEventsRequestEntry entry = EventBridgeChannel.entry(ALARM, "default");
        ObjectNode shown = JSON.createObjectNode();
        shown.put("source", entry.source());
        shown.put("detail-type", entry.detailType());
        shown.put("time", entry.time().toString());
        shown.set("detail", JSON.readTree(entry.detail()));
        check("eventbridge", shown);
    }

    @Test
    void theChangeEventOfTheDocumentIsTheOneThatIsSent() throws IOException {
        PagerDuty changes = new PagerDuty("https://events.pagerduty.com/v2/enqueue", SecretRef.NONE, true);
        HttpFormat.Sending with = new HttpFormat.Sending("0".repeat(32), false, 0);
        byte[] body = changes.of(AlarmText.bounded(act()), with).body();
        check("change", JSON.readTree(new String(body, StandardCharsets.UTF_8)));
    }

    @Test
    void theTableOfTheDocumentHasTheFieldsOfTheDetail() throws IOException {
        String document = Files.readString(DOCUMENT);
        String begin = "<!-- fields of detail: checked by AlarmExamplesTest -->\n";
        assertThat(document).contains(begin);
        List<String> named = document.substring(
                        document.indexOf(begin) + begin.length(), document.indexOf("<!-- /fields of detail -->"))
                .lines()
                .skip(2)
                .flatMap(row ->
                        Pattern.compile("`(\\w+)`").matcher(row.split("\\|")[1]).results())
                .map(name -> name.group(1))
                .toList();
        List<String> sent = new ArrayList<>();
        JSON.readTree(EventBridgeChannel.entry(ALARM, "default").detail())
                .fieldNames()
                .forEachRemaining(sent::add);
        assertThat(named).containsExactlyInAnyOrderElementsOf(sent);
    }

    private static void check(String name, Object shown) throws IOException {
        String begin = "<!-- " + name + ": written by AlarmExamplesTest -->\n```json\n";
        String end = "\n```\n<!-- /" + name + " -->";
        String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(shown);
        String document = Files.readString(DOCUMENT);
        assertThat(document).contains(begin).contains(end);
        int from = document.indexOf(begin) + begin.length();
        int to = document.indexOf(end);
        if (Boolean.getBoolean("breakwater.write")) {
            Files.writeString(DOCUMENT, document.substring(0, from) + text + document.substring(to));
            return;
        }
        assertThat(document.substring(from, to)).isEqualTo(text);
    }

    private static AlarmEvent alarm() {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("incident", "3f9c2a71b0de");
        details.put("observed_calls_per_minute", "12000");
        details.put("excess_usd_last_hour", "61.50");
        return event(
                AlarmAction.TRIGGER,
                "breakwater/3f9c2a71b0de",
                "flood on function checkout: 74.20 USD an hour now, 61.50 USD above normal in the last hour (12000 calls/min, expected 300)",
                details);
    }

    private static AlarmEvent act() {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("incident", "3f9c2a71b0de");
        details.put("policy", "default");
        details.put("limit", "5");
        details.put("before", "none");
        details.put("until", "2026-08-01T16:01:00Z");
        return event(
                AlarmAction.NOTICE,
                "breakwater/act/3f9c2a71b0de/1",
                "held checkout to 5: the excess cost is above the policy's throttle threshold",
                details);
    }

    private static AlarmEvent event(AlarmAction action, String key, String summary, Map<String, String> details) {
        return new AlarmEvent(
                        action,
                        key,
                        summary,
                        Severity.CRITICAL,
                        1_785_585_660_000L,
                        new AlarmEvent.Subject("111122223333/eu-west-1", "checkout", "function", "flood"),
                        Map.of())
                .with(
                        details,
                        List.of(new AlarmEvent.Link(
                                "https://example.org/incidents/3f9c2a71b0de.html", "the incident")));
    }
}
