package dev.breakwater.bench.report;

import java.util.List;

/**
 * The result of {@code bench pipeline}.
 *
 * @param java        the version of Java that ran the benchmark
 * @param cores       cores of the machine
 * @param parallelism parallelism of the jobs
 * @param samples     samples in the recording
 * @param rates the rates, beginning with the rate of the whole pipeline
 * @param shares the shares of the whole pipeline's running time, largest first
 */
public record PipelineResult(
        String java, int cores, int parallelism, long samples, List<Rate> rates, List<Share> shares)
        implements BenchDocs.Result {

    /** A task with a smaller share of the time is left out. */
    private static final double LEAST = 0.005;

    @Override
    public String markdown() {
        double ours = rates.get(0).median();
        return BenchDocs.text("%s, %d cores, parallelism %d, %,d samples.\n\n", java, cores, parallelism, samples)
                + BenchDocs.table(
                        "samples a second | median | least and most | ours beside it",
                        rates,
                        rate -> BenchDocs.text(
                                "%s | %,.0f | %,.0f to %,.0f | %.2f",
                                rate.what, rate.median, rate.least, rate.most, ours / rate.median))
                + "\n"
                + BenchDocs.table(
                        "task of the whole pipeline | share of its time",
                        shares.stream().filter(s -> s.share >= LEAST).toList(),
                        s -> BenchDocs.text("%s | %.0f %%", s.task, 100 * s.share));
    }

    /** Samples per second: the median, minimum and maximum over the rounds. */
    public record Rate(String what, double median, double least, double most) {}

    /** A task of the job, and its share of the running time according to Java's own profiler, 0 to 1. */
    public record Share(String task, double share) {}
}
