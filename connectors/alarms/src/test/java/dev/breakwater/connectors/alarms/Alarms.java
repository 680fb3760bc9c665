package dev.breakwater.connectors.alarms;

import java.util.List;
import java.util.Map;

/** Events for tests. */
final class Alarms {

    private Alarms() {}

    static AlarmEvent trigger(String key, long at) {
        return event(AlarmEvent.Action.TRIGGER, key, "surge of " + key, at);
    }

    static AlarmEvent update(String key, String summary, long at) {
        return event(AlarmEvent.Action.UPDATE, key, summary, at);
    }

    static AlarmEvent resolve(String key, long at) {
        return event(AlarmEvent.Action.RESOLVE, key, "over", at);
    }

    static AlarmEvent notice(String key, long at) {
        return event(AlarmEvent.Action.NOTICE, key, "held checkout at concurrency 5", at);
    }

    static AlarmEvent event(AlarmEvent.Action action, String key, String summary, long at) {
        return new AlarmEvent(
                action,
                key,
                summary,
                "111122223333/eu-west-1",
                AlarmEvent.Severity.CRITICAL,
                at,
                "checkout",
                "shop",
                "flood",
                Map.of("excess USD/h", "61.50"),
                List.of(new AlarmLink("https://example.org/incidents/1", "the incident")));
    }
}
