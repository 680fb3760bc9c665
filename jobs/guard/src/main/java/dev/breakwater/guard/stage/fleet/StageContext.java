package dev.breakwater.guard.stage.fleet;

import dev.breakwater.guard.Book;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.util.OutputTag;

/**
 * One call of a keyed stage: its key, its time, the fleet, the book in force, and the outputs.
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

    /**
     * The book that holds at a time.
     *
     * @param first the book that the job was built with
     * @param at    epoch milliseconds: of the arrival minute for verdicts, of the safety clock for limits
     */
    Book book(Book first, long at);

    void emit(O value);

    <X> void emit(OutputTag<X> side, X value);
}
