package dev.breakwater.connectors.cloudwatch.charges;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.cloudwatch.SourceSuite;
import dev.breakwater.connectors.cloudwatch.SuiteContext;
import dev.breakwater.connectors.cloudwatch.charges.ChargesSource.ChargesApi;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.testframe.external.ExternalContextFactory;
import org.apache.flink.connector.testframe.external.source.TestingSourceSettings;
import org.apache.flink.connector.testframe.junit.annotations.TestContext;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.Tag;

/**
 * Runs Flink's suite for charges. Each account is a split of the suite. After a restart, the last days are read again,
 * so a reader skips charges that are not newer. The job here does the same. Charges have no end, so cases that need an
 * end are left out.
 */
@Tag("full")
class ChargesSuiteTest extends SourceSuite<ChargesSource.Reading> {
    private static final Map<String, Bills> BILLS = new ConcurrentHashMap<>();

    @TestContext
    ExternalContextFactory<Bills> bills = Bills::new;

    @Override
    protected CollectIteratorBuilder<ChargesSource.Reading> addCollectSink(DataStream<ChargesSource.Reading> stream) {
        return super.addCollectSink(stream.keyBy(ChargesSource.Reading::account, Types.STRING)
                .process(new Newer(), TypeInformation.of(ChargesSource.Reading.class))
                .setParallelism(1));
    }

    private static final class Bills extends SuiteContext<ChargesSource.Reading> {
        private final String name;
        private final List<ChargesSource.Reading> readings = new CopyOnWriteArrayList<>();
        private final AtomicInteger minute = new AtomicInteger();

        Bills(String name) {
            this.name = name;
            BILLS.put(name, this);
        }

        @Override
        public Source<ChargesSource.Reading, ?, ?> createSource(TestingSourceSettings settings) {
            if (settings.getBoundedness() == Boundedness.BOUNDED) {
                throw new UnsupportedOperationException("charges have no end");
            }
            return ChargesSource.of(List.of(), new Door(name), Duration.ofMillis(20), Clock.systemUTC());
        }

        @Override
        public List<ChargesSource.Reading> generateTestData(TestingSourceSettings settings, int split, long seed) {
            return IntStream.range(0, 50)
                    .mapToObj(i -> new ChargesSource.Reading("account " + split, minute.incrementAndGet(), i))
                    .toList();
        }

        @Override
        protected void write(List<ChargesSource.Reading> records) {
            readings.addAll(records);
        }

        @Override
        public TypeInformation<ChargesSource.Reading> getProducedType() {
            return TypeInformation.of(ChargesSource.Reading.class);
        }
    }

    private record Door(String bills) implements ChargesApi.Factory {
        @Override
        public List<ChargesApi> open(List<ChargesSource.Target> targets) {
            return List.of(new Told(bills));
        }
    }

    private record Told(String bills) implements ChargesApi {
        @Override
        public Answer<List<ChargesSource.Reading>> read(Instant from, Instant to) {
            return Answer.of(List.copyOf(BILLS.get(bills).readings));
        }

        @Override
        public void close() {
            // holds nothing
        }
    }

    private static final class Newer
            extends KeyedProcessFunction<String, ChargesSource.Reading, ChargesSource.Reading> {
        private transient ValueState<Long> newest;

        @Override
        public void open(OpenContext context) {
            newest = getRuntimeContext().getState(new ValueStateDescriptor<>("newest", Types.LONG));
        }

        @Override
        public void processElement(ChargesSource.Reading r, Context context, Collector<ChargesSource.Reading> out)
                throws Exception {
            if (newest.value() != null && newest.value() >= r.minute()) return;
            newest.update(r.minute());
            out.collect(r);
        }
    }
}
