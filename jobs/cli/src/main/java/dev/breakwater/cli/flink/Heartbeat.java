package dev.breakwater.cli.flink;

import dev.breakwater.guard.JobMetrics;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongBinaryOperator;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;
import org.apache.flink.metrics.reporter.Scheduled;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one line a minute into the log of a live run, from the job's own metrics. If no line appears for some minutes,
 * the job has stopped.
 */
public final class Heartbeat implements MetricReporter, Scheduled {

    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

    private final Clock clock;
    /** The gauges of all subtasks, with their names. */
    private final Map<Gauge<?>, String> gauges = new ConcurrentHashMap<>();

    private long before;

    Heartbeat(Clock clock) {
        this.clock = clock;
    }

    /** Switches the heartbeat on. */
    static void addTo(Configuration flink) {
        flink.setString("metrics.reporter.heartbeat.factory.class", Factory.class.getName());
        flink.setString("metrics.reporter.heartbeat.interval", "60 SECONDS");
    }

    /** Flink creates this reporter from its class name. */
    public static final class Factory implements MetricReporterFactory {
        @Override
        public MetricReporter createMetricReporter(Properties properties) {
            return new Heartbeat(Clock.systemUTC());
        }
    }

    @Override
    public void open(MetricConfig config) {}

    @Override
    public void close() {}

    @Override
    public void notifyOfAddedMetric(Metric metric, String name, MetricGroup group) {
        if (name.startsWith("breakwater_") && metric instanceof Gauge<?> gauge) gauges.put(gauge, name);
    }

    @Override
    public void notifyOfRemovedMetric(Metric metric, String name, MetricGroup group) {
        if (metric instanceof Gauge<?> gauge) gauges.remove(gauge);
    }

    @Override
    public void report() {
        if (gauges.containsValue(JobMetrics.SAMPLES)) LOG.info("{}", line());
    }

    /**
     * Returns a text like
     * {@code 320 samples in the last minute (1,280 since the start), newest 75 s old, 40 functions, ...}.
     */
    String line() {
        long samples = all(JobMetrics.SAMPLES, Long::sum);
        long newest = all(JobMetrics.NEWEST, Math::max);
        long more = samples < before ? samples : samples - before;
        before = samples;
        return String.format(
                Locale.ROOT,
                "%,d samples in the last minute (%,d since the start), %s, %,d functions, %,d rejects, %,d late;"
                        + " %,d incidents open, %,d throttles held",
                more,
                samples,
                newest == 0 ? "no newest" : "newest " + Math.max(0, clock.millis() / 1000 - newest) + " s old",
                all(JobMetrics.FUNCTIONS, Long::sum),
                all(JobMetrics.REJECTS, Long::sum),
                all(JobMetrics.LATE, Long::sum),
                all(JobMetrics.OPEN, Long::sum),
                all(JobMetrics.HELD, Long::sum));
    }

    private long all(String name, LongBinaryOperator join) {
        return gauges.entrySet().stream()
                .filter(e -> e.getValue().equals(name) && e.getKey().getValue() instanceof Number)
                .mapToLong(e -> ((Number) e.getKey().getValue()).longValue())
                .reduce(0, join);
    }
}
