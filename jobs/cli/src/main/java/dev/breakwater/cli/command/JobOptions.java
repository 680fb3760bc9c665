package dev.breakwater.cli.command;

import dev.breakwater.cli.Refusal;
import picocli.CommandLine.Option;

/** Options of every command that runs a job. */
public final class JobOptions {

    private static final int MOST = 128;
    /**
     * The largest default. The source reads in a single task. Each further task needs buffers outside the heap, and the
     * heap's limit does not count these buffers.
     */
    private static final int MOST_BY_DEFAULT = 8;

    @Option(
            names = "--parallelism",
            paramLabel = "N",
            description = "Parallelism of the job; default: the number of cores, at most 8.")
    Integer parallelism;

    public int parallelism() {
        if (parallelism == null) return Math.min(Runtime.getRuntime().availableProcessors(), MOST_BY_DEFAULT);
        if (parallelism < 1 || parallelism > MOST) {
            throw Refusal.usage("--parallelism " + parallelism + ": write a number from 1 to " + MOST);
        }
        return parallelism;
    }
}
