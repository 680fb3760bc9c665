package dev.breakwater.connectors.cloudwatch.budgets;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.cloudwatch.SourceSuite;
import dev.breakwater.connectors.cloudwatch.SuiteContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.flink.api.common.functions.FlatMapFunction;
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
 * Budgets in Flink's suite, each account a split of it. Each reading tells all budgets again, so the job here takes each
 * budget once. They have no end: the cases with an end are left out.
 */
@Tag("full")
class BudgetsSuiteTest extends SourceSuite<BudgetsSource.Reading> {
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(6_059), ZoneOffset.UTC);
    private static final Map<String, Accounts> ACCOUNTS = new ConcurrentHashMap<>();

    @TestContext
    ExternalContextFactory<Accounts> accounts = Accounts::new;

    @Override
    protected CollectIteratorBuilder<BudgetsSource.Reading> addCollectSink(DataStream<BudgetsSource.Reading> stream) {
        FlatMapFunction<BudgetsSource.Reading, BudgetsSource.Reading> apart =
                (reading, out) -> reading.budgets().forEach(b -> out.collect(alone(reading.account(), b)));
        return super.addCollectSink(stream.flatMap(apart)
                .returns(TypeInformation.of(BudgetsSource.Reading.class))
                .setParallelism(1)
                .keyBy(r -> r.account() + r.budgets().get(0).name(), Types.STRING)
                .process(new Once(), TypeInformation.of(BudgetsSource.Reading.class))
                .setParallelism(1));
    }

    private static BudgetsSource.Reading alone(String account, AwsBudget budget) {
        return new BudgetsSource.Reading(account, 100, List.of(budget));
    }

    private static final class Accounts extends SuiteContext<BudgetsSource.Reading> {
        private final String name;
        private final List<BudgetsSource.Reading> readings = new CopyOnWriteArrayList<>();
        private final AtomicInteger budget = new AtomicInteger();

        Accounts(String name) {
            this.name = name;
            ACCOUNTS.put(name, this);
        }

        @Override
        public Source<BudgetsSource.Reading, ?, ?> createSource(TestingSourceSettings settings) {
            if (settings.getBoundedness() == Boundedness.BOUNDED) {
                throw new UnsupportedOperationException("budgets have no end");
            }
            return BudgetsSource.of(List.of(), new Door(name), Duration.ofMillis(20), CLOCK);
        }

        @Override
        public List<BudgetsSource.Reading> generateTestData(TestingSourceSettings settings, int split, long seed) {
            return IntStream.range(0, 50)
                    .mapToObj(i -> alone("account " + split, budget("b" + budget.incrementAndGet(), i)))
                    .toList();
        }

        private static AwsBudget budget(String name, long amount) {
            return new AwsBudget(name, "COST", "MONTHLY", "USD", amount, List.of(), "", 0, 9, -1, 3);
        }

        @Override
        protected void write(List<BudgetsSource.Reading> records) {
            readings.addAll(records);
        }

        @Override
        public TypeInformation<BudgetsSource.Reading> getProducedType() {
            return TypeInformation.of(BudgetsSource.Reading.class);
        }
    }

    private record Door(String accounts) implements BudgetsApi.Factory {
        @Override
        public List<BudgetsApi> open(List<BudgetsSource.Target> targets) {
            return IntStream.range(0, 8)
                    .<BudgetsApi>mapToObj(i -> new Told(accounts, "account " + i))
                    .toList();
        }
    }

    private record Told(String accounts, String account) implements BudgetsApi {
        @Override
        public Answer<List<AwsBudget>> read(Instant now) {
            return Answer.of(ACCOUNTS.get(accounts).readings.stream()
                    .filter(r -> r.account().equals(account))
                    .flatMap(r -> r.budgets().stream())
                    .toList());
        }

        @Override
        public void close() {
            // holds nothing
        }
    }

    private static final class Once extends KeyedProcessFunction<String, BudgetsSource.Reading, BudgetsSource.Reading> {
        private transient ValueState<Boolean> told;

        @Override
        public void open(OpenContext context) {
            told = getRuntimeContext().getState(new ValueStateDescriptor<>("told", Types.BOOLEAN));
        }

        @Override
        public void processElement(BudgetsSource.Reading r, Context context, Collector<BudgetsSource.Reading> out)
                throws Exception {
            if (told.value() != null) return;
            told.update(true);
            out.collect(r);
        }
    }
}
