package dev.breakwater.cli.command;

import picocli.CommandLine.Option;

/** Options of every command that runs a job. */
final class JobOptions {

    @Option(names = "--parallelism", paramLabel = "N", description = "Parallelism of the job; default: the cores.")
    Integer parallelism;

    int parallelism() {
        return parallelism == null ? Runtime.getRuntime().availableProcessors() : Math.max(1, parallelism);
    }
}
