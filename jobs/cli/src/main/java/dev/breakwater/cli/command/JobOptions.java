package dev.breakwater.cli.command;

import dev.breakwater.cli.Refusal;
import picocli.CommandLine.Option;

/** Options of every command that runs a job. */
public final class JobOptions {

    private static final int MOST = 128;

    @Option(names = "--parallelism", paramLabel = "N", description = "Parallelism of the job; default: the cores.")
    Integer parallelism;

    public int parallelism() {
        if (parallelism == null) return Runtime.getRuntime().availableProcessors();
        if (parallelism < 1 || parallelism > MOST) {
            throw Refusal.usage("--parallelism " + parallelism + ": write a number from 1 to " + MOST);
        }
        return parallelism;
    }
}
