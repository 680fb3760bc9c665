package dev.breakwater.guard.stage.fleet;

import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;

/** An operator that tells its stage of snapshots: which one a run continues from, which are taken, and which are complete. */
interface StageSnapshots extends CheckpointedFunction, CheckpointListener {

    KeyedStage<?, ?> stage();

    /** Flink calls it before it opens the operator. */
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
