package dev.breakwater.guard.page;

import dev.breakwater.connectors.alarms.AlarmEvent;
import dev.breakwater.connectors.alarms.AlarmLink;
import java.util.List;
import org.apache.flink.api.common.functions.MapFunction;

/**
 * Gives each alarm the link to its page.
 *
 * @param baseUrl where people reach the folder of the pages, https; empty: no link
 */
public record PageLink(String baseUrl) implements MapFunction<AlarmEvent, AlarmEvent> {

    @Override
    public AlarmEvent map(AlarmEvent e) {
        String page = PageNames.of(e);
        if (baseUrl.isEmpty() || page.isEmpty()) return e;
        String href = baseUrl + (baseUrl.endsWith("/") ? "" : "/") + page + ".html";
        return new AlarmEvent(
                e.action(),
                e.dedupKey(),
                e.summary(),
                e.source(),
                e.severity(),
                e.timestampMillis(),
                e.component(),
                e.group(),
                e.clazz(),
                e.details(),
                List.of(new AlarmLink(href, "the incident")));
    }
}
