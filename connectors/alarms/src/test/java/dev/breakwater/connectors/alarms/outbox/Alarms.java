package dev.breakwater.connectors.alarms.outbox;

import dev.breakwater.model.AlarmAction;
import dev.breakwater.model.Severity;
import java.util.List;
import java.util.Map;

/** Events for tests. */
public final class Alarms {

    private Alarms() {}

    public static AlarmEvent trigger(String key, long at) {
        return event(AlarmAction.TRIGGER, key, "surge of " + key, at);
    }

    public static AlarmEvent update(String key, String summary, long at) {
        return event(AlarmAction.UPDATE, key, summary, at);
    }

    public static AlarmEvent resolve(String key, long at) {
        return event(AlarmAction.RESOLVE, key, "over", at);
    }

    public static AlarmEvent notice(String key, long at) {
        return event(AlarmAction.NOTICE, key, "held checkout at concurrency 5", at);
    }

    public static AlarmEvent event(AlarmAction action, String key, String summary, long at) {
        return new AlarmEvent(
                        action,
                        key,
                        summary,
                        Severity.CRITICAL,
                        at,
                        new AlarmEvent.Subject("111122223333/eu-west-1", "checkout", "shop", "flood"),
                        Map.of())
                .with(
                        Map.of("excess USD/h", "61.50"),
                        List.of(new AlarmEvent.Link("https://example.org/incidents/1", "the incident")));
    }
}
