package dev.breakwater.bench.report;

import java.util.List;

/**
 * The result of {@code bench cost}.
 *
 * @param java  the version of Java that ran the benchmark
 * @param cores cores of the machine
 */
public record CostResult(String java, int cores, List<Time> times, List<Bytes> bytes) implements BenchDocs.Result {

    @Override
    public String markdown() {
        double calm = times.get(0).medianNs();
        StringBuilder out = new StringBuilder();
        out.append(DetectionResult.text("%s, %d cores.\n\n", java, cores));
        out.append("| an observation | median (ns) | least and most (ns) | ratio |\n|---|---|---|---|\n");
        for (Time t : times) {
            out.append(DetectionResult.text(
                    "| %s | %,.0f | %,.0f to %,.0f | %.1f |\n",
                    t.what(), t.medianNs(), t.leastNs(), t.mostNs(), t.medianNs() / calm));
        }
        double ours = bytes.get(0).heap();
        out.append("\n| state of a function | stored (bytes) | on the heap (bytes) | ratio |\n|---|---|---|---|\n");
        for (Bytes b : bytes) {
            out.append(DetectionResult.text(
                    "| %s | %,d | %,d | %.1f |\n", b.what(), b.stored(), b.heap(), b.heap() / ours));
        }
        return out.toString();
    }

    /** The nanoseconds of one observation: the median, minimum and maximum of the measured iterations. */
    public record Time(String what, double medianNs, double leastNs, double mostNs) {}

    /** The bytes of one function, as stored and on the heap. */
    public record Bytes(String what, int stored, long heap) {}
}
