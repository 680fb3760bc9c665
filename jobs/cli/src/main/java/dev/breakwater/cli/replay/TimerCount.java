package dev.breakwater.cli.replay;

import java.util.Properties;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.reporter.AbstractReporter;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;

/**
 * Counts the timers that RocksDB holds in this process. RocksDB estimates the number, and the heap backend gives no
 * number.
 */
public final class TimerCount extends AbstractReporter implements MetricReporterFactory {

    private static TimerCount last;

    static long now() {
        return last.gauges.entrySet().stream()
                .filter(g -> g.getValue().contains("_timer_state"))
                .mapToLong(g -> ((Number) g.getKey().getValue()).longValue())
                .sum();
    }

    @Override
    public MetricReporter createMetricReporter(Properties properties) {
        return last = this;
    }

    @Override
    public String filterCharacters(String name) {
        return name;
    }

    @Override
    public void open(MetricConfig config) {}

    @Override
    public void close() {}
}
