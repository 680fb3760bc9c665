package dev.breakwater.guard.stage.fleet;

import dev.breakwater.guard.Book;
import dev.breakwater.guard.wire.FleetChange;
import java.io.Serializable;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.TimeDomain;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.util.OutputTag;

/**
 * The work of a keyed stage. {@link WithFixedFleet} runs it for recordings, and {@link WithLiveFleet} if the inventory
 * changes.
 *
 * @param <I> what comes in
 * @param <O> what goes out
 */
public interface KeyedStage<I, O> extends Serializable, AutoCloseable {

    /** Finds the state again. */
    void open(RuntimeContext context);

    void element(I element, StageContext<O> context) throws Exception;

    /** The change of the inventory that the element is. Null if it is another element. */
    default FleetChange change(I element) {
        return null;
    }

    /** This run continues from the snapshot of this number. It is called before {@link #open}. */
    default void restored(long number) {}

    /** A snapshot of this number is taken. It contains everything that was done so far. */
    default void snapshot(long number) {}

    /** A snapshot of this number is complete. Some are never reported. */
    default void complete(long number) {}

    @Override
    default void close() {}

    /** @param timestamp the timer's time, epoch milliseconds */
    void timer(long timestamp, TimeDomain domain, StageContext<O> context) throws Exception;

    /**
     * An operator that tells its stage about snapshots: from which one a run continues, which are taken, and which are
     * complete.
     */
    interface StageSnapshots extends CheckpointedFunction, CheckpointListener {

        KeyedStage<?, ?> stage();

        /** Flink calls this before it opens the operator. */
        @Override
        default void initializeState(FunctionInitializationContext context) {
            context.getRestoredCheckpointId().ifPresent(stage()::restored);
        }

        @Override
        default void snapshotState(FunctionSnapshotContext context) {
            stage().snapshot(context.getCheckpointId());
        }

        @Override
        default void notifyCheckpointComplete(long number) {
            stage().complete(number);
        }
    }

    /**
     * One call of a keyed stage, with its key, its time, the fleet, the book in force, and the outputs.
     *
     * @param <O> what goes out
     */
    interface StageContext<O> {

        /** The current key. */
        String key();

        /** Time of the element, epoch milliseconds of its arrival minute. */
        long timestamp();

        TimerService timers();

        Fleet fleet();

        /**
         * The book that applies at a time.
         *
         * @param first the book that the job was built with
         * @param at    epoch milliseconds, of the arrival minute for verdicts, and of the safety clock for limits
         */
        Book book(Book first, long at);

        void emit(O value);

        <X> void emit(OutputTag<X> side, X value);
    }
}
