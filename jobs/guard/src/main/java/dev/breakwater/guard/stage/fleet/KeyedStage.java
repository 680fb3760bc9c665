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
 * The work of a keyed stage, which {@link WithFleet} runs.
 *
 * @param <I> type of the input elements
 * @param <O> type of the output elements
 */
public interface KeyedStage<I, O> extends Serializable, AutoCloseable {

    /** Opens the state of an operator. */
    void open(RuntimeContext context);

    void element(I element, StageContext<O> context) throws Exception;

    /**
     * Returns the change of the inventory that the element contains. Returns null if the element is not such a change.
     */
    default FleetChange change(I element) {
        return null;
    }

    /**
     * Says that this run continues from the snapshot with this number. This method is called before the method {@link
     * #open}.
     */
    default void restored(long number) {}

    /**
     * Says that a snapshot with this number is taken. The snapshot contains all changes that were made before this
     * call.
     */
    default void snapshot(long number) {}

    /** Says that the snapshot with this number is complete. Flink may skip this call for some snapshots. */
    default void complete(long number) {}

    @Override
    default void close() {}

    /** @param timestamp the timer's time, epoch milliseconds */
    void timer(long timestamp, TimeDomain domain, StageContext<O> context) throws Exception;

    /**
     * An operator that tells its stage about snapshots: the snapshot from which a run continues, each snapshot that is
     * taken, and each snapshot that is complete.
     */
    interface StageSnapshots extends CheckpointedFunction, CheckpointListener {

        KeyedStage<?, ?> stage();

        /** Flink calls this method before it opens the operator. */
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
     * @param <O> type of the output elements
     */
    interface StageContext<O> {

        /** Returns the current key. */
        String key();

        /** Returns the time of the element, which is its arrival minute in epoch milliseconds. */
        long timestamp();

        TimerService timers();

        Fleet fleet();

        /**
         * Returns the book that applies at a time.
         *
         * @param first the book that the job was built with
         * @param at    a time in epoch milliseconds: the arrival minute for verdicts, and the safety clock for limits
         */
        Book book(Book first, long at);

        void emit(O value);

        <X> void emit(OutputTag<X> side, X value);
    }
}
