package dev.breakwater.connectors.lambda.suite;

import dev.breakwater.connectors.testkit.flink.SuiteCluster;
import org.apache.flink.connector.testframe.environment.MiniClusterTestEnvironment;
import org.apache.flink.connector.testframe.environment.TestEnvironment;
import org.apache.flink.connector.testframe.external.sink.DataStreamSinkExternalContext;
import org.apache.flink.connector.testframe.junit.annotations.TestEnv;
import org.apache.flink.connector.testframe.testsuites.SinkTestSuiteBase;
import org.apache.flink.core.execution.CheckpointingMode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.Timeout;

/**
 * Flink's suite for sinks. It checks that records arrive and are counted, over savepoints and at other parallelisms.
 */
@Timeout(60) // the suite itself has no timeout
public abstract class SinkSuite extends SinkTestSuiteBase<String> {
    @TestEnv
    MiniClusterTestEnvironment cluster = SuiteCluster.start();

    /** Skipped, because the cases at other parallelisms test more. */
    @Override
    @TestTemplate
    @Tag("full")
    public void testStartFromSavepoint(
            TestEnvironment environment, DataStreamSinkExternalContext<String> context, CheckpointingMode semantic)
            throws Exception {
        super.testStartFromSavepoint(environment, context, semantic);
    }
}
