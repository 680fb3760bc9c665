package dev.breakwater.guard.stage;

import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.core.policy.Mode;
import dev.breakwater.guard.Book;
import dev.breakwater.guard.JobMetrics;
import dev.breakwater.guard.stage.fleet.KeyedStage;
import dev.breakwater.guard.stage.fleet.KeyedStage.StageContext;
import java.util.Map;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.TimeDomain;

/**
 * Adds receivers to each alarm that has no receivers yet. The receivers of alarms about functions are chosen by
 * control. The stage is keyed by the alarm's account and region, and has no state. A receiver that got an alert also
 * gets its resolve. In mode observe, people get only notices about limits, and resolves of earlier alerts.
 */
public final class RouteAlarms implements KeyedStage<AlarmEvent, AlarmEvent> {

    private static final long serialVersionUID = 1L;

    private final Book first;
    private transient Counter unrouted;

    public RouteAlarms(Book first) {
        this.first = first;
    }

    @Override
    public void open(RuntimeContext context) {
        unrouted = context.getMetricGroup().counter(JobMetrics.UNROUTED);
    }

    @Override
    public void element(AlarmEvent event, StageContext<AlarmEvent> context) {
        Book book = context.book(first, context.timers().currentProcessingTime());
        if (book.policies().mode() == Mode.OBSERVE && event.opens()) return;
        AlarmEvent sent = event.forAll() ? book.routes().send(event, name -> Map.of()) : event;
        if (sent.to().isEmpty() && sent.opens() && !sent.standsOnly()) unrouted.inc();
        context.emit(sent);
    }

    @Override
    public void timer(long timestamp, TimeDomain domain, StageContext<AlarmEvent> context) {
        throw new IllegalStateException("sets no timer");
    }
}
