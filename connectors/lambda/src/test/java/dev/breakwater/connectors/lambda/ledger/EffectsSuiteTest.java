package dev.breakwater.connectors.lambda.ledger;

import dev.breakwater.connectors.lambda.act.Requests;
import dev.breakwater.connectors.testkit.flink.SuiteCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
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
import org.junit.jupiter.api.Timeout;

/**
 * The tail of a ledger in Flink's suite; the "splits" of the suite all write to one ledger, in small segments. It has no
 * end, so the cases with an end are left out.
 */
@Timeout(60) // the suite itself waits without end
class EffectsSuiteTest extends SourceTestSuiteBase<Effect> {

    @TestEnv
    MiniClusterTestEnvironment cluster = SuiteCluster.start();

    @TestSemantics
    CheckpointingMode[] semantics = {CheckpointingMode.EXACTLY_ONCE};

    @TestContext
    ExternalContextFactory<World> worlds = name -> new World();

    /** Not a case here: it waits until all readers run, and ours without a split have ended by then. */
    @Override
    public void testSourceMetrics(
            TestEnvironment environment, DataStreamSourceExternalContext<Effect> context, CheckpointingMode semantic) {
        throw new UnsupportedOperationException("needs a split for each reader");
    }

    private static final class World implements DataStreamSourceExternalContext<Effect> {

        private final HashChainedLedger ledger;
        private final Path file;

        World() {
            try {
                file = Files.createTempDirectory("effects").resolve("ledger.jsonl");
                ledger = HashChainedLedger.open(file, 20_000);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public Source<Effect, ?, ?> createSource(TestingSourceSettings settings) {
            if (settings.getBoundedness() == Boundedness.BOUNDED) {
                throw new UnsupportedOperationException("a ledger has no end");
            }
            return EffectsSource.of(file.toString(), 50);
        }

        @Override
        public List<Effect> generateTestData(TestingSourceSettings settings, int split, long seed) {
            return IntStream.range(0, 50)
                    .mapToObj(i -> "i-" + split + "-" + seed + "-" + i)
                    // each holds a limit of its own, so that a reader that begins late hears of all
                    .map(i -> Requests.throttle(i, "f-" + i, 5).ended(Requests.NOW, EffectOutcome.APPLIED, "limit set"))
                    .toList();
        }

        @Override
        public ExternalSystemSplitDataWriter<Effect> createSourceSplitDataWriter(TestingSourceSettings settings) {
            return new ExternalSystemSplitDataWriter<>() {
                @Override
                public void writeRecords(List<Effect> records) {
                    try {
                        for (Effect effect : records) ledger.append(effect);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }

                @Override
                public void close() {
                    // each write is whole
                }
            };
        }

        @Override
        public TypeInformation<Effect> getProducedType() {
            return TypeInformation.of(Effect.class);
        }

        @Override
        public List<URL> getConnectorJarPaths() {
            return List.of();
        }

        @Override
        public void close() throws IOException {
            ledger.close();
        }
    }
}
