package dev.breakwater.guard.file;

import org.apache.flink.api.common.TaskInfo;

/**
 * Refuses a parallelism other than 1 for a stage that must run as one instance. Setting the parallelism in the job's
 * graph ({@code setMaxParallelism(1)}) would not work. Flink would also store the maximum in the state of the previous
 * stage, if that stage is chained to this stage. The previous stage could then never be rescaled.
 */
public final class OneWriter {

    private OneWriter() {}

    /** @throws IllegalStateException if the parallelism is not 1; the message names the stage and what to do */
    public static void check(TaskInfo task) {
        int parallelism = task.getNumberOfParallelSubtasks();
        if (parallelism == 1) return;
        throw new IllegalStateException(task.getTaskName() + " runs at parallelism 1, not " + parallelism
                + ": switch off what changes the parallelism of single stages (Flink's autoscaler,"
                + " pipeline.jobvertex-parallelism-overrides, reactive mode)");
    }
}
