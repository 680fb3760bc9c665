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

/** Flink's suite for sinks: what was sent arrives, over savepoints and at other parallelisms, and is counted. */
@Timeout(60) // the suite itself waits without end
public abstract class SinkSuite extends SinkTestSuiteBase<String> {
    @TestEnv
    MiniClusterTestEnvironment cluster = SuiteCluster.start();

    /** The cases at other parallelisms say as much and more. */
    @Override
    @TestTemplate
    @Tag("full")
    public void testStartFromSavepoint(
            TestEnvironment environment, DataStreamSinkExternalContext<String> context, CheckpointingMode semantic)
            throws Exception {
        super.testStartFromSavepoint(environment, context, semantic);
    }
}
