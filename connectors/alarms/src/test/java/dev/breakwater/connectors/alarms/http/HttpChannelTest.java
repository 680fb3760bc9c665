package dev.breakwater.connectors.alarms.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.breakwater.config.secret.SecretRef;
import dev.breakwater.connectors.alarms.outbox.AlarmChannel.Delivery;
import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.connectors.alarms.outbox.Alarms;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpChannelTest {

    private static final String SECRET = "c4nary-secret-of-a-receiver";
    private static final long NOW = 1_764_000_000_000L;

    private final HttpReceiver receiver = new HttpReceiver();
    private String stored = SECRET;

    @AfterEach
    void close() {
        receiver.close();
    }

    @Test
    void aWebhookIsSignedOverItsTimeAndBodyAndTakesActsToo() throws Exception {
        HttpFormat webhook = new Webhook(receiver.url("/hook?from=us").toString(), SecretRef.NONE);
        assertThat(deliver(webhook, Alarms.trigger("k", NOW))).isEqualTo(new Delivery.Accepted("k"));
        assertThat(deliver(webhook, Alarms.notice("n", NOW))).isEqualTo(new Delivery.Accepted("n"));
        HttpReceiver.Post post = receiver.posts().get(0);
        String time = post.headers().get("x-breakwater-timestamp");
        assertThat(time).isEqualTo("1764000000");
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        byte[] signature = mac.doFinal((time + "." + post.body()).getBytes(StandardCharsets.UTF_8));
        assertThat(post.headers().get("x-breakwater-signature"))
                .isEqualTo("v1=" + HexFormat.of().formatHex(signature));
        JsonNode body = json(post);
        assertThat(body.path("schema").asInt()).isEqualTo(1);
        assertThat(body.path("action").asText()).isEqualTo("trigger");
        assertThat(post.headers().get("x-breakwater-event"))
                .isEqualTo(body.path("eventId").asText());
        assertThat(json(receiver.posts().get(1)).path("action").asText()).isEqualTo("notice");
    }

    @Test
    void aSlackMessageIsEscapedAndHasTheButtonsThatCanBeAskedForAsItStands() throws Exception {
        receiver.answers(200, "ok");
        stored = receiver.url("/services/T0/B0/x").toString();
        AlarmEvent held = function(
                "held <script> & more", Map.of("incident", "3f9c2a71b0de", "release_with", "breakwater release"));
        assertThat(deliver(new Slack(), held)).isInstanceOf(Delivery.Accepted.class);
        JsonNode message = json(receiver.posts().get(0));
        assertThat(message.path("text").asText()).isEqualTo("*CRITICAL* held &lt;script&gt; &amp; more");
        assertThat(message.at("/blocks/1/elements/0/text").asText())
                .contains("111122223333/eu-west-1 checkout", "<https://example.org/incidents/1|the incident>");
        JsonNode buttons = message.at("/blocks/2/elements");
        assertThat(buttons.findValuesAsText("action_id"))
                .containsExactly("breakwater-release", "breakwater-hold", "breakwater-attack", "breakwater-protect");
        assertThat(buttons.findValuesAsText("value"))
                .as("the alert, which may tell of several incidents")
                .containsOnly("k");
    }

    @Test
    void aSlackMessageLinksNoMoreThanAnElementTakes() throws Exception {
        receiver.answers(200, "ok");
        stored = receiver.url("/services/T0/B0/x").toString();
        AlarmEvent e = function("many", Map.of("incident", "i", "surges", "20", "limits_held", "2"));
        List<AlarmEvent.Link> links = IntStream.range(0, 20)
                .mapToObj(i -> new AlarmEvent.Link("https://example.org/" + i, "flood " + "&".repeat(64)))
                .toList();
        deliver(new Slack(), e.with(e.details(), links));
        JsonNode message = json(receiver.posts().get(0));
        String place = message.at("/blocks/1/elements/0/text").asText();
        assertThat(place)
                .hasSizeLessThanOrEqualTo(3_000)
                .contains("<https://example.org/0|flood &amp;")
                .endsWith(">");
        assertThat(message.at("/blocks/2/elements").findValuesAsText("action_id"))
                .as("one of them is held, whichever it speaks of")
                .contains("breakwater-release", "breakwater-hold");
    }

    @Test
    void aProposalHasAButtonToApproveAndNobodyIsAskedWhereNobodyHearsOrNothingIsLeftToAsk() throws Exception {
        stored = receiver.url("/x").toString();
        AlarmEvent proposed = function("proposed", Map.of("incident", "i", "approve_with", "a", "accept_with", "b"));
        deliver(new Slack(), proposed);
        channel(new Slack(), false).deliver(proposed);
        deliver(new Slack(), Alarms.resolve("k", NOW));
        List<HttpReceiver.Post> posts = receiver.posts();
        assertThat(json(posts.get(0)).findValuesAsText("action_id"))
                .containsExactly(
                        "breakwater-approve",
                        "breakwater-decline",
                        "breakwater-accept",
                        "breakwater-attack",
                        "breakwater-protect");
        assertThat(posts.get(1).body()).doesNotContain("breakwater-approve");
        assertThat(json(posts.get(2)).path("text").asText()).isEqualTo("*RESOLVED* over");
        assertThat(posts.get(2).body()).doesNotContain("actions");
    }

    /**
     * Checks the card against the published schema of Adaptive Cards 1.4.0, in the envelope that a workflow expects.
     */
    @Test
    void aCardOfTeamsShowsTheTextAsItIsAndItsLinksAsButtons() throws Exception {
        receiver.answers(202, "");
        stored = receiver.url("/workflows/x").toString();
        assertThat(deliver(new Teams(), function("cost *2* of [a](b)", Map.of("incident", "3f9c2a71b0de"))))
                .isInstanceOf(Delivery.Accepted.class);
        assertThat(deliver(new Teams(), Alarms.resolve("k", NOW))).isInstanceOf(Delivery.Accepted.class);
        assertThat(json(receiver.posts().get(0))).isEqualTo(new ObjectMapper().readTree("""
                {"type": "message", "attachments": [{
                  "contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": null, "content": {
                    "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
                    "type": "AdaptiveCard", "version": "1.4",
                    "body": [
                      {"type": "TextBlock", "text": "CRITICAL", "wrap": true, "weight": "Bolder", "size": "Medium",
                       "color": "Attention"},
                      {"type": "TextBlock", "text": "cost \\\\*2\\\\* of \\\\[a\\\\](b)", "wrap": true},
                      {"type": "FactSet", "facts": [
                        {"title": "Where", "value": "111122223333/eu-west-1"},
                        {"title": "What", "value": "checkout"},
                        {"title": "Incident", "value": "3f9c2a71b0de"}]}],
                    "actions": [{"type": "Action.OpenUrl", "title": "the incident",
                                 "url": "https://example.org/incidents/1"}]}}]}
                """));
        assertThat(json(receiver.posts().get(1)).findValuesAsText("text")).startsWith("RESOLVED");
    }

    @Test
    void anAlertOfAlertmanagerHoldsForTenMinutesAndIsOverWithAnEndThatHasPassed() throws Exception {
        HttpFormat alertmanager = new Alertmanager(receiver.url("/am/").toString(), SecretRef.NONE);
        receiver.answers(200, "");
        assertThat(deliver(alertmanager, Alarms.trigger("k", NOW - 60_000))).isInstanceOf(Delivery.Accepted.class);
        deliver(alertmanager, Alarms.resolve("k", NOW + 60_000));
        HttpReceiver.Post post = receiver.posts().get(0);
        assertThat(post.path()).isEqualTo("/am/api/v2/alerts");
        assertThat(post.headers()).containsEntry("authorization", "Bearer " + SECRET);
        JsonNode alert = json(post).get(0);
        assertThat(alert.path("labels").path("alertname").asText()).isEqualTo("Breakwater");
        assertThat(alert.path("labels").path("dedup_key").asText()).isEqualTo("k");
        assertThat(alert.path("annotations").path("excess_USD_h").asText()).isEqualTo("61.50");
        assertThat(time(alert, "startsAt")).isEqualTo(NOW - 60_000);
        assertThat(time(alert, "endsAt")).isEqualTo(NOW + 600_000);
        JsonNode over = json(receiver.posts().get(1)).get(0);
        assertThat(over.path("labels")).isEqualTo(alert.path("labels"));
        assertThat(time(over, "endsAt")).isEqualTo(NOW);
        assertThat(time(over, "startsAt")).as("never after its end").isEqualTo(NOW);
    }

    @Test
    void noticesAreNoAlarmsOfSlackTeamsAndAlertmanager() {
        assertThat(deliver(new Alertmanager(receiver.url("").toString(), SecretRef.NONE), Alarms.notice("n", NOW)))
                .isInstanceOf(Delivery.Rejected.class);
        assertThat(deliver(new Slack(), Alarms.notice("n", NOW))).isInstanceOf(Delivery.Rejected.class);
        assertThat(deliver(new Teams(), Alarms.notice("n", NOW))).isInstanceOf(Delivery.Rejected.class);
        assertThat(receiver.posts()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "webhook, 204, '', Accepted",
        "webhook, 400, no, Rejected",
        "webhook, 302, '', RetryLater",
        "webhook, 401, '', RetryLater",
        "webhook, 503, '', RetryLater",
        "slack, 200, ok, Accepted",
        "slack, 200, <html>please log in</html>, RetryLater",
        "slack, 404, no_service, Rejected",
        "slack, 410, channel_is_archived, Rejected",
        "slack, 429, '', RetryLater",
        "teams, 202, '', Accepted",
        "teams, 200, <html>please log in</html>, RetryLater",
        "teams, 404, workflow not found, Rejected",
        "teams, 429, '', RetryLater",
        "alertmanager, 200, '', Accepted",
        "alertmanager, 200, <html>please log in</html>, RetryLater",
        "alertmanager, 400, bad, Rejected",
        "alertmanager, 500, '', RetryLater",
    })
    void whatAnAnswerMeans(String kind, int status, String body, String outcome) {
        receiver.answers(status, body);
        if (kind.equals("slack") || kind.equals("teams"))
            stored = receiver.url("/x").toString();
        HttpFormat format = format(kind);
        Delivery delivery = deliver(format, Alarms.trigger("k", NOW));
        assertThat(delivery.getClass().getSimpleName()).isEqualTo(outcome);
        boolean perhaps = delivery instanceof Delivery.RetryLater later && later.mayHaveArrived();
        assertThat(perhaps).isEqualTo(status >= 500);
        assertThat(receiver.posts()).hasSize(1);
    }

    @Test
    void aSecretThatIsPutRightAfterARefusalIsUsedAndNoneIsEverShown() {
        receiver.answers(400, "I do not know " + SECRET);
        var channel = channel(format("alertmanager"), false);
        assertThat(channel.deliver(Alarms.trigger("k", NOW)).toString())
                .contains("I do not know [secret]")
                .doesNotContain(SECRET);
        stored = "another";
        channel.deliver(Alarms.trigger("k", NOW));
        assertThat(receiver.posts().get(1).headers()).containsEntry("authorization", "Bearer another");
    }

    @Test
    void aReplacedSecretIsUsedForTheSameAlertThatTheOldOneWasRefusedFor() {
        var channel = channel(format("alertmanager"), false);
        receiver.answers(200, "");
        channel.deliver(Alarms.trigger("k", NOW));
        stored = "another";
        receiver.answers(401, "who are you?");
        channel.deliver(Alarms.trigger("k", NOW));
        channel.deliver(Alarms.trigger("k", NOW));
        assertThat(receiver.posts())
                .as("a secret that was refused just after it was read is not tried twice")
                .hasSize(4);
        assertThat(receiver.posts().get(1).headers()).containsEntry("authorization", "Bearer " + SECRET);
        assertThat(receiver.posts().get(2).headers()).containsEntry("authorization", "Bearer another");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hooks.slack.com/x", "http://hooks.slack.com/c4nary", "not an address c4nary"})
    void anAddressOfSlackThatIsNoneDelaysAlarmsAndIsNotShown(String address) {
        stored = address;
        Delivery delivery = deliver(new Slack(), Alarms.trigger("k", NOW));
        assertThat(delivery).isInstanceOf(Delivery.RetryLater.class);
        assertThat(delivery.toString()).doesNotContain("c4nary", "hooks.slack.com");
    }

    @Test
    void plainTextGoesToThisMachineAlone() {
        String far = "http://alertmanager.example.org:9093";
        for (HttpFormat format : List.of(new Alertmanager(far, SecretRef.NONE), new Webhook(far, SecretRef.NONE))) {
            assertThatThrownBy(() -> format.of(Alarms.trigger("k", NOW), new HttpFormat.Sending("", false, NOW)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private HttpFormat format(String kind) {
        String url = receiver.url("/hook").toString();
        return switch (kind) {
            case "slack" -> new Slack();
            case "teams" -> new Teams();
            case "webhook" -> new Webhook(url, SecretRef.NONE);
            default -> new Alertmanager(url, SecretRef.NONE);
        };
    }

    private Delivery deliver(HttpFormat format, AlarmEvent event) {
        return channel(format, true).deliver(event);
    }

    private HttpChannel channel(HttpFormat format, boolean buttons) {
        return new HttpChannel(format, () -> stored, buttons, () -> NOW, HttpChannel.TIMEOUT);
    }

    private static AlarmEvent function(String summary, Map<String, String> details) {
        AlarmEvent e = Alarms.trigger("k", NOW);
        return new AlarmEvent(
                        e.action(),
                        e.dedupKey(),
                        summary,
                        e.severity(),
                        e.timestampMillis(),
                        new AlarmEvent.Subject(e.source(), e.component(), "function", e.clazz()),
                        Map.of())
                .with(new HashMap<>(details), e.links());
    }

    private static long time(JsonNode alert, String name) {
        return Instant.parse(alert.path(name).asText()).toEpochMilli();
    }

    private static JsonNode json(HttpReceiver.Post post) throws IOException {
        return new ObjectMapper().readTree(post.body());
    }
}
