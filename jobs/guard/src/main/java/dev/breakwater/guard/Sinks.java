package dev.breakwater.guard;

import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.connectors.alarms.outbox.OutboxSink;
import dev.breakwater.engine.control.IncidentSnapshot;
import dev.breakwater.engine.watch.SilenceWatch.SilenceEvent;
import dev.breakwater.guard.convert.AlarmEvents;
import dev.breakwater.guard.convert.BookEvents;
import dev.breakwater.guard.convert.MoneyEvents;
import dev.breakwater.guard.convert.SilenceEvents;
import dev.breakwater.guard.page.PageLink;
import dev.breakwater.guard.page.PageUpdate;
import dev.breakwater.guard.stage.ControlStage;
import dev.breakwater.guard.stage.Normalise;
import dev.breakwater.guard.stage.RouteAlarms;
import dev.breakwater.guard.stage.clock.Clocked.KeyClock;
import dev.breakwater.model.AlarmAction;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamSink;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * The job's output for people: alarms, pages and key figures. Each output has a single writer, which preserves the
 * order.
 */
record Sinks(Ports ports, KeyedStages keyed, GuardSettings settings) {
    /**
     * Adds the sinks. A live job always has every sink, so that the job's state can be restored with any configuration.
     */
    void attach(Streams streams) {
        if (!settings.recording() || ports.pages().isPresent()) {
            DataStream<AlarmEvent> others = linked(others(streams), "-link");
            if (!settings.recording()) {
                tell(others.union(linked(streams.decisions().getSideOutput(ControlStage.TOLD), "-told-link")));
            }
            ports.pages().ifPresent(sink -> end(news(streams, others).sinkTo(sink), Stage.PAGES));
        }
        show(streams);
    }

    private void tell(DataStream<AlarmEvent> all) {
        List<OutboxSink> outboxes = ports.channels().stream()
                .map(c -> c.sink().named(c.uid(), c.takesAlarms(), c.takesActs()))
                .toList();
        end(routed(all).sinkTo(OutboxSink.of(outboxes)), Stage.NOTIFY);
    }

    /** Adds the receivers to each alarm. */
    private DataStream<AlarmEvent> routed(DataStream<AlarmEvent> alarms) {
        return keyed.byBook(
                        alarms.keyBy(AlarmEvent::source, Types.STRING),
                        KeyClock.ALL,
                        new RouteAlarms(settings.first()),
                        AlarmEvent.class)
                .uid(Stage.ROUTE.uid());
    }

    /**
     * Returns the updates for incident pages: the states of all incidents (with or without an alert), other messages
     * for people, and decisions.
     */
    private static DataStream<PageUpdate> news(Streams streams, DataStream<AlarmEvent> others) {
        var decided = streams.decisions();
        DataStream<IncidentSnapshot> incidents = decided.getSideOutput(ControlStage.EVENTS)
                .filter(e -> e.type() != AlarmAction.STANDS)
                .setParallelism(1)
                .uid(Stage.PAGES.uid() + "-told")
                .union(decided.getSideOutput(ControlStage.STANDINGS));
        var decisions = decided.union(streams.budgets().decisions());
        return news(incidents.map(PageUpdate::of), "-incident")
                .union(
                        news(others.map(PageUpdate::of), "-alarm"),
                        news(streams.points().map(PageUpdate::of), "-point"),
                        news(decisions.flatMap(PageUpdate::decision), "-decision"));
    }

    private static DataStream<PageUpdate> news(SingleOutputStreamOperator<PageUpdate> news, String kind) {
        return news.returns(TypeInformation.of(PageUpdate.class))
                .setParallelism(1)
                .uid(Stage.PAGES.uid() + kind);
    }

    private DataStream<AlarmEvent> linked(DataStream<AlarmEvent> alarms, String kind) {
        return events(alarms.map(new PageLink(ports.pagesUrl())), kind);
    }

    private DataStream<AlarmEvent> others(Streams streams) {
        DataStream<AlarmEvent> alarms = streams.decisions()
                .getSideOutput(ControlStage.ACTS)
                .union(
                        streams.budgets().events(),
                        events(streams.bills().flatMap(MoneyEvents::of), "-bill"),
                        events(
                                streams.samples()
                                        .getSideOutput(Normalise.UNWATCHED)
                                        .map(SilenceEvents::of),
                                "-unwatched"));
        if (streams.books().isPresent()) {
            alarms = alarms.union(events(
                    streams.books()
                            .get()
                            .flatMap(new BookEvents(settings.control().owner())),
                    "-book"));
        }
        if (streams.unread().isPresent()) alarms = alarms.union(streams.unread().get());
        int feed = 0;
        for (DataStream<SilenceEvent> silences : streams.silences()) {
            alarms = alarms.union(events(silences.map(SilenceEvents::of), "-silence-" + feed++));
        }
        return alarms;
    }

    private static DataStream<AlarmEvent> events(SingleOutputStreamOperator<AlarmEvent> events, String kind) {
        return events.returns(AlarmEvents.TYPE).setParallelism(1).uid(Stage.NOTIFY.uid() + kind);
    }

    private void show(Streams streams) {
        ports.figures()
                .ifPresent(sink -> end(
                        streams.decisions().getSideOutput(ControlStage.FIGURES).sinkTo(sink), Stage.FIGURES));
    }

    private static void end(DataStreamSink<?> sink, Stage stage) {
        sink.setParallelism(1).uid(stage.uid());
    }
}
