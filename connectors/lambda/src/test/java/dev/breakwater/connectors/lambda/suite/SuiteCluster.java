package dev.breakwater.connectors.lambda.suite;

import java.time.Duration;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.connector.testframe.environment.MiniClusterTestEnvironment;
import org.apache.flink.runtime.minicluster.RpcServiceSharing;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;

/** An embedded cluster for Flink's suites, small and quick with its metrics. */
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
}
