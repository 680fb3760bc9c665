package dev.breakwater.guard;

import java.util.concurrent.TimeUnit;
import org.apache.flink.core.execution.JobClient;

/** Runs jobs of tests on an embedded Flink. */
final class Jobs {

    private Jobs() {}

    /** Cancels a job and waits until it has ended, because it writes checkpoints until then. Does nothing for null. */
    static void end(JobClient job) throws Exception {
        if (job == null) return;
        job.cancel().get(30, TimeUnit.SECONDS);
        job.getJobExecutionResult().handle((result, cancelled) -> null).get(30, TimeUnit.SECONDS);
    }
}
