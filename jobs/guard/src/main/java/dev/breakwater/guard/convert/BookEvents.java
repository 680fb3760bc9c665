package dev.breakwater.guard.convert;

import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.guard.wire.BookNews;
import dev.breakwater.model.AlarmAction;
import dev.breakwater.model.Severity;
import java.util.Map;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;

/**
 * Makes the alarm connector's events about a configuration file that was refused.
 *
 * @param owner the name of this instance
 */
public record BookEvents(String owner) implements FlatMapFunction<BookNews, AlarmEvent> {
    @Override
    public void flatMap(BookNews news, Collector<AlarmEvent> out) {
        boolean refused = news.kind() == BookNews.Kind.REFUSED;
        if (!refused && !news.ends()) return;
        out.collect(new AlarmEvent(
                refused ? AlarmAction.TRIGGER : AlarmAction.RESOLVE,
                "breakwater/book/" + owner,
                refused
                        ? "the changed configuration is refused, so the earlier one stays in force: " + news.why()
                        : "the configuration file is in force",
                Severity.ERROR,
                news.at(),
                new AlarmEvent.Subject(owner, "", "instance", "not-taken-up"),
                refused ? Map.of("reason", news.why(), "look_at", "breakwater validate FILE") : Map.of()));
    }
}
