package dev.breakwater.guard.stage.fleet;

import dev.breakwater.core.policy.FunctionFacts;
import dev.breakwater.guard.Book;
import dev.breakwater.guard.stage.fleet.KeyedStage.StageContext;
import dev.breakwater.guard.stage.fleet.KeyedStage.StageSnapshots;
import dev.breakwater.guard.wire.FleetChange;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Runs a stage while changes of the inventory and new books arrive. A change takes effect with the key's next element
 * or timer, and a book with its first minute.
 */
public final class WithLiveFleet<I, O> extends KeyedBroadcastProcessFunction<String, I, FleetChange, O>
        implements StageSnapshots {

    /** The newest change of each function since the job was built, and the two newest books. */
    public static final MapStateDescriptor<String, FleetChange> CHANGES =
            new MapStateDescriptor<>("fleet", Types.STRING, TypeInformation.of(FleetChange.class));

    private final KeyedStage<I, O> stage;
    private final Map<String, FunctionFacts> first;
    private transient LiveFleet fleet;
    private transient LiveBooks books;
    private transient Call call;

    public WithLiveFleet(KeyedStage<I, O> stage, Map<String, FunctionFacts> first) {
        this.stage = stage;
        this.first = first;
    }

    @Override
    public void open(OpenContext context) {
        fleet = new LiveFleet(first);
        books = new LiveBooks();
        call = new Call();
        stage.open(getRuntimeContext());
    }

    @Override
    public KeyedStage<I, O> stage() {
        return stage;
    }

    @Override
    public void close() {
        stage.close();
    }

    @Override
    public void processBroadcastElement(FleetChange change, Context context, Collector<O> out) throws Exception {
        BroadcastState<String, FleetChange> state = context.getBroadcastState(CHANGES);
        if (LiveBooks.isBook(change)) books.take(change, state);
        else fleet.take(change, state);
    }

    @Override
    public void processElement(I element, ReadOnlyContext context, Collector<O> out) throws Exception {
        call.at(context, out);
        stage.element(element, call);
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<O> out) throws Exception {
        call.at(context, out);
        stage.timer(timestamp, context.timeDomain(), call);
    }

    /** The context of this call. One object serves all calls. */
    private final class Call implements StageContext<O> {

        private ReadOnlyContext context;
        private ReadOnlyBroadcastState<String, FleetChange> changes;
        private Collector<O> out;

        void at(ReadOnlyContext context, Collector<O> out) throws Exception {
            this.context = context;
            this.out = out;
            this.changes = context.getBroadcastState(CHANGES);
            fleet.with(changes);
        }

        @Override
        public String key() {
            return context.getCurrentKey();
        }

        @Override
        public long timestamp() {
            return context.timestamp();
        }

        @Override
        public TimerService timers() {
            return context.timerService();
        }

        @Override
        public Fleet fleet() {
            return fleet;
        }

        @Override
        public Book book(Book first, long at) {
            return books.at(changes, first, at);
        }

        @Override
        public void emit(O value) {
            out.collect(value);
        }

        @Override
        public <X> void emit(OutputTag<X> side, X value) {
            context.output(side, value);
        }
    }
}
