package dev.breakwater.connectors.lambda.ledger;

import java.io.Closeable;
import java.io.Serializable;
import org.apache.flink.metrics.MetricGroup;

/** Is told of each effect where acts are carried out, written down or not. Must not wait: acts would wait with it. */
@FunctionalInterface
public interface EffectsListener extends Closeable {

    void seen(Effect effect);

    /** What was only to be written down. */
    default void noted(Effect effect) {
        // who counts acts has nothing to count
    }

    /** What a ledger does not let begin. */
    enum Stopped {
        NOTHING,
        /** New throttles: its chain is broken. */
        THROTTLES,
        /** Any act: it cannot be written. */
        ACTS
    }

    /**
     * Is told, at the start and when it changes, what the ledger does not let begin.
     *
     * @param why why it does not, or empty
     */
    default void stopped(Stopped what, String why) {
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
