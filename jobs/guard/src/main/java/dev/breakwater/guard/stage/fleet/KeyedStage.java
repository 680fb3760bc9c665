package dev.breakwater.guard.stage.fleet;

import java.io.Serializable;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.streaming.api.TimeDomain;

/**
 * The work of a keyed stage, whichever operator runs it: {@link WithFixedFleet} for recordings, {@link WithLiveFleet}
 * if the inventory keeps changing.
 *
 * @param <I> what comes in
 * @param <O> what goes out
 */
public interface KeyedStage<I, O> extends Serializable, AutoCloseable {

    /** Finds the state again. */
    void open(RuntimeContext context);

    void element(I element, StageContext<O> context) throws Exception;

    /** This run continues from the snapshot of this number; said before {@link #open}. */
    default void restored(long number) {}

    /** A snapshot of this number is taken: it contains all that was done until now. */
    default void snapshot(long number) {}

    /** A snapshot of this number is complete. Some are never reported. */
    default void complete(long number) {}

    @Override
    default void close() {}

    /** @param timestamp the timer's time, epoch milliseconds */
    void timer(long timestamp, TimeDomain domain, StageContext<O> context) throws Exception;
}
