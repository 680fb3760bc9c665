package dev.breakwater.bench.report;

import dev.breakwater.bench.report.GrowthResult.Run;

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
}
