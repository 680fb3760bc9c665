package dev.breakwater.bench.report;

import java.util.List;

/**
 * The result of {@code bench latency}.
 *
 * @param java        the version of Java that ran the benchmark
 * @param cores       cores of the machine
 * @param parallelism parallelism of the job
 * @param functions   the number of functions in the fleet
 * @param highest     the rate at which the job processed prepared samples
 */
public record LatencyResult(String java, int cores, int parallelism, int functions, double highest, List<Run> runs)
        implements BenchDocs.Result {

    @Override
    public String markdown() {
        StringBuilder out = new StringBuilder();
        out.append(DetectionResult.text(
                "%s, %d cores, parallelism %d, %,d functions; highest rate %,.0f samples a second.\n\n",
                java, cores, parallelism, functions, highest));
        out.append("| listed each (s) | samples a second | of the highest | decisions | p50 (s) | p99 (s)"
                + " | slowest (s) |\n|---|---|---|---|---|---|---|\n");
        for (Run run : runs) {
            out.append(DetectionResult.text(
                    "| %.1f | %,.0f | %.2f | %,d | %.2f | %.2f | %.2f |\n",
                    run.listedMillis() / 1e3,
                    run.samplesASecond(),
                    run.samplesASecond() / highest,
                    run.decisions(),
                    run.median(),
                    run.p99(),
                    run.most()));
        }
        return out.toString();
    }

    /**
     * The result for files that arrived at a fixed rate.
     *
     * @param listedMillis the time between two listings of the folder
     * @param samplesASecond the samples that arrived
     * @param decisions      decisions to page for a function
     * @param median         median time from the file that closes or completes a minute to the decision, in seconds;
     *     the next two values are in seconds too
     */
    public record Run(
            long listedMillis, double samplesASecond, int decisions, double median, double p99, double most) {}
}
