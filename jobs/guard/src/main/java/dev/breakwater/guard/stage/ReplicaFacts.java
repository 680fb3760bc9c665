package dev.breakwater.guard.stage;

import dev.breakwater.guard.wire.FleetChange;
import dev.breakwater.guard.wire.Samples;
import dev.breakwater.model.FunctionKey;
import dev.breakwater.model.function.FunctionFacts;
import dev.breakwater.model.function.FunctionFacts.Capacity;
import dev.breakwater.model.function.FunctionFacts.ReservationFacts;
import dev.breakwater.model.function.FunctionFacts.TriggerFacts;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Gives Lambda@Edge's replicas the facts of their function. The stage is keyed by that function, which is in us-east-1.
 * A replica gets the facts before its first samples, and again when they change.
 */
public final class ReplicaFacts extends KeyedProcessFunction<String, Samples, Samples> {

    /** The facts about replicas that control needs. */
    public static final OutputTag<FleetChange> FACTS = new OutputTag<>("replica-facts") {};

    private transient ValueState<FleetChange> home;
    /** The replicas that got the function's facts, by key. */
    private transient MapState<String, Boolean> replicas;

    @Override
    public void open(OpenContext context) {
        home = getRuntimeContext().getState(new ValueStateDescriptor<>("home", TypeInformation.of(FleetChange.class)));
        replicas = getRuntimeContext().getMapState(new MapStateDescriptor<>("replicas", Types.STRING, Types.BOOLEAN));
    }

    @Override
    public void processElement(Samples in, Context context, Collector<Samples> out) throws Exception {
        FleetChange known = home.value();
        if (in.change() == null) {
            String replica = in.function().id();
            if (known != null && !replicas.contains(replica)) {
                replicas.put(replica, true);
                send(known, replica, context, out);
            }
            out.collect(in);
            return;
        }
        FleetChange now = in.change().onto(known == null ? null : known.facts());
        if (now == null) return;
        for (String replica : replicas.keys()) send(now, replica, context, out);
        if (now.kind() != FleetChange.Kind.GONE) home.update(now);
        else {
            home.clear();
            replicas.clear();
        }
    }

    private static void send(FleetChange of, String replica, Context context, Collector<Samples> out) {
        FunctionFacts facts = of.facts() == null ? null : facts(FunctionKey.parse(replica), of.facts());
        FleetChange sent = new FleetChange(of.kind(), replica, facts, -1, 0, of.at(), null);
        out.collect(Samples.of(sent));
        context.output(FACTS, sent);
    }

    /** Returns the facts of a replica. A replica has no reservation, no queue and no capacity of its own. */
    private static FunctionFacts facts(FunctionKey replica, FunctionFacts home) {
        return new FunctionFacts(
                replica.place().account(),
                replica.place().region(),
                replica.name(),
                home.memoryMb(),
                home.architecture(),
                home.timeoutSeconds(),
                ReservationFacts.UNKNOWN,
                home.modifiedMillis(),
                home.tagsRead() ? home.tags() : null,
                TriggerFacts.UNKNOWN,
                Capacity.NONE);
    }
}
