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
        double ours = bytes.get(0).heap();
        return BenchDocs.text("%s, %d cores.\n\n", java, cores)
                + BenchDocs.table(
                        "an observation | median (ns) | least and most (ns) | ratio",
                        times,
                        t -> BenchDocs.text(
                                "%s | %,.0f | %,.0f to %,.0f | %.1f",
                                t.what, t.medianNs, t.leastNs, t.mostNs, t.medianNs / calm))
                + "\n"
                + BenchDocs.table(
                        "state of a function | stored (bytes) | on the heap (bytes) | ratio",
                        bytes,
                        b -> BenchDocs.text("%s | %,d | %,d | %.1f", b.what, b.stored, b.heap, b.heap / ours));
    }

    /** The nanoseconds of one observation: the median, minimum and maximum of the measured iterations. */
    public record Time(String what, double medianNs, double leastNs, double mostNs) {}

    /** The bytes of one function, as stored and on the heap. */
    public record Bytes(String what, int stored, long heap) {}
}
