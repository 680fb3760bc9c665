package dev.breakwater.connectors.lambda.ledger;

import java.io.Closeable;
import java.io.Serializable;
import org.apache.flink.metrics.MetricGroup;

/** Is told of each effect where acts are carried out, written down or not. Must not wait: acts would wait with it. */
@FunctionalInterface
public interface EffectsListener extends Closeable {

    void seen(Effect effect);

    /**
     * Is told, at the start and when it changes, whether the ledger lets new throttles begin.
     *
     * @param why why it does not, or empty
     */
    default void stopped(String why) {
        // who counts effects learns it from the effects
    }

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
