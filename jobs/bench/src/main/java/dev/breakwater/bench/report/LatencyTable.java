package dev.breakwater.bench.report;

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
}
