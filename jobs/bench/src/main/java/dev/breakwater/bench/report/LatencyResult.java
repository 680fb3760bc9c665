package dev.breakwater.bench.report;

import java.util.List;

/**
 * The result of {@code bench latency}.
 *
 * @param java        the Java that ran it
 * @param cores       of the machine
 * @param parallelism of the job
 * @param functions   the number of functions in the fleet
 * @param highest     the rate at which the job took prepared samples
 */
public record LatencyResult(String java, int cores, int parallelism, int functions, double highest, List<Run> runs) {

    /**
     * Files that came at a pace.
     *
     * @param listedMillis   between two listings of the folder
     * @param samplesASecond that came
     * @param decisions      to page for a function
     * @param median         seconds from the file that closes or completes a minute to its decision; so are the next two
     */
    public record Run(
            long listedMillis, double samplesASecond, int decisions, double median, double p99, double most) {}
}
