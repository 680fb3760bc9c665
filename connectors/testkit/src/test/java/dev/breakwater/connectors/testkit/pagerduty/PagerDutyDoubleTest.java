package dev.breakwater.connectors.testkit.pagerduty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PagerDutyDoubleTest {

    private static final String KEY = "0123456789abcdef0123456789abcdef";
    private static final String TRIGGER = """
            {"routing_key":"%s","event_action":"trigger","dedup_key":"k",
             "payload":{"summary":"s","source":"x","severity":"critical","timestamp":"2026-08-01T00:00:00Z"}}""".formatted(KEY);
    private static final String RESOLVE =
            "{\"routing_key\":\"%s\",\"event_action\":\"resolve\",\"dedup_key\":\"k\"}".formatted(KEY);

    private final PagerDutyDouble pagerDuty = PagerDutyDouble.start();
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        pagerDuty.close();
    }

    @Test
    void opensUpdatesResolvesAndReopensAnAlert() throws Exception {
        for (String body : new String[] {TRIGGER, TRIGGER, RESOLVE, TRIGGER}) {
            assertThat(post(body).statusCode()).isEqualTo(202);
        }
        assertThat(pagerDuty.alert("k")).isEqualTo(new Alert("k", true, 2, 1, 1, "s"));
        assertThat(pagerDuty.anomalies()).isEmpty();
    }

    @Test
    void aResolveWithoutAnOpenAlertIsAnAnomaly() throws Exception {
        assertThat(post(RESOLVE).statusCode()).isEqualTo(202);
        assertThat(pagerDuty.anomalies()).containsExactly("resolve without an open alert: k");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"event_action\":\"trigger\"|\"event_action\":\"fire\"|event_action",
                "0123456789abcdef0123456789abcdef|short|routing_key",
                "\"dedup_key\":\"k\"|\"dedupKey\":\"k\"|dedupKey",
                "\"source\":\"x\"|\"sauce\":\"x\"|payload.sauce",
                "\"source\":\"x\",|  |source",
                "critical|fatal|severity",
                "2026-08-01T00:00:00Z|2026-08-01 00:00|timestamp",
                "\"summary\":\"s\"|\"summary\":\" \"|summary",
                "\"summary\":\"s\"|\"summary\":7|summary",
                "\"summary\":\"s\"|\"summary\":\"a\\u0007\"|control",
                "\"dedup_key\":\"k\"|\"links\":[{\"href\":\"http://x.org\"}]|https",
                "\"dedup_key\":\"k\"|\"links\":{}|array",
                "}}|}}}|not JSON"
            })
    void refusesWhatIsNotInTheSchema(String right, String wrong, String complaint) throws Exception {
        HttpResponse<String> answer = post(TRIGGER.replace(right, wrong == null ? "" : wrong));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"status\":\"invalid event\"", "\"errors\":[", complaint);
        assertThat(pagerDuty.accepted()).isEmpty();
        assertThat(pagerDuty.refusals()).hasSize(1);
    }

    @Test
    void refusesLongTextsAndLargeBodies() throws Exception {
        assertThat(post(TRIGGER.replace("\"s\"", "\"" + "s".repeat(1025) + "\""))
                        .body())
                .contains("longer than 1024");
        assertThat(post(TRIGGER.replace("\"k\"", "\"" + "k".repeat(256) + "\"")).body())
                .contains("longer than 255");
        assertThat(post(TRIGGER + " ".repeat(512 * 1024)).body()).contains("512 KB");
    }

    @Test
    void answersByScriptAndThenPasses() throws Exception {
        pagerDuty.script(
                Answer.tooMany(3),
                Answer.of(Answer.Kind.SERVER_ERROR),
                Answer.of(Answer.Kind.FORBIDDEN),
                Answer.of(Answer.Kind.ACCEPT_THEN_DROP));
        assertThat(post(TRIGGER).headers().firstValue("Retry-After")).contains("3");
        assertThat(post(TRIGGER).statusCode()).isEqualTo(500);
        assertThat(post(TRIGGER).statusCode()).isEqualTo(403);
        assertThat(pagerDuty.accepted()).isEmpty();
        assertThatThrownBy(() -> post(TRIGGER)).isInstanceOf(IOException.class);
        assertThat(pagerDuty.alert("k").opened()).isEqualTo(1);
        assertThat(post(TRIGGER).statusCode()).isEqualTo(202);
        assertThat(pagerDuty.calls()).isEqualTo(5);
    }

    @Test
    void sayingWhatItSawWhenAWaitEndsInVain() {
        assertThatThrownBy(() -> pagerDuty.await(pd -> pd.calls() > 0, Duration.ofMillis(20)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("calls=0");
    }

    private HttpResponse<String> post(String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(pagerDuty.endpoint())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
