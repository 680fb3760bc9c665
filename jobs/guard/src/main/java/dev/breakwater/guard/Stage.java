package dev.breakwater.guard;

import org.apache.flink.api.common.TaskInfo;

/**
 * The operators of the job. A uid identifies an operator's state in a savepoint. A stage's name in this list must
 * therefore never be changed or reused.
 */
public enum Stage {
    SOURCE("source"),
    POLL("poll"),
    INVENTORY("inventory"),
    INVENTORY_ROWS("inventory-rows"),
    NORMALISE("normalise"),
    FUNCTIONS("functions"),
    ASSESS_ACCOUNT("assess-account"),
    CONTROL("control"),
    METER_BUDGETS("meter-budgets"),
    THROTTLE_BUDGETS("throttle-budgets"),
    CHARGES("charges"),
    CALIBRATE("calibrate"),
    WATCHED("watched"),
    ACCEPTED("accepted"),
    NOTIFY("notify"),
    NOTIFY_CHANGES("notify-changes"),
    ROUTE("route"),
    FIGURES("figures"),
    DECISIONS("decisions"),
    ALARMS("alarms"),
    INCIDENTS("incidents"),
    REJECTS("rejects"),
    READINESS("readiness"),
    SPEND("spend"),
    BUDGETS("budgets"),
    CALIBRATION("calibration"),
    POINTS("points"),
    PAGES("pages"),
    FLEET("fleet"),
    OPEN("open"),
    BOOK("book"),
    BUNDLE("bundle"),
    CLOCK("clock"),
    PROVISIONED("provisioned"),
    FIRST("first"),
    REPLICAS("replicas");

    private final String uid;

    Stage(String uid) {
        this.uid = uid;
    }

    public String uid() {
        return uid;
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
