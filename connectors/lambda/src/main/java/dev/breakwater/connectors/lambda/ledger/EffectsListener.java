package dev.breakwater.connectors.lambda.ledger;

import java.io.Closeable;
import java.io.Serializable;
import org.apache.flink.metrics.MetricGroup;

/** Is told of each effect where acts are carried out, written down or not. Must not wait: acts would wait with it. */
@FunctionalInterface
public interface EffectsListener extends Closeable {

    void seen(Effect effect);

    @Override
    default void close() {
        // most hold nothing
    }

    /** Opens a listener where it is used; travels in the job graph. */
    @FunctionalInterface
    interface Factory extends Serializable {

        EffectsListener open(MetricGroup metrics);
    }
}
