package dev.breakwater.cli.health;

import dev.breakwater.core.watch.Watched;
import dev.breakwater.guard.JobMetrics;
import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.Collector.MetricFamilySamples.Sample;
import io.prometheus.client.CollectorRegistry;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Whether the job can be relied on, by its own metrics at one instant.
 *
 * @param runs       whether its tasks run
 * @param silent     what is not heard of any more, as {@code blind/111122223333/polling: for 14 minutes}
 * @param lagSeconds how old the newest minute was when the feed was heard of last
 */
record Health(boolean runs, List<String> silent, long lagSeconds) {

    private static final long MOST_LAG_SECONDS = Watched.OF_LANDING.toSeconds();
    private static final String SUBJECT = "subject";

    static Health of(CollectorRegistry registry) {
        List<Sample> told = named(registry, JobMetrics.SILENT);
        Map<String, Double> seconds = named(registry, JobMetrics.SILENT_SECONDS).stream()
                .collect(Collectors.toMap(s -> label(s, SUBJECT), s -> s.value, Math::max));
        List<String> silent = told.stream()
                .filter(s -> s.value > 0)
                .map(s -> label(s, SUBJECT))
                .map(key -> key + ": for " + minutes(seconds.getOrDefault(key, 0.0)))
                .toList();
        double lag = named(registry, JobMetrics.LAG).stream()
                .mapToDouble(s -> s.value)
                .max()
                .orElse(0);
        return new Health(!told.isEmpty(), silent, (long) lag);
    }

    /** Why not; empty when it can. */
    String trouble() {
        if (!runs) return "the job's tasks do not run: they are being started";
        if (!silent.isEmpty()) return "not heard of: " + String.join(", ", silent);
        return lagSeconds > MOST_LAG_SECONDS
                ? "the feed lags: its newest minute was " + minutes(lagSeconds) + " old when it came"
                : "";
    }

    private static List<Sample> named(CollectorRegistry registry, String name) {
        return Collections.list(registry.metricFamilySamples()).stream()
                .filter(family -> family.name.endsWith('_' + name))
                .map((MetricFamilySamples family) -> family.samples)
                .flatMap(List::stream)
                .toList();
    }

    private static String label(Sample sample, String name) {
        return sample.labelValues.get(sample.labelNames.indexOf(name));
    }

    private static String minutes(double seconds) {
        return (long) seconds / 60 + " minutes";
    }
}
