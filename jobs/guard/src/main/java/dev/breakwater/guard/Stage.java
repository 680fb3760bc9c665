package dev.breakwater.guard;

import dev.breakwater.model.Wire;
import org.apache.flink.api.common.TaskInfo;

/**
 * The operators of the job. A uid identifies an operator's state in a savepoint. A stage's name in this list must
 * therefore never be changed or reused.
 */
public enum Stage implements Wire {
    SOURCE,
    POLL,
    INVENTORY,
    INVENTORY_ROWS,
    NORMALISE,
    FUNCTIONS,
    ASSESS_ACCOUNT,
    CONTROL,
    METER_BUDGETS,
    THROTTLE_BUDGETS,
    CHARGES,
    CALIBRATE,
    WATCHED,
    ACCEPTED,
    NOTIFY,
    NOTIFY_CHANGES,
    ROUTE,
    FIGURES,
    DECISIONS,
    ALARMS,
    INCIDENTS,
    REJECTS,
    READINESS,
    SPEND,
    BUDGETS,
    CALIBRATION,
    POINTS,
    PAGES,
    FLEET,
    OPEN,
    BOOK,
    BUNDLE,
    CLOCK,
    PROVISIONED,
    FIRST,
    REPLICAS;

    public String uid() {
        return wire();
    }

    /** @throws IllegalStateException if the parallelism is not 1; the message names the stage and what to do */
    public static void requireOneInstance(TaskInfo task) {
        int parallelism = task.getNumberOfParallelSubtasks();
        if (parallelism == 1) return;
        throw new IllegalStateException(task.getTaskName() + " runs at parallelism 1, not " + parallelism
                + ": switch off what changes the parallelism of single stages (Flink's autoscaler,"
                + " pipeline.jobvertex-parallelism-overrides, reactive mode)");
    }
}
