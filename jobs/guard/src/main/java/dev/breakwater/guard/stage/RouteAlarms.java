package dev.breakwater.guard.stage;

import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.engine.policy.PolicyBook.Mode;
import dev.breakwater.guard.Book;
import dev.breakwater.guard.JobMetrics;
import dev.breakwater.guard.convert.AlarmEvents;
import dev.breakwater.guard.stage.fleet.KeyedStage;
import dev.breakwater.guard.stage.fleet.KeyedStage.StageContext;
import dev.breakwater.model.DataMinute;
import dev.breakwater.model.IncidentKind;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.TimeDomain;

/**
 * Adds receivers to each alarm that has no receivers yet. The receivers of alarms about functions are chosen by
 * control. The stage is keyed by the alarm's account and region. A receiver that got an alert also gets its resolve. In
 * mode observe, alarms about surges and budgets wait, and are sent if they are still open when the mode changes. Alarms
 * about Breakwater itself, such as a role that is refused, are sent in every mode.
 */
public final class RouteAlarms implements KeyedStage<AlarmEvent, AlarmEvent> {

    /** The classes of alarms about cost. All other alarms are about Breakwater itself. */
    private static final Set<String> COSTS =
            Arrays.stream(IncidentKind.values()).map(IncidentKind::wire).collect(Collectors.toSet());

    private final Book first;
    private transient Counter unrouted;
    /** The newest event of each alarm about cost that opened in mode observe, by the alarm's key. */
    private transient MapState<String, AlarmEvent> waiting;

    public RouteAlarms(Book first) {
        this.first = first;
    }

    @Override
    public void open(RuntimeContext context) {
        unrouted = context.getMetricGroup().counter(JobMetrics.UNROUTED);
        waiting = context.getMapState(new MapStateDescriptor<>("waiting", Types.STRING, AlarmEvents.TYPE));
    }

    @Override
    public void element(AlarmEvent event, StageContext<AlarmEvent> context) throws Exception {
        Book book = book(context);
        if (event.opens() && book.policies().mode() == Mode.OBSERVE && COSTS.contains(event.clazz())) {
            waiting.put(event.dedupKey(), event);
            lookAgain(context);
            return;
        }
        if (!event.tellsOnly()) waiting.remove(event.dedupKey());
        send(event, book, context);
    }

    @Override
    public void timer(long timestamp, TimeDomain domain, StageContext<AlarmEvent> context) throws Exception {
        Book book = book(context);
        if (waiting.isEmpty()) return;
        if (book.policies().mode() == Mode.OBSERVE) {
            lookAgain(context);
            return;
        }
        for (AlarmEvent event : waiting.values()) send(event, book, context);
        waiting.clear();
    }

    private Book book(StageContext<AlarmEvent> context) {
        return context.book(first, context.timers().currentProcessingTime());
    }

    /** Sets a timer for the next whole minute, so that all alarms of a key share it. */
    private static void lookAgain(StageContext<AlarmEvent> context) {
        long minute = DataMinute.of(context.timers().currentProcessingTime()) + 1;
        context.timers().registerProcessingTimeTimer(minute * DataMinute.MILLIS);
    }

    private void send(AlarmEvent event, Book book, StageContext<AlarmEvent> context) {
        AlarmEvent sent = event.forAll() ? book.routes().send(event, name -> Map.of()) : event;
        if (sent.to().isEmpty() && sent.opens() && !sent.standsOnly()) unrouted.inc();
        context.emit(sent);
    }
}
