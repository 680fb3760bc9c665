package dev.breakwater.guard.stage.fleet;

import java.io.Serializable;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.streaming.api.TimeDomain;

/**
 * What a keyed stage does, whichever operator runs it: {@link WithFixedFleet} for recordings, {@link WithLiveFleet} where
 * the inventory goes on changing.
 *
 * @param <I> what comes in
 * @param <O> what goes out
 */
public interface KeyedStage<I, O> extends Serializable {

    /** Finds the state again. */
    void open(RuntimeContext context);

    void element(I element, StageContext<O> context) throws Exception;

    /** @param timestamp what the timer was set to, epoch milliseconds */
    void timer(long timestamp, TimeDomain domain, StageContext<O> context) throws Exception;
}
