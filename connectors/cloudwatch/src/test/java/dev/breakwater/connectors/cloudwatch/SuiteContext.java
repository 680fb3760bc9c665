package dev.breakwater.connectors.cloudwatch;

import java.net.URL;
import java.util.List;
import org.apache.flink.connector.testframe.external.ExternalSystemSplitDataWriter;
import org.apache.flink.connector.testframe.external.source.DataStreamSourceExternalContext;
import org.apache.flink.connector.testframe.external.source.TestingSourceSettings;

/** The data that a source reads, in the form that Flink's suites need. Each record contains its own place. */
public abstract class SuiteContext<T> implements DataStreamSourceExternalContext<T> {

    protected abstract void write(List<T> records);

    @Override
    public ExternalSystemSplitDataWriter<T> createSourceSplitDataWriter(TestingSourceSettings settings) {
        return new ExternalSystemSplitDataWriter<>() {
            @Override
            public void writeRecords(List<T> records) {
                write(records);
            }

            @Override
            public void close() {
                // each write is complete
            }
        };
    }

    @Override
    public List<URL> getConnectorJarPaths() {
        return List.of();
    }

    @Override
    public void close() {
        // deleted with the test's folder
    }
}
