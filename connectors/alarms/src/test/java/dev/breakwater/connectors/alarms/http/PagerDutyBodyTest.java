package dev.breakwater.connectors.alarms.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.breakwater.config.secret.SecretRef;
import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.connectors.alarms.outbox.AlarmText;
import dev.breakwater.model.AlarmAction;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PagerDutyBodyTest {

    private static final PagerDuty ALERTS =
            new PagerDuty("https://events.pagerduty.com/v2/enqueue", SecretRef.NONE, false);

    @Test
    void aHostileEventStaysBelowTheSizeLimitAndWithinTheFieldLimits() throws IOException {
        Map<String, String> details = new LinkedHashMap<>();
        IntStream.range(0, 5_000).forEach(i -> details.put("\u0001 key " + i, "\"\\\u4e16".repeat(3_000)));
        List<AlarmEvent.Link> links = IntStream.range(0, 500)
                .mapToObj(i ->
                        new AlarmEvent.Link("https://example.org/" + i + "a".repeat(2_000), "\u4e16".repeat(9_000)))
                .toList();
        byte[] body = body(hostile("x".repeat(100_000), details, links));
        assertThat(body.length).isLessThan(512 * 1024);
        JsonNode event = new ObjectMapper().readTree(body);
        assertThat(event.path("links"))
                .as("an alert's own page and twenty incidents")
                .hasSize(21);
        assertThat(event.at("/payload/summary").asText()).hasSizeLessThanOrEqualTo(1024);
        assertThat(event.at("/payload/custom_details/truncated").asText()).isEqualTo("true");
        assertThat(event.path("dedup_key").asText()).matches("sha256:[0-9a-f]{64}");
        assertThat(event.toString().replace("\\\\", "")).doesNotContain("\\u0000", "\\u0001", "\\n", "\\r");
    }

    @Test
    void longKeysThatDifferAtTheEndOrInAControlCharacterStayApart() {
        String prefix = "k".repeat(300);
        assertThat(AlarmText.key(prefix + "1")).isNotEqualTo(AlarmText.key(prefix + "2"));
        assertThat(AlarmText.key("a\u0001b")).isNotEqualTo(AlarmText.key("a\u0002b"));
        assertThat(AlarmText.key("surge/111122223333/eu-west-1/checkout"))
                .isEqualTo("surge/111122223333/eu-west-1/checkout");
        assertThat(AlarmText.key(AlarmText.key(prefix))).isEqualTo(AlarmText.key(prefix));
    }

    @Test
    void cutsNoCharacterInHalfAndMendsLoneSurrogates() {
        assertThat(AlarmText.clean("ab\uD83D\uDE00", 3)).isEqualTo("ab");
        assertThat(AlarmText.clean("a\uD83Db\r\n\u2028\u202Ec", 20)).isEqualTo("a?b    c");
    }

    @Test
    void linksThatAreNotHttpsAreLeftOut() throws IOException {
        List<AlarmEvent.Link> links = List.of(
                new AlarmEvent.Link("http://example.org/", ""),
                new AlarmEvent.Link("javascript:alert(1)", ""),
                new AlarmEvent.Link("https://example.org/a b", ""),
                new AlarmEvent.Link("https://example.org/ok", ""));
        byte[] body = body(hostile("s", Map.of(), links));
        JsonNode sent = new ObjectMapper().readTree(body).path("links");
        assertThat(sent)
                .singleElement()
                .satisfies(link -> assertThat(link.path("href").asText()).isEqualTo("https://example.org/ok"));
    }

    private static byte[] body(AlarmEvent event) {
        HttpFormat.Sending with = new HttpFormat.Sending("0123456789abcdef0123456789abcdef", false, 0);
        return ALERTS.of(AlarmText.bounded(event), with).body();
    }

    private static AlarmEvent hostile(String text, Map<String, String> details, List<AlarmEvent.Link> links) {
        return new AlarmEvent(
                        AlarmAction.TRIGGER,
                        text,
                        "\n" + text,
                        null,
                        0,
                        new AlarmEvent.Subject(text, text, text, text),
                        Map.of())
                .with(details, links);
    }
}
