package dev.breakwater.bench.report;

import java.util.List;

/** The result of {@code bench latency} as Markdown. */
public final class LatencyTable {

    private LatencyTable() {}

    public static String full(LatencyResult r) {
        StringBuilder out = new StringBuilder();
        out.append(DetectionTable.text(
                "%s, %d cores, parallelism %d, %,d functions; highest rate %,.0f samples a second.\n\n",
                r.java(), r.cores(), r.parallelism(), r.functions(), r.highest()));
        out.append("| listed each (s) | samples a second | of the highest | decisions | p50 (s) | p99 (s)"
                + " | slowest (s) |\n|---|---|---|---|---|---|---|\n");
        for (LatencyResult.Run run : r.runs()) {
            out.append(DetectionTable.text(
                    "| %.1f | %,.0f | %.2f | %,d | %.2f | %.2f | %.2f |\n",
                    run.listedMillis() / 1e3,
                    run.samplesASecond(),
                    run.samplesASecond() / r.highest(),
                    run.decisions(),
                    run.median(),
                    run.p99(),
                    run.most()));
        }
        return out.toString();
    }

    /**
     * The result of {@code bench latency}.
     *
     * @param java        the version of Java that ran the benchmark
     * @param cores       cores of the machine
     * @param parallelism parallelism of the job
     * @param functions   the number of functions in the fleet
     * @param highest     the rate at which the job processed prepared samples
     */
    public record LatencyResult(
            String java, int cores, int parallelism, int functions, double highest, List<Run> runs) {

        /**
         * The result for files that arrived at a fixed rate.
         *
         * @param listedMillis the time between two listings of the folder
         * @param samplesASecond the samples that arrived
         * @param decisions      decisions to page for a function
         * @param median         seconds from the file that closes or completes a minute to the decision; the next two
         *                       values have the same unit
         */
        public record Run(
                long listedMillis, double samplesASecond, int decisions, double median, double p99, double most) {}
    }
}
