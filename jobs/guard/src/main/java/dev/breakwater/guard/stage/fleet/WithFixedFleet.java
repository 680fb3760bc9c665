package dev.breakwater.guard.stage.fleet;

import dev.breakwater.engine.control.FleetView;
import dev.breakwater.guard.Book;
import dev.breakwater.guard.stage.fleet.KeyedStage.StageContext;
import dev.breakwater.guard.stage.fleet.KeyedStage.StageSnapshots;
import dev.breakwater.model.FunctionKey;
import dev.breakwater.model.Place;
import dev.breakwater.model.function.FunctionFacts;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/** Runs a stage with an inventory and a book that do not change. */
public final class WithFixedFleet<I, O> extends KeyedProcessFunction<String, I, O> implements StageSnapshots {

    private final KeyedStage<I, O> stage;
    private final Map<String, FunctionFacts> functions;
    private transient Call call;

    public WithFixedFleet(KeyedStage<I, O> stage, Map<String, FunctionFacts> functions) {
        this.stage = stage;
        this.functions = functions;
    }

    @Override
    public void open(OpenContext context) {
        call = new Call(new FixedFleet(functions));
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
    public void processElement(I element, Context context, Collector<O> out) throws Exception {
        stage.element(element, call.at(context, out));
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<O> out) throws Exception {
        stage.timer(timestamp, context.timeDomain(), call.at(context, out));
    }

    /** The context of a call. The same object is used for all calls. */
    private final class Call implements StageContext<O> {

        private final Fleet fleet;
        private Context context;
        private Collector<O> out;

        Call(Fleet fleet) {
            this.fleet = fleet;
        }

        Call at(Context context, Collector<O> out) {
            this.context = context;
            this.out = out;
            return this;
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
            return first;
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

    /** The inventory of a recording, which does not change. */
    static final class FixedFleet implements Fleet {

        private final Map<String, FunctionFacts> functions;
        private final Map<Place, FleetView> views = new HashMap<>();

        FixedFleet(Map<String, FunctionFacts> functions) {
            this.functions = functions;
        }

        @Override
        public FunctionFacts facts(String key) {
            return functions.get(FunctionKey.homeId(key));
        }

        @Override
        public FleetView of(String account, String region) {
            return views.computeIfAbsent(
                    new Place(account, region), k -> FleetView.of(account, region, functions.values(), Set.of()));
        }
    }
}
