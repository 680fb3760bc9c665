package dev.breakwater.connectors.cloudwatch.landing;

import dev.breakwater.connectors.cloudwatch.FeedRecord;
import dev.breakwater.connectors.cloudwatch.FeedSuite;
import dev.breakwater.connectors.cloudwatch.Lines;
import dev.breakwater.connectors.cloudwatch.SuiteContext;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.testframe.external.source.TestingSourceSettings;

/** A landing folder. Each write is a file, and later files have later names. */
abstract class LandedContext extends SuiteContext<FeedRecord> {
    private static final int RECORDS = 300;

    private final AtomicInteger files = new AtomicInteger();
    private final AtomicInteger functions = new AtomicInteger();

    abstract void land(String name, byte[] lines);

    @Override
    protected void write(List<FeedRecord> records) {
        String[] lines = records.stream()
                .map(r -> Lines.call(r.datapoint().function(), r.datapoint().minute() - Lines.BASE))
                .toArray(String[]::new);
        land("part-%05d.jsonl".formatted(files.incrementAndGet()), Lines.text(lines));
    }

    @Override
    public List<FeedRecord> generateTestData(TestingSourceSettings settings, int split, long seed) {
        return IntStream.range(0, RECORDS)
                .mapToObj(i -> FeedSuite.calls("111122223333", "f" + functions.incrementAndGet(), Lines.BASE, 1))
                .toList();
    }

    @Override
    public TypeInformation<FeedRecord> getProducedType() {
        return FeedRecord.typeInformation();
    }
}
