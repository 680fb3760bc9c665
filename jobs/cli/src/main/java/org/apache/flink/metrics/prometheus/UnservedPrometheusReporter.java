package org.apache.flink.metrics.prometheus;

import io.prometheus.client.CollectorRegistry;
import java.util.Properties;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;

/**
 * Flink's own reporter for Prometheus, with the same names and labels. The reporter has no server, because Flink's
 * server would listen on every address. The class is in this package because Flink's registry is visible only here.
 */
public final class UnservedPrometheusReporter extends AbstractPrometheusReporter {

    private static volatile CollectorRegistry newest = new CollectorRegistry();

    /** Returns the metrics of the last Flink that this process started. Empty before the first start. */
    public static CollectorRegistry newest() {
        return newest;
    }

    /** Makes Flink use this reporter instead of its own. */
    public static void addTo(Configuration c) {
        c.setString("metrics.reporter.breakwater.factory.class", Factory.class.getName());
        c.setString("metrics.reporter.breakwater.filterLabelValueCharacters", "false");
    }

    /** The reporter's factory for Flink, named in {@code META-INF/services}. */
    public static final class Factory implements MetricReporterFactory {
        @Override
        public MetricReporter createMetricReporter(Properties properties) {
            UnservedPrometheusReporter reporter = new UnservedPrometheusReporter();
            newest = reporter.registry;
            return reporter;
        }
    }
}
