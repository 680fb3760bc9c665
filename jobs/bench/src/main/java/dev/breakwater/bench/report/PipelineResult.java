package dev.breakwater.bench.report;

import java.util.List;

/**
 * The result of {@code bench pipeline}.
 *
 * @param java        the Java that ran it
 * @param cores       of the machine
 * @param parallelism of the jobs
 * @param samples     in the recording
 * @param rates       the whole pipeline first
 * @param shares      where the whole pipeline spends its time, most first
 */
public record PipelineResult(
        String java, int cores, int parallelism, long samples, List<Rate> rates, List<Share> shares) {

    /** Samples a second: the median, least and most of the rounds. */
    public record Rate(String what, double median, double least, double most) {}

    /** A task of the job, and its share of the time that Java's own profiler saw running, 0 to 1. */
    public record Share(String task, double share) {}
}
