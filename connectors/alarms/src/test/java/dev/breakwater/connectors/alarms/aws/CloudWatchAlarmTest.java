package dev.breakwater.connectors.alarms.aws;

import static dev.breakwater.model.AlarmAction.RESOLVE;
import static dev.breakwater.model.AlarmAction.TRIGGER;
import static dev.breakwater.model.AlarmAction.UPDATE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.connectors.alarms.outbox.AlarmFacts;
import dev.breakwater.connectors.alarms.outbox.AlarmText;
import dev.breakwater.connectors.alarms.outbox.Alarms;
import dev.breakwater.model.AlarmAction;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.sns.model.PublishRequest;

class CloudWatchAlarmTest {

    private static final long NOW = 1_764_000_000_000L;
    private static final String TOPIC = "arn:aws:sns:eu-west-1:111122223333:breakwater";

    @Test
    void goesFromOkToAlarmAndBack() throws Exception {
        assertThat(states(TRIGGER)).isEqualTo("OK ALARM");
        assertThat(states(UPDATE)).isEqualTo("ALARM ALARM");
        assertThat(states(RESOLVE)).isEqualTo("ALARM OK");
    }

    @Test
    void hasWhatReadersOfCloudWatchAlarmsReadInTheFormsTheyExpect() throws Exception {
        JsonNode body = body(Alarms.event(TRIGGER, "breakwater/1", "a flood", NOW));
        assertThat(body.path("AlarmName").asText()).isEqualTo("Breakwater checkout breakwater/1");
        assertThat(body.path("AWSAccountId").asText()).isEqualTo("111122223333");
        assertThat(body.path("Region").asText()).isEqualTo("eu-west-1");
        assertThat(body.path("StateChangeTime").asText()).isEqualTo("2025-11-24T16:00:00.000+0000");
        assertThat(body.at("/Trigger/Period").isInt()).isTrue();
        assertThat(body.at("/Trigger/Threshold").isNumber()).isTrue();
        assertThat(body.at("/Trigger/Dimensions/2")).hasToString("{\"value\":\"shop\",\"name\":\"Scope\"}");
        assertThat(body.at("/Trigger/Dimensions/3")).hasToString("{\"value\":\"checkout\",\"name\":\"FunctionName\"}");
    }

    @Test
    void repeatsBearTheSameIdAndOtherEventsAnother() {
        String id = id(Alarms.event(UPDATE, "k", "worse", NOW));
        assertThat(id(Alarms.event(UPDATE, "k", "worse", NOW))).isEqualTo(id).hasSize(32);
        assertThat(id(Alarms.event(RESOLVE, "k", "worse", NOW))).isNotEqualTo(id);
        assertThat(id(Alarms.event(UPDATE, "k", "even worse", NOW))).isNotEqualTo(id);
        assertThat(id(Alarms.event(UPDATE, "k", "worse", NOW + 1))).isNotEqualTo(id);
    }

    @Test
    void aFifoTopicKeepsTheOrderOfAnIncidentAndDropsRepeats() {
        AlarmEvent event = AlarmText.bounded(Alarms.event(TRIGGER, "breakwater/1", "a flood", NOW));
        PublishRequest fifo = SnsChannel.request(event, TOPIC + ".fifo");
        assertThat(fifo.messageGroupId()).isEqualTo(AlarmFacts.hash("breakwater/1"));
        assertThat(fifo.messageDeduplicationId()).isEqualTo(id(event));
        assertThat(SnsChannel.request(event, TOPIC).messageGroupId()).isNull();
    }

    @Test
    void aHostileEventStaysWithinTheLimitsOfSnsAndEventBridge() {
        AlarmEvent hostile = AlarmText.bounded(hostile("\u4e16\"\\\u0001".repeat(20_000)));
        PublishRequest request = SnsChannel.request(hostile, TOPIC);
        int attributes = request.messageAttributes().entrySet().stream()
                .mapToInt(a -> bytes(a.getKey()) + bytes(a.getValue().stringValue()) + "String".length())
                .sum();
        assertThat(bytes(request.message()) + attributes).isLessThan(256 * 1024);
        assertThat(request.messageAttributes()).hasSizeLessThanOrEqualTo(10);
        assertThat(request.subject()).matches("[\\x20-\\x7e]{1,100}");
        PutEventsRequestEntry entry = EventBridgeChannel.entry(hostile, "default");
        assertThat(14 + bytes(entry.source() + entry.detailType() + entry.detail()))
                .as("EventBridge's own size of an entry")
                .isLessThan(256 * 1024);
        assertThat(AlarmFacts.json(hostile)).contains("\"eventId\"");
        assertThat(new CloudWatchAlarm(hostile).name()).hasSizeLessThanOrEqualTo(255);
    }

    private static AlarmEvent hostile(String text) {
        Map<String, String> details = new LinkedHashMap<>();
        IntStream.range(0, 100).forEach(i -> details.put(i + text, text));
        List<AlarmEvent.Link> links = IntStream.range(0, 100)
                .mapToObj(i -> new AlarmEvent.Link("https://" + "\u4e16".repeat(2_000), text))
                .toList();
        return new AlarmEvent(TRIGGER, text, text, null, NOW, new AlarmEvent.Subject(text, text, text, text), Map.of())
                .with(details, links);
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static String id(AlarmEvent event) {
        return AlarmFacts.of(AlarmText.bounded(event)).eventId();
    }

    private static String states(AlarmAction action) throws Exception {
        JsonNode body = body(Alarms.event(action, "k", "s", NOW));
        return body.path("OldStateValue").asText() + " "
                + body.path("NewStateValue").asText();
    }

    private static JsonNode body(AlarmEvent event) throws Exception {
        return new ObjectMapper().readTree(new CloudWatchAlarm(AlarmText.bounded(event)).json());
    }
}
