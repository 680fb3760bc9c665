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
 */
public record PipelineResult(String java, int cores, int parallelism, long samples, List<Rate> rates)
        implements BenchDocs.Result {

    @Override
    public String markdown() {
        double ours = rates.get(0).median();
        return BenchDocs.text("%s, %d cores, parallelism %d, %,d samples.\n\n", java, cores, parallelism, samples)
                + BenchDocs.table(
                        "samples a second | median | least and most | ours beside it",
                        rates,
                        rate -> BenchDocs.text(
                                "%s | %,.0f | %,.0f to %,.0f | %.2f",
                                rate.what, rate.median, rate.least, rate.most, ours / rate.median));
    }

    /** Samples per second: the median, minimum and maximum over the rounds. */
    public record Rate(String what, double median, double least, double most) {}
}
