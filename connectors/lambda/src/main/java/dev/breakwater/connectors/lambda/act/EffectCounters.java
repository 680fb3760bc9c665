package dev.breakwater.connectors.lambda.act;

import dev.breakwater.connectors.lambda.ledger.EffectOutcome;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/** {@code breakwater_act_effects_total} by outcome; a function's name is never a label. */
final class EffectCounters {

    private final Map<EffectOutcome, Counter> counters = new EnumMap<>(EffectOutcome.class);

    EffectCounters(MetricGroup metrics) {
        for (EffectOutcome outcome : EffectOutcome.values()) {
            String label = outcome.name().toLowerCase(Locale.ROOT);
            counters.put(outcome, metrics.addGroup("outcome", label).counter("breakwater_act_effects_total"));
        }
    }

    void count(EffectOutcome outcome) {
        counters.get(outcome).inc();
    }
}
