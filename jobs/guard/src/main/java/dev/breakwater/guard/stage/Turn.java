package dev.breakwater.guard.stage;

import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.util.OutputTag;

/**
 * One call of a keyed stage: whose turn it is, what time, what is known of the fleet, and where things go.
 *
 * @param <O> what goes out
 */
public interface Turn<O> {

    /** The current key. */
    String key();

    /** Time of the element, epoch milliseconds of its arrival minute. */
    long timestamp();

    TimerService timers();

    Fleet fleet();

    void emit(O value);

    <X> void emit(OutputTag<X> side, X value);
}
