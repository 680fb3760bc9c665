package dev.breakwater.cli.health;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.breakwater.guard.JobMetrics;
import dev.breakwater.ledger.HeartbeatRow;
import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.Collector.MetricFamilySamples.Sample;
import io.prometheus.client.CollectorRegistry;
import java.time.Instant;
import java.util.Collections;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The health of the job at one instant, from its own metrics.
 *
 * @param runs        whether its tasks run
 * @param silent the sources that are silent, such as feeds
 * @param lagSeconds  age of the newest minute when the feed was last seen
 * @param brakeProven when a drill last passed; null if no drill has passed
 * @param failing     messages that receivers do not accept
 * @param refused why a changed configuration is refused, as a sentence; empty if none is
 */
record Health(
        boolean runs,
        List<HeartbeatRow.Silent> silent,
        long lagSeconds,
        Instant brakeProven,
        long failing,
        String refused) {

    private static final int MOST_TRIES = 100;
    static final String FAILING = "breakwater_notify_failing_events";
    private static final String SUBJECT = "subject";

    static Health of(CollectorRegistry registry) {
        List<Sample> told = named(registry, JobMetrics.SILENT);
        Map<String, Double> seconds = named(registry, JobMetrics.SILENT_SECONDS).stream()
                .collect(Collectors.toMap(s -> label(s, SUBJECT), s -> s.value, Math::max));
        List<HeartbeatRow.Silent> silent = told.stream()
                .filter(s -> s.value > 0)
                .map(s -> label(s, SUBJECT))
                .map(key -> new HeartbeatRow.Silent(
                        key, seconds.getOrDefault(key, 0.0).longValue()))
                .toList();
        long proven = (long) most(registry, JobMetrics.DRILL_PASSED);
        return new Health(
                !told.isEmpty(),
                silent,
                (long) most(registry, JobMetrics.LAG),
                proven == 0 ? null : Instant.ofEpochSecond(proven),
                sum(registry, FAILING),
                "");
    }

    /** Returns the same health of a job that refuses a changed configuration, if the sentence is not empty. */
    Health refusing(String sentence) {
        return new Health(runs, silent, lagSeconds, brakeProven, failing, sentence);
    }

    /** Returns the answer of {@code /health}. */
    String json() {
        String trouble = trouble();
        return new ObjectMapper()
                .createObjectNode()
                .put("status", trouble.isEmpty() ? "ok" : trouble)
                .put("brakeProven", brakeProven == null ? null : brakeProven.toString())
                .toString();
    }

    /** Returns the reasons why the job is not healthy. Empty if the job is healthy. */
    String trouble() {
        if (!runs) return "the job's tasks do not run yet, because they are starting";
        if (!silent.isEmpty()) {
            return silent.stream()
                    .map(s -> s.subject() + ": for " + minutes(s.seconds()))
                    .collect(Collectors.joining(", ", "not reporting: ", ""));
        }
        if (HeartbeatRow.Feed.isBehind(lagSeconds))
            return "the feed lags: its newest minute was " + minutes(lagSeconds) + " old on arrival";
        return failing > 0 ? HeartbeatRow.failingText(failing) : refused;
    }

    /** Returns the largest value of a metric, or 0 if the metric has no values. */
    static double most(CollectorRegistry registry, String name) {
        return named(registry, name).stream().mapToDouble(s -> s.value).max().orElse(0);
    }

    /** Returns the sum of a metric's values, rounded. */
    static long sum(CollectorRegistry registry, String name) {
        return Math.round(
                named(registry, name).stream().mapToDouble(s -> s.value).sum());
    }

    /** Returns a metric's values from all operators that have the metric. */
    static List<Sample> named(CollectorRegistry registry, String name) {
        return families(registry).stream()
                .filter(family -> family.name.endsWith('_' + name))
                .map((MetricFamilySamples family) -> family.samples)
                .flatMap(List::stream)
                .toList();
    }

    /** Returns all metrics. Flink adds histograms without a lock while tasks start, so a failed reading is repeated. */
    static List<MetricFamilySamples> families(CollectorRegistry registry) {
        for (int tries = 1; ; tries++) {
            try {
                return Collections.list(registry.metricFamilySamples());
            } catch (ConcurrentModificationException e) {
                if (tries == MOST_TRIES) throw e;
            }
        }
    }

    private static String label(Sample sample, String name) {
        return sample.labelValues.get(sample.labelNames.indexOf(name));
    }

    private static String minutes(long seconds) {
        return seconds / 60 + " minutes";
    }
}
