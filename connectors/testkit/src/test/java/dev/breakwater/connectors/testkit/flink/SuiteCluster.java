package dev.breakwater.connectors.testkit.flink;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.connector.testframe.environment.MiniClusterTestEnvironment;
import org.apache.flink.connector.testframe.environment.TestEnvironment;
import org.apache.flink.connector.testframe.environment.TestEnvironmentSettings;
import org.apache.flink.connector.testframe.utils.MetricQuerier;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.metrics.MetricNames;
import org.apache.flink.runtime.minicluster.RpcServiceSharing;
import org.apache.flink.runtime.testutils.CommonTestUtils;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/** An embedded cluster for Flink's suites. The cluster is small, and updates its metrics quickly. */
public final class SuiteCluster {

    private SuiteCluster() {}

    public static MiniClusterTestEnvironment start() {
        Configuration small = new Configuration()
                .set(MetricOptions.METRIC_FETCHER_UPDATE_INTERVAL, Duration.ofMillis(100))
                .set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(16))
                .set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(16));
        return new MiniClusterTestEnvironment(new MiniClusterResourceConfiguration.Builder()
                .setConfiguration(small)
                .setNumberTaskManagers(1)
                .setNumberSlotsPerTaskManager(6)
                .setRpcServiceSharing(RpcServiceSharing.DEDICATED)
                .withHaLeadershipControl()
                .build());
    }

    /** Runs the source in one reader until Flink's numRecordsIn reaches this number. */
    public static void awaitRead(TestEnvironment environment, Source<?, ?, ?> source, int records) throws Exception {
        StreamExecutionEnvironment env = environment.createExecutionEnvironment(TestEnvironmentSettings.builder()
                .setConnectorJarPaths(List.of())
                .build());
        env.fromSource(source, WatermarkStrategy.noWatermarks(), "counted")
                .setParallelism(1)
                .sinkTo(new DiscardingSink<>());
        JobClient job = env.executeAsync();
        MetricQuerier metrics = new MetricQuerier(new Configuration());
        try {
            CommonTestUtils.waitUntilCondition(() -> read(metrics, environment, job) >= records);
        } finally {
            job.cancel().get(30, TimeUnit.SECONDS);
        }
    }

    private static double read(MetricQuerier metrics, TestEnvironment environment, JobClient job) {
        try {
            return metrics.getAggregatedMetricsByRestAPI(
                    environment.getRestEndpoint(), job.getJobID(), "counted", MetricNames.IO_NUM_RECORDS_IN, null);
        } catch (Exception | AssertionError e) {
            // the metric does not exist yet, so the querier fails; the suite's deadline limits the wait
            return 0;
        }
    }
}
