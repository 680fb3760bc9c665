package dev.breakwater.guard.live;

import dev.breakwater.connectors.alarms.outbox.OutboxLimits;
import dev.breakwater.connectors.alarms.outbox.UndeliveredAlarm;
import dev.breakwater.connectors.alarms.pagerduty.PagerDutyChannel;
import dev.breakwater.connectors.lambda.act.ThrottleRequest;
import dev.breakwater.connectors.lambda.ledger.Effect;
import dev.breakwater.connectors.lambda.ledger.EffectOutcome;
import dev.breakwater.connectors.lambda.ledger.EffectsListener;
import dev.breakwater.connectors.lambda.ledger.EffectsListener.Stopped;
import dev.breakwater.connectors.testkit.pagerduty.Alert;
import dev.breakwater.connectors.testkit.pagerduty.PagerDutyDouble;
import dev.breakwater.guard.Channel;
import dev.breakwater.guard.Routed;
import dev.breakwater.guard.convert.ThrottleRequests;
import dev.breakwater.guard.wire.BookNews;
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

    /** The committer hears no broadcast: the note that a book holds is its word. */
    @Test
    void aBookThatTheLedgerNotesSaysFromThenOnWhoHearsThatNothingCanBeDone() throws Exception {
        var routes = Routed.by(folder, "first, other", "- { to: [first] }");
        // the same file with another route is the book that comes
        Path books = Files.createDirectories(folder.resolve("books"));
        String file = Files.readString(folder.resolve("routes.yaml"));
        Files.writeString(books.resolve(ID + ".yaml"), file.replace("to: [first]", "to: [other]"));
        try (PagerDutyDouble first = PagerDutyDouble.start();
                PagerDutyDouble other = PagerDutyDouble.start();
                EffectsListener alarms = ActAlarms.to(
                                List.of(channel("first", first), channel("other", other)),
                                routes,
                                Map.of(),
                                new ActAlarms.Pages("prod", "", "", books.toString()))
                        .open(new MetricListener().getMetricGroup())) {
            alarms.stopped(Stopped.ACTS, "full");
            first.await(p -> p.alerts().stream().anyMatch(Alert::open), PATIENCE);
            BookNews news = new BookNews(BookNews.Kind.TAKEN, ID, "", file, 0, 0, "breakwater.yaml");
            alarms.noted(line(ThrottleRequests.of(news)));
            alarms.stopped(Stopped.THROTTLES, "chain broken");
            other.await(p -> p.alerts().stream().anyMatch(Alert::open), PATIENCE);
        }
    }

    private static Effect line(ThrottleRequest note) {
        return note.ended(0, EffectOutcome.REQUESTED, note.words());
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
