package dev.breakwater.guard.live;

import dev.breakwater.connectors.alarms.outbox.OutboxLimits;
import dev.breakwater.connectors.alarms.outbox.UndeliveredAlarm;
import dev.breakwater.connectors.alarms.pagerduty.PagerDutyChannel;
import dev.breakwater.connectors.testkit.pagerduty.Alert;
import dev.breakwater.connectors.testkit.pagerduty.PagerDutyDouble;
import dev.breakwater.guard.Channel;
import dev.breakwater.guard.Routed;
import dev.breakwater.guard.limit.ActListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.metrics.testutils.MetricListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ActAlarmsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String ID = "0e0e0e0e0e0e";

    @TempDir
    Path folder;

    /** The calls hear no broadcast: that a book holds is told to their listener. */
    @Test
    void aBookThatHoldsSaysFromThenOnWhoHearsThatNothingCanBeDone() throws Exception {
        var routes = Routed.by(folder, "first, other", "- { to: [first] }");
        // the same file with another route is the book that comes
        Path books = Files.createDirectories(folder.resolve("books"));
        String file = Files.readString(folder.resolve("routes.yaml"));
        Files.writeString(books.resolve(ID + ".yaml"), file.replace("to: [first]", "to: [other]"));
        try (PagerDutyDouble first = PagerDutyDouble.start();
                PagerDutyDouble other = PagerDutyDouble.start();
                ActListener alarms = ActAlarms.to(
                                List.of(channel("first", first), channel("other", other)),
                                routes,
                                Map.of(),
                                new ActAlarms.Pages("prod", "", "", books.toString()))
                        .open(new MetricListener().getMetricGroup())) {
            alarms.ledger("1", "r", true, "full");
            first.await(p -> p.alerts().stream().anyMatch(Alert::open), PATIENCE);
            alarms.revision(ID);
            alarms.ledger("2", "r", true, "chain broken");
            other.await(p -> p.alerts().stream().anyMatch(Alert::open), PATIENCE);
        }
    }

    private static Channel channel(String name, PagerDutyDouble pager) {
        var sink = PagerDutyChannel.sink(
                pager.endpoint(),
                () -> "0123456789abcdef0123456789abcdef",
                OutboxLimits.defaults().withStaleAfter(Duration.ofDays(30_000)),
                UndeliveredAlarm.Log.ofProgram(name));
        return new Channel(name, sink.of(name), true, false);
    }
}
