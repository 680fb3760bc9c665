package dev.breakwater.guard.stage.fleet;

import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.util.OutputTag;

/**
 * One call of a keyed stage: its key, its time, what is known of the fleet, and where results go.
 *
 * @param <O> what goes out
 */
public interface StageContext<O> {

    /** The current key. */
    String key();

    /** Time of the element, epoch milliseconds of its arrival minute. */
    long timestamp();

    TimerService timers();

    Fleet fleet();

    void emit(O value);

    <X> void emit(OutputTag<X> side, X value);
}
