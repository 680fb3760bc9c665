package dev.breakwater.guard.stage;

import dev.breakwater.guard.Book;
import dev.breakwater.guard.GuardSettings;
import dev.breakwater.guard.stage.fleet.Fleet;
import dev.breakwater.guard.stage.fleet.KeyedStage;
import dev.breakwater.guard.stage.fleet.KeyedStage.StageContext;
import dev.breakwater.guard.wire.FleetChange;
import dev.breakwater.guard.wire.Samples;
import dev.breakwater.model.Assessment;
import dev.breakwater.model.Observation;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.streaming.api.TimeDomain;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.util.FlinkRuntimeException;
import org.apache.flink.util.OutputTag;

/**
 * Processes one function's samples. {@link ObserveStage} joins samples into minutes, and {@link AssessFunctions} judges
 * each complete minute. The two classes get all timers of the function, and ignore each other's timers.
 */
public final class JudgeFunctions implements KeyedStage<Samples, Assessment> {

    private final ObserveStage observe;
    private final AssessFunctions assess;
    private transient Minutes minutes;

    public JudgeFunctions(GuardSettings settings) {
        observe = new ObserveStage(settings);
        assess = new AssessFunctions(settings);
    }

    @Override
    public void open(RuntimeContext context) {
        observe.open(context);
        assess.open(context);
        minutes = new Minutes();
    }

    @Override
    public FleetChange change(Samples samples) {
        return observe.change(samples);
    }

    @Override
    public void element(Samples samples, StageContext<Assessment> context) throws Exception {
        observe.element(samples, minutes.judgedIn(context));
    }

    @Override
    public void timer(long timestamp, TimeDomain domain, StageContext<Assessment> context) throws Exception {
        observe.timer(timestamp, domain, minutes.judgedIn(context));
        assess.timer(timestamp, domain, context);
    }

    /** Passes observed minutes to {@link AssessFunctions}, which judges them in the same call. */
    private final class Minutes implements StageContext<Observation> {

        private StageContext<Assessment> context;

        Minutes judgedIn(StageContext<Assessment> now) {
            context = now;
            return this;
        }

        @Override
        public void emit(Observation minute) {
            try {
                assess.element(minute, context);
            } catch (Exception e) {
                throw new FlinkRuntimeException("the state of " + key() + " cannot be read or written", e);
            }
        }

        @Override
        public String key() {
            return context.key();
        }

        @Override
        public long timestamp() {
            return context.timestamp();
        }

        @Override
        public TimerService timers() {
            return context.timers();
        }

        @Override
        public Fleet fleet() {
            return context.fleet();
        }

        @Override
        public Book book(Book first, long at) {
            return context.book(first, at);
        }

        @Override
        public <X> void emit(OutputTag<X> side, X value) {
            context.emit(side, value);
        }
    }
}
