package dev.breakwater.connectors.testkit.pagerduty;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The alerts that the real service would have: joined by routing key and dedup key, reopened after a resolve. */
final class AlertBook {

    private record Key(String routingKey, String dedupKey) {}

    private final Map<Key, Alert> alerts = new LinkedHashMap<>();
    private final List<String> anomalies = new ArrayList<>();

    void take(ReceivedEvent event) {
        Key key = new Key(event.routingKey(), event.dedupKey());
        Alert alert = alerts.getOrDefault(key, Alert.unknown(event.dedupKey()));
        if (event.action().equals("trigger")) {
            alerts.put(key, alert.triggered(event.payload("summary")));
        } else if (!alert.open()) {
            anomalies.add(event.action() + " without an open alert: " + event.dedupKey());
        } else if (event.action().equals("resolve")) {
            alerts.put(key, alert.resolved());
        }
    }

    List<Alert> alerts() {
        return List.copyOf(alerts.values());
    }

    List<String> anomalies() {
        return List.copyOf(anomalies);
    }
}
