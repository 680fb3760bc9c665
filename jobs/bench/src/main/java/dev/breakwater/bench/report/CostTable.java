package dev.breakwater.bench.report;

import dev.breakwater.bench.cost.CostBench.CostResult;

/** The result of {@code bench cost} as Markdown. */
public final class CostTable {

    private CostTable() {}

    public static String full(CostResult r) {
        double calm = r.times().get(0).medianNs();
        StringBuilder out = new StringBuilder();
        out.append(DetectionTable.text("%s, %d cores.\n\n", r.java(), r.cores()));
        out.append("| an observation | median (ns) | least and most (ns) | ratio |\n|---|---|---|---|\n");
        for (CostResult.Time t : r.times()) {
            out.append(DetectionTable.text(
                    "| %s | %,.0f | %,.0f to %,.0f | %.1f |\n",
                    t.what(), t.medianNs(), t.leastNs(), t.mostNs(), t.medianNs() / calm));
        }
        double ours = r.bytes().get(0).heap();
        out.append("\n| state of a function | stored (bytes) | on the heap (bytes) | ratio |\n|---|---|---|---|\n");
        for (CostResult.Bytes b : r.bytes()) {
            out.append(DetectionTable.text(
                    "| %s | %,d | %,d | %.1f |\n", b.what(), b.stored(), b.heap(), b.heap() / ours));
        }
        return out.toString();
    }
}
