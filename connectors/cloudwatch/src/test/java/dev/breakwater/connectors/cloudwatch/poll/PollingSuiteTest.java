package dev.breakwater.connectors.cloudwatch.poll;

import dev.breakwater.connectors.cloudwatch.FeedRecord;
import dev.breakwater.connectors.cloudwatch.FeedSuite;
import dev.breakwater.connectors.cloudwatch.SuiteContext;
import dev.breakwater.connectors.cloudwatch.poll.PollSettings.PollTarget;
import dev.breakwater.connectors.testkit.SetClock;
import dev.breakwater.connectors.testkit.cloudwatch.CloudWatchDouble;
import dev.breakwater.connectors.testkit.cloudwatch.CloudWatchDouble.Points;
import dev.breakwater.connectors.testkit.cloudwatch.StoredPoints;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.testframe.external.ExternalContextFactory;
import org.apache.flink.connector.testframe.external.source.TestingSourceSettings;
import org.apache.flink.connector.testframe.junit.annotations.TestContext;
import org.junit.jupiter.api.Tag;

/**
 * Runs Flink's suite for polled accounts. Each account is a split of the suite. Polling never ends, so cases that need
 * an end are left out.
 */
@Tag("full")
class PollingSuiteTest extends FeedSuite {
    private static final Map<String, World> WORLDS = new ConcurrentHashMap<>();

    @TestContext
    ExternalContextFactory<World> worlds = World::new;

    /**
     * CloudWatch on a clock that advances three minutes with each write, so that polling asks for the last minute
     * written.
     */
    private static final class World extends SuiteContext<FeedRecord> {
        private static final String[] ACCOUNTS = {"111111111111", "222222222222", "333333333333", "444444444444"};

        private final String name;
        private final SetClock clock = new SetClock(Instant.ofEpochMilli(PollWorld.START_MILLIS));
        private final StoredPoints points = new StoredPoints(clock::millis);
        private final CloudWatchDouble cloudWatch = new CloudWatchDouble(points, clock::millis);

        World(String name) {
            this.name = name;
            WORLDS.put(name, this);
        }

        @Override
        public Source<FeedRecord, ?, ?> createSource(TestingSourceSettings settings) {
            if (settings.getBoundedness() == Boundedness.BOUNDED) {
                throw new UnsupportedOperationException("polling has no end");
            }
            return PollingSource.of(PollWorld.settings(60, 1e6, ACCOUNTS), new Door(name), clock);
        }

        @Override
        public List<FeedRecord> generateTestData(TestingSourceSettings settings, int split, long seed) {
            long minute = clock.millis() / 60_000;
            return IntStream.range(0, 100)
                    .mapToObj(i -> calls(ACCOUNTS[split], "f%03d".formatted(i), minute, 1 + (seed & 0xff)))
                    .toList();
        }

        @Override
        protected void write(List<FeedRecord> records) {
            for (FeedRecord r : records) {
                Points.Place place = new Points.Place(r.datapoint().account(), PollWorld.REGION);
                points.put(
                        place,
                        r.datapoint().function(),
                        "Invocations",
                        r.datapoint().minute(),
                        r.datapoint().sum());
            }
            clock.advance(Duration.ofMinutes(3));
        }

        @Override
        public TypeInformation<FeedRecord> getProducedType() {
            return FeedRecord.typeInformation();
        }
    }

    private record Door(String world) implements MetricsApi.Factory {
        @Override
        public MetricsApi open(PollTarget target) {
            return new DoubleApi(WORLDS.get(world).cloudWatch, new Points.Place(target.account(), target.region()));
        }
    }
}
