package dev.breakwater.connectors.alarms.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.breakwater.config.model.Key;
import dev.breakwater.config.model.Key.Form;
import dev.breakwater.config.secret.SecretRef;
import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.connectors.alarms.outbox.AlarmFacts;
import dev.breakwater.connectors.alarms.outbox.OutboxLimits;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * Prometheus' Alertmanager, API v2. Alertmanager keeps an alert until the alert's {@code endsAt}, and loses it in a
 * restart. Therefore, each open alert is sent again every minute with an end in the future. A resolved alert gets an
 * end in the past. Alertmanager identifies an alert by its labels. If the severity changes, there is a new alert, and
 * the old alert ends by itself.
 */
@Key(doc = "Prometheus' Alertmanager, API v2")
public record Alertmanager(
        @Key(
                required = true,
                form = Form.ENDPOINT,
                doc = "the URL without its ending /api/v2/alerts; it must use https, or http on a loopback host")
        String url,

        @Key(doc = "reference to a bearer token, such as env:NAME")
        SecretRef token)
        implements HttpFormat {

    /**
     * The time for which one message keeps an alert open. It is longer than a restart of the job, so that a restart
     * ends no alert.
     */
    static final Duration HOLDS = Duration.ofMinutes(10);

    static final Duration AGAIN = Duration.ofMinutes(1);

    /**
     * The largest number of messages a minute. It is high, because all open alerts must be sent again within
     * {@link #HOLDS}, and Alertmanager accepts thousands of alerts.
     */
    private static final int PER_MINUTE = 1_500;

    private static final ObjectMapper JSON = new ObjectMapper();

    public Alertmanager() {
        this("", SecretRef.NONE);
    }

    @Override
    public String secretKey() {
        return "token";
    }

    @Override
    public SecretRef secret() {
        return token;
    }

    @Override
    public Post of(AlarmEvent bounded, Sending with) {
        URI to = URI.create(url + (url.endsWith("/") ? "" : "/") + "api/v2/alerts");
        Map<String, String> headers =
                with.secret().isEmpty() ? Map.of() : Map.of("Authorization", "Bearer " + with.secret());
        return Post.of(to, headers, JSON.createArrayNode().add(alert(bounded, with.now())));
    }

    private static ObjectNode alert(AlarmEvent alarm, long now) {
        ObjectNode alert = JSON.createObjectNode();
        labels(alert.putObject("labels"), alarm);
        ObjectNode annotations = alert.putObject("annotations");
        annotations.put("summary", alarm.summary());
        alarm.details()
                .forEach((name, value) -> annotations.put(name.replaceAll("^(?=[0-9])|[^A-Za-z0-9_]", "_"), value));
        alarm.links().stream()
                .map(AlarmEvent.Link::href)
                .filter(href -> href.startsWith("https://"))
                .findFirst()
                .ifPresent(href -> alert.put("generatorURL", href));
        long ends = alarm.opens() ? now + HOLDS.toMillis() : now;
        // Alertmanager refuses an end before the start, and data can be ahead of the wall clock
        alert.put("startsAt", time(Math.min(alarm.timestampMillis(), now)));
        alert.put("endsAt", time(ends));
        return alert;
    }

    private static void labels(ObjectNode labels, AlarmEvent alarm) {
        AlarmFacts facts = AlarmFacts.of(alarm);
        labels.put("alertname", "Breakwater");
        labels.put("severity", facts.severity());
        labels.put("dedup_key", alarm.dedupKey());
        put(labels, "kind", alarm.clazz());
        put(labels, "account", facts.account());
        put(labels, "region", facts.region());
        put(labels, AlarmFacts.isOfGroup(alarm) ? "group" : "function", alarm.component());
    }

    private static void put(ObjectNode labels, String name, String value) {
        if (!value.isEmpty()) labels.put(name, value);
    }

    private static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }

    @Override
    public boolean accepts(int status, String body) {
        // a proxy in between may answer 200 with an HTML page
        return status == 200 && !body.contains("<");
    }

    @Override
    public Set<Integer> refusals() {
        return Set.of(400, 401, 403, 404, 413, 422);
    }

    @Override
    public OutboxLimits limits(OutboxLimits of) {
        return of.withPerMinute(PER_MINUTE).restating(AGAIN);
    }
}
