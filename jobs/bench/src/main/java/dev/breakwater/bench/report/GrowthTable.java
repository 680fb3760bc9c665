package dev.breakwater.bench.report;

import dev.breakwater.bench.report.GrowthTable.GrowthResult.Run;
import java.util.List;

/** The result of {@code bench growth} as Markdown. */
public final class GrowthTable {

    private static final double MIB = 1 << 20;
    /** The number of samples of an active function in a minute. */
    private static final int SAMPLES = 5;

    private GrowthTable() {}

    public static String full(GrowthResult r) {
        StringBuilder out = new StringBuilder();
        out.append(DetectionTable.text(
                "%s, %d cores, parallelism %d, heap of at most %,.0f MiB, %s.\n\n",
                r.java(),
                r.cores(),
                r.parallelism(),
                r.maxHeap() / MIB,
                r.historyDays() == 0 ? "no history" : r.historyDays() + " days of history"));
        out.append(
                "| functions | state | needed a second | a tenth active | CPU (µs) | all active | CPU (µs) | beside the smallest"
                        + " | heap (MiB) | checkpoint (s) | (MiB) | restore (s) | rescale (s) |\n|---|---|---|---|---|---|---|---|---|---|---|---|---|\n");
        for (Run run : r.runs()) {
            out.append(DetectionTable.text(
                    "| %,d | %s | %,.0f | %,.0f | %.1f | %,.0f | %.1f | %.2f | %,.0f | %.1f | %,.0f | %.1f | %.1f |\n",
                    run.functions(),
                    run.backend(),
                    run.functions() * SAMPLES / 60.0,
                    run.some().samplesASecond(),
                    run.some().cpuMicros(),
                    run.all().samplesASecond(),
                    run.all().cpuMicros(),
                    run.all().samplesASecond() / smallest(r, run).all().samplesASecond(),
                    run.heap() / MIB,
                    run.all().checkpointSeconds(),
                    run.all().checkpointBytes() / MIB,
                    run.restoreSeconds(),
                    run.rescaleSeconds()));
        }
        return out.toString();
    }

    private static Run smallest(GrowthResult r, Run of) {
        Run found = of;
        for (Run run : r.runs()) {
            if (run.backend().equals(of.backend()) && run.functions() < found.functions()) found = run;
        }
        return found;
    }

    /**
     * The result of {@code bench growth}.
     *
     * @param java        the Java that ran it
     * @param cores       cores of the machine
     * @param parallelism parallelism of the jobs
     * @param maxHeap     the limit of Java's heap, bytes
     * @param historyDays earlier days, with each function active once an hour
     * @param runs        results in the order of their runs
     */
    public record GrowthResult(String java, int cores, int parallelism, long maxHeap, int historyDays, List<Run> runs) {

        /** Combines several results with the same settings. */
        public static GrowthResult of(List<GrowthResult> each) {
            GrowthResult first = each.get(0);
            List<Run> runs = each.stream().flatMap(r -> r.runs().stream()).toList();
            return new GrowthResult(first.java, first.cores, first.parallelism, first.maxHeap, first.historyDays, runs);
        }

        /**
         * The result for one fleet on one state backend.
         *
         * @param some           the phase in which a tenth of the functions is active each minute
         * @param all            the phase in which all functions are active each minute
         * @param heap           bytes in use after a garbage collection at the end of that phase, with the job running
         * @param restoreSeconds time from the checkpoint after the first phase until all tasks run
         * @param rescaleSeconds from the checkpoint after the second phase, at another parallelism, until all tasks run
         */
        public record Run(
                String backend,
                int functions,
                Phase some,
                Phase all,
                long heap,
                double restoreSeconds,
                double rescaleSeconds) {}

        /**
         * @param samples           samples of the phase
         * @param samplesASecond    the rate at which the job took them
         * @param cpuMicros         CPU time of all threads per sample, which other work on the machine affects less
         * @param checkpointSeconds time from the last checkpoint's trigger to the last task's acknowledgement
         * @param checkpointBytes   size of the whole state
         */
        public record Phase(
                long samples,
                double samplesASecond,
                double cpuMicros,
                double checkpointSeconds,
                long checkpointBytes) {}
    }
}
