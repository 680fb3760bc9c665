package dev.breakwater.connectors.cloudwatch.landing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.cloudwatch.FeedRecord;
import dev.breakwater.connectors.cloudwatch.Lines;
import dev.breakwater.connectors.cloudwatch.landing.LandingSource.LandingSplit;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.metrics.testutils.MetricListener;
import org.apache.flink.runtime.metrics.groups.InternalSourceReaderMetricGroup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LandingReaderTest {

    private final Counter read = new SimpleCounter();

    @TempDir
    Path folder;

    @TempDir
    Path elsewhere;

    /**
     * Tests that the future stays completed. Flink waits for it when the output is full, and if nobody completed it,
     * the source would hang.
     */
    @Test
    void staysAvailableWhileThereIsMore() throws Exception {
        String[] lines =
                IntStream.range(0, 1_000).mapToObj(i -> Lines.call("f", i / 10)).toArray(String[]::new);
        Lines.write(folder, "a.jsonl", Lines.text(lines));
        LandingSettings settings = LandingSettings.bounded(Lines.NOON);
        try (LandingReader reader = new LandingReader(
                LocalFolder.of(List.of(folder)), settings, settings.clock().millis(), read)) {
            reader.addSplits(List.of(LandingSplit.fresh()));
            reader.notifyNoMoreSplits();
            int polls = 0;
            InputStatus status = InputStatus.MORE_AVAILABLE;
            while (status == InputStatus.MORE_AVAILABLE) {
                assertThat(reader.isAvailable()).isDone();
                status = reader.pollNext(new Nowhere());
                polls++;
            }
            assertThat(status).isEqualTo(InputStatus.END_OF_INPUT);
            assertThat(polls).isGreaterThan(1);
            // one sample per minute, and one mark for each of the 99 minutes after the first
            assertThat(read.getCount()).isEqualTo(1_000 + 99);
        }
    }

    /**
     * Tests that a short recording does not end the reader before the enumerator has answered. An answer to an ended
     * task would fail the job.
     */
    @Test
    void endsOnlyOnceItIsToldThatThereIsNoMore() throws Exception {
        Lines.write(folder, "a.jsonl", Lines.text(Lines.call("f", 0)));
        LandingSettings settings = LandingSettings.bounded(Lines.NOON);
        try (LandingReader reader = new LandingReader(
                LocalFolder.of(List.of(folder)), settings, settings.clock().millis(), read)) {
            reader.addSplits(List.of(LandingSplit.fresh()));
            assertThat(reader.pollNext(new Nowhere())).isEqualTo(InputStatus.NOTHING_AVAILABLE);
            assertThat(reader.isAvailable()).isNotDone();
            reader.notifyNoMoreSplits();
            assertThat(reader.isAvailable()).isDone();
            assertThat(reader.pollNext(new Nowhere())).isEqualTo(InputStatus.END_OF_INPUT);
        }
    }

    /** Tests that a name is reported once, even if the output is full for long. */
    @Test
    void losesNoListingThatItCouldNotTakeInTime() throws Exception {
        LandingSettings settings = LandingSettings.continuous(Lines.NOON).withDiscovery(Duration.ofMillis(1));
        Lines.write(folder, "a.jsonl", Lines.text(Lines.call("f", 0)));
        Listed root = new Listed(LocalFolder.of(List.of(folder)).get(0), new Semaphore(0));
        try (LandingReader reader =
                new LandingReader(List.of(root), settings, settings.clock().millis(), read)) {
            reader.addSplits(List.of(LandingSplit.fresh()));
            assertThat(root.times.tryAcquire(3, 1, TimeUnit.MINUTES)).isTrue();
            reader.pollNext(new Nowhere());
            assertThat(read.getCount()).isPositive();
        }
    }

    @Test
    void showsHowManyFilesWaitAndAboutHowManyRecordsThatAre() throws Exception {
        LandingSettings settings = LandingSettings.continuous(Lines.NOON).withDiscovery(Duration.ofMillis(1));
        MetricListener metrics = new MetricListener();
        try (LandingReader reader = new LandingReader(
                        LocalFolder.of(List.of(folder)),
                        settings,
                        settings.clock().millis(),
                        read)
                .measuredIn(InternalSourceReaderMetricGroup.mock(metrics.getMetricGroup()))) {
            reader.addSplits(List.of(LandingSplit.fresh()));
            Lines.write(folder, "a.jsonl", Lines.text(Lines.call("f", 0), Lines.call("g", 0)));
            pollUntil(reader, () -> read.getCount() == 2);
            // a listing in the meantime sees all three or none
            Path day = Files.createDirectory(elsewhere.resolve("day"));
            for (String name : List.of("b", "c", "d")) Lines.write(day, name, Lines.text(Lines.call("f", 0)));
            Files.move(day, folder.resolve("day"));
            pollUntil(reader, () -> gauge(metrics, LandingReader.FILES_WAITING) == 3);
            assertThat(gauge(metrics, "pendingRecords")).isEqualTo(3 * 2);
            pollUntil(reader, () -> gauge(metrics, LandingReader.FILES_WAITING) == 0);
            assertThat(gauge(metrics, "pendingRecords")).isZero();
        }
    }

    private static long gauge(MetricListener metrics, String name) {
        return ((Number) metrics.getGauge(name).orElseThrow().getValue()).longValue();
    }

    private static void pollUntil(LandingReader reader, BooleanSupplier condition) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            reader.pollNext(new Nowhere());
        }
    }

    /** Counts listings. */
    private record Listed(LandingFolder.Root of, Semaphore times) implements LandingFolder.Root {

        @Override
        public String root() {
            return of.root();
        }

        @Override
        public LandingFolder open() {
            LandingFolder folder = of.open();
            return (LandingFolder) Proxy.newProxyInstance(
                    LandingFolder.class.getClassLoader(),
                    new Class<?>[] {LandingFolder.class},
                    (self, method, args) -> {
                        if (method.getName().equals("after")) times.release();
                        return method.invoke(folder, args);
                    });
        }
    }

    private static class Nowhere implements ReaderOutput<FeedRecord> {
        @Override
        public void collect(FeedRecord record) {
            throw new IllegalStateException("without its time");
        }

        @Override
        public void collect(FeedRecord record, long timestamp) {
            assertThat(timestamp).isNotNegative();
        }

        @Override
        public void emitWatermark(Watermark watermark) {
            assertThat(watermark).isNotNull();
        }

        @Override
        public void markIdle() {
            throw new IllegalStateException("never idle");
        }

        @Override
        public void markActive() {
            throw new IllegalStateException("never idle");
        }

        @Override
        public SourceOutput<FeedRecord> createOutputForSplit(String splitId) {
            return this;
        }

        @Override
        public void releaseOutputForSplit(String splitId) {
            throw new IllegalStateException("one split for ever");
        }
    }
}
