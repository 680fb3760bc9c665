package dev.breakwater.connectors.alarms.aws;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.connectors.alarms.outbox.AlarmFacts;
import dev.breakwater.connectors.alarms.outbox.AlarmText;
import dev.breakwater.model.AlarmAction;
import dev.breakwater.model.Arns;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;

/**
 * An alarm in the format of CloudWatch's own notifications, so that existing subscribers can parse it. The message
 * names the metric that {@link CloudWatchMetricsSink} publishes. CloudWatch itself has no such alarm.
 */
final class CloudWatchAlarm {

    /**
     * The name of the detail that contains the crossed threshold. Without this detail, the message has the threshold 0.
     */
    static final String THRESHOLD = "threshold_usd_per_hour";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxx").withZone(ZoneOffset.UTC);
    private static final int NAME = 255;
    private static final int DESCRIPTION = 8 * 1024;
    private static final int SUBJECT = 100;
    private static final int PERIOD_SECONDS = 60;

    private final AlarmEvent alarm;
    private final AlarmFacts facts;

    /** @param alarm an event with bounded texts */
    CloudWatchAlarm(AlarmEvent alarm) {
        this.alarm = alarm;
        this.facts = AlarmFacts.of(alarm);
    }

    AlarmFacts facts() {
        return facts;
    }

    /**
     * Returns the alarm's name, which is the same for all messages of an incident. Some receivers group messages by
     * this name.
     */
    String name() {
        String end = " " + alarm.dedupKey();
        String place = alarm.component().isBlank() ? alarm.source() : alarm.component();
        int room = NAME - end.length();
        return (room <= 0 ? "" : AlarmText.clean("Breakwater " + place, room)) + end.substring(room <= 0 ? 1 : 0);
    }

    /** Returns the text in the form that CloudWatch requires: printable ASCII, at most 100 characters. */
    String subject() {
        String subject = facts.state() + ": \"" + name() + "\" in " + facts.region();
        String ascii = subject.replaceAll("[^\\x20-\\x7e]", "?");
        return ascii.length() <= SUBJECT ? ascii : ascii.substring(0, SUBJECT);
    }

    String json() {
        ObjectNode body = JSON.createObjectNode();
        body.put("AlarmName", name());
        body.put("AlarmDescription", description());
        body.put("AWSAccountId", facts.account());
        body.put("NewStateValue", facts.state());
        body.put("NewStateReason", alarm.summary());
        body.put("StateChangeTime", TIME.format(Instant.ofEpochMilli(alarm.timestampMillis())));
        body.put("Region", facts.region());
        body.put(
                "AlarmArn",
                "arn:" + Arns.partition(facts.region()) + ":cloudwatch:" + facts.region() + ":" + facts.account()
                        + ":alarm:" + name());
        body.put("OldStateValue", alarm.action() == AlarmAction.TRIGGER ? "OK" : "ALARM");
        trigger(body.putObject("Trigger"));
        return body.toString();
    }

    private void trigger(ObjectNode trigger) {
        trigger.put("MetricName", CloudWatchMetricsSink.EXCESS);
        trigger.put("Namespace", CloudWatchMetricsSink.NAMESPACE);
        trigger.put("StatisticType", "Statistic");
        trigger.put("Statistic", "MAXIMUM");
        trigger.putNull("Unit");
        ArrayNode dimensions = trigger.putArray("Dimensions");
        dimension(dimensions, "Account", facts.account());
        dimension(dimensions, "Region", facts.region());
        dimension(dimensions, "Scope", alarm.scope());
        dimension(dimensions, AlarmFacts.isOfGroup(alarm) ? "Group" : "FunctionName", alarm.component());
        trigger.put("Period", PERIOD_SECONDS);
        trigger.put("EvaluationPeriods", 1);
        trigger.put("ComparisonOperator", "GreaterThanThreshold");
        trigger.put("Threshold", threshold());
    }

    private static void dimension(ArrayNode dimensions, String name, String value) {
        if (!value.isBlank()) {
            dimensions.addObject().put("value", value).put("name", name);
        }
    }

    private double threshold() {
        String given = alarm.details().getOrDefault(THRESHOLD, "");
        return given.matches("\\d{1,9}(\\.\\d{1,9})?") ? Double.parseDouble(given) : 0.0;
    }

    private String description() {
        StringBuilder text = new StringBuilder("Breakwater ").append(alarm.clazz());
        for (Map.Entry<String, String> detail : alarm.details().entrySet()) {
            text.append("; ").append(detail.getKey()).append(": ").append(detail.getValue());
        }
        for (AlarmEvent.Link link : alarm.links()) {
            text.append("; ").append(link.href());
        }
        return AlarmText.clean(text.toString(), DESCRIPTION);
    }
}
