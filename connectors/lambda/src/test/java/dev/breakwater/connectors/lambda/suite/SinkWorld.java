package dev.breakwater.connectors.lambda.suite;

import java.net.URL;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.connector.testframe.external.ExternalSystemDataReader;
import org.apache.flink.connector.testframe.external.sink.DataStreamSinkV2ExternalContext;
import org.apache.flink.connector.testframe.external.sink.TestingSinkSettings;

/**
 * The receiver of a sink, in the form that Flink's suites need. Strings go in, and the arrived records are read back.
 */
public abstract class SinkWorld implements DataStreamSinkV2ExternalContext<String> {
    private static final int RECORDS = 60;
    private static final AtomicInteger NAMES = new AtomicInteger();

    /** Returns all arrived records so far, in order. */
    protected abstract List<String> arrived();

    @Override
    public List<String> generateTestData(TestingSinkSettings settings, long seed) {
        return IntStream.range(0, RECORDS)
                .mapToObj(i -> "f" + NAMES.incrementAndGet())
                .toList();
    }

    @Override
    public ExternalSystemDataReader<String> createSinkDataReader(TestingSinkSettings settings) {
        AtomicInteger seen = new AtomicInteger();
        return new ExternalSystemDataReader<>() {
            @Override
            public List<String> poll(Duration timeout) {
                List<String> all = arrived();
                return all.subList(seen.getAndSet(all.size()), all.size());
            }

            @Override
            public void close() {
                // nothing to close
            }
        };
    }

    @Override
    public TypeInformation<String> getProducedType() {
        return Types.STRING;
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
