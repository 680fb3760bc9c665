package dev.breakwater.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code notify}. */
final class AlarmReader {
    private static final String ENQUEUE = "https://events.pagerduty.com/v2/enqueue";
    private static final Pattern TOPIC =
            Pattern.compile("arn:aws(-[a-z]+)*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}(\\.fifo)?");
    private static final Pattern BUS = Pattern.compile(
            "[A-Za-z0-9._/-]{1,256}|arn:aws(-[a-z]+)*:events:[a-z0-9-]+:[0-9]{12}:event-bus/[A-Za-z0-9._/-]{1,256}");

    private static final Range TOGETHER = new Range(2, 100);

    private AlarmReader() {}

    static NotifySettings alarms(Section root, Places places) {
        Section section = root.child("notify");
        NotifySettings alarms = new NotifySettings(
                pagerduty(section, places),
                sns(section),
                eventbridge(section),
                cloudwatch(section),
                section.scalars().count("together", 5, TOGETHER));
        section.done();
        return alarms;
    }

    private static PagerDutySettings pagerduty(Section notify, Places places) {
        Section section = notify.child("pagerduty");
        if (notify.has("pagerduty") && section.clean() && !section.has("routingKey")) {
            section.missing("routingKey", "a reference like env:PD_ROUTING_KEY");
        }
        PagerDutySettings pagerduty = new PagerDutySettings(
                secret(section, "routingKey", places), Endpoints.endpoint(section, "endpoint", ENQUEUE));
        section.done();
        return pagerduty;
    }

    /** A reference to a secret, or {@link SecretRef#NONE}. */
    static SecretRef secret(Section section, String key, Places places) {
        return section.read(key, SecretRef.NONE, value -> reference(section, key, value, places));
    }

    /** A reference; anything else may be the secret itself and is never shown. */
    private static Optional<SecretRef> reference(Section section, String key, JsonNode value, Places places) {
        Optional<SecretRef> reference = SecretRef.parse(value.asText()).flatMap(ref -> absolute(ref, places));
        if (reference.isEmpty()) {
            String remedy = "a reference: env:NAME, file:PATH or aws-secret:ID[#KEY]";
            section.problem(key, Shown.hidden(value.asText()), "must be a reference to the secret", remedy);
        }
        return reference;
    }

    private static Optional<SecretRef> absolute(SecretRef ref, Places places) {
        return ref.scheme() == SecretRef.Scheme.FILE
                ? places.absolute(ref.id()).map(path -> new SecretRef(ref.scheme(), path, ""))
                : Optional.of(ref);
    }

    private static SnsSettings sns(Section notify) {
        Section section = notify.child("sns");
        String remedy = "an ARN like arn:aws:sns:eu-west-1:111122223333:NAME";
        String topic = notify.has("sns") && section.clean()
                ? section.scalars().required("topicArn", TOPIC, remedy)
                : section.scalars().text("topicArn", "", TOPIC, remedy);
        section.done();
        return new SnsSettings(topic);
    }

    private static FiguresSettings cloudwatch(Section notify) {
        Section section = notify.child("cloudwatch");
        String remedy = "a region like eu-west-1";
        String region = notify.has("cloudwatch") && section.clean()
                ? section.scalars().required("region", AwsReader.REGION, remedy)
                : section.scalars().text("region", "", AwsReader.REGION, remedy);
        section.done();
        return new FiguresSettings(region);
    }

    private static EventBridgeSettings eventbridge(Section notify) {
        Section section = notify.child("eventbridge");
        String initial = notify.has("eventbridge") ? "default" : "";
        String bus = section.scalars().text("bus", initial, BUS, "the name or the ARN of an event bus");
        section.done();
        return new EventBridgeSettings(bus);
    }
}
