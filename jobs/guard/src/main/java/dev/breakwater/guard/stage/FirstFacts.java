package dev.breakwater.guard.stage;

import dev.breakwater.guard.wire.FleetChange;
import dev.breakwater.guard.wire.Samples;
import dev.breakwater.model.FunctionKey;
import dev.breakwater.model.function.FunctionFacts;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Sends each function's facts from the first inventory before the function's first samples. A backlog is therefore
 * judged with the right memory and tags, even while the running inventory still lists the fleet. After an hour, the
 * running inventory has listed everything, and the remaining facts are dropped here. Samples of Lambda@Edge's replicas
 * go to {@link ReplicaFacts} first.
 */
public final class FirstFacts extends ProcessFunction<Samples, Samples> {

    /** The facts that were sent, for control. */
    public static final OutputTag<FleetChange> FIRST = new OutputTag<>("first") {};
    /** Samples of replicas, and the facts about their functions. */
    public static final OutputTag<Samples> REPLICAS = new OutputTag<>("replicas", Samples.SamplesSerializer.TYPE);

    private static final long KEPT_MILLIS = 3_600_000;

    private Map<String, FunctionFacts> fleet;
    private transient Map<String, FunctionFacts> unseen;
    private transient long until;

    /** @param fleet the first inventory, by {@code account|region|function} */
    public FirstFacts(Map<String, FunctionFacts> fleet) {
        this.fleet = fleet;
    }

    @Override
    public void open(OpenContext context) {
        unseen = new HashMap<>(fleet);
        fleet = null;
        until = Long.MAX_VALUE;
    }

    @Override
    public void processElement(Samples samples, Context context, Collector<Samples> out) {
        FunctionKey function = samples.function();
        boolean replica = FunctionKey.isReplica(function.name());
        if (!unseen.isEmpty()) {
            FleetChange first = first(replica ? FunctionKey.homeId(function.id()) : function.id(), context);
            if (first != null) {
                out.collect(Samples.of(first));
                context.output(FIRST, first);
                if (FunctionKey.mayHaveReplicas(first.facts().region())) context.output(REPLICAS, Samples.of(first));
            }
        }
        if (replica) context.output(REPLICAS, samples);
        else out.collect(samples);
    }

    private FleetChange first(String function, Context context) {
        long now = context.timerService().currentProcessingTime();
        if (until == Long.MAX_VALUE) until = now + KEPT_MILLIS;
        if (now >= until) {
            unseen = Map.of();
            return null;
        }
        FunctionFacts facts = unseen.remove(function);
        return facts == null ? null : FleetChange.first(function, facts, now);
    }
}
