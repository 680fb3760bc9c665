package dev.breakwater.connectors.receive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.receive.content.DeliveryReader.ReceiveLimits;
import dev.breakwater.connectors.receive.store.FolderStore;
import dev.breakwater.connectors.testkit.SetClock;
import dev.breakwater.connectors.testkit.firehose.FirehoseClient;
import dev.breakwater.connectors.testkit.firehose.FirehoseClient.FirehoseDelivery;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** Tests the deliveries that the endpoint accepts, and how it stores them. */
class ReceiverTest extends BenchTest {
    private static final int MIB = 1 << 20;

    @Test
    void whatIsAcknowledgedIsReadByTheJobOnceAndInOrder() {
        FirehoseDelivery plain = FirehoseDelivery.of("r-1", Bench.sample("checkout", 0) + "\n" + Bench.sample("a", 0));
        FirehoseDelivery packed = FirehoseDelivery.of("r-2", Bench.sample("checkout", 1) + "\n");

        assertThat(FirehoseClient.acknowledges(bench.client.send(plain, false), plain))
                .isTrue();
        assertThat(FirehoseClient.acknowledges(bench.client.send(packed, true), packed))
                .isTrue();

        assertThat(bench.landed())
                .extracting(r -> r.kind() + " " + r.datapoint().function() + " "
                        + r.datapoint().sum())
                .containsExactly("SAMPLE checkout 1.0", "SAMPLE a 1.0", "SAMPLE checkout 2.0");
    }

    @Test
    void linesAreLandedAsTheyCame() {
        String odd = Bench.sample("checkout", 0).replace("\"unit\"", "\"k\\u00e9y\" : [1, {\"x\":null}] , \"unit\"");

        bench.deliver("r-1", odd + "\r\n\n  " + Bench.sample("checkout", 1) + "  ");

        bench.close();
        assertThat(bench.lines(false)).containsExactly(odd, Bench.sample("checkout", 1));
    }

    @Test
    void aRetryIsAcknowledgedAndNotStoredTwice() {
        FirehoseDelivery delivery = FirehoseDelivery.of("r-1", Bench.sample("checkout", 0));

        for (int i = 0; i < 3; i++) {
            FirehoseClient.Answer answer = bench.client.send(delivery, i == 1);
            assertThat(FirehoseClient.acknowledges(answer, delivery)).isTrue();
        }

        assertThat(bench.client.page("/metrics")).contains("breakwater_receive_duplicates_total 2");
        assertThat(bench.landed()).hasSize(1);
    }

    @Test
    void aRetryAfterARestartIsAcknowledgedAndNotStoredTwice() {
        FirehoseDelivery delivery = FirehoseDelivery.of("r-1", Bench.sample("checkout", 0));
        bench.client.send(delivery, false);
        bench.close();
        bench = new Bench(folder, bench.clock, ReceiveLimits.DEFAULT.withFreeBytes(0));
        bench.clock.advance(Duration.ofHours(2));

        assertThat(bench.client.send(delivery, true).status()).isEqualTo(200);
        assertThat(bench.deliver("r-2", Bench.sample("checkout", 1)).status()).isEqualTo(200);

        assertThat(bench.landed()).hasSize(2);
    }

    @Test
    void theSameRequestIdOfAnotherStreamIsAnotherDelivery() {
        byte[] body = FirehoseDelivery.of("r-1", Bench.sample("checkout", 0)).body();

        bench.client.send("r-1", body, Map.of());
        bench.client.send("r-1", body, Map.of("X-Amz-Firehose-Source-Arn", FirehoseClient.SOURCE + "2"));

        assertThat(bench.landed()).hasSize(2);
    }

    @Test
    void aRecordOfManyMegabytesIsTaken() {
        String lines = (Bench.sample("a", 0) + "\n").repeat(40_000);

        assertThat(bench.deliver("r-1", lines).status()).isEqualTo(200);
        assertThat(bench.deliver("r-2", "{\"long\":\"" + "x".repeat(MIB) + "\"}")
                        .status())
                .isEqualTo(200);

        bench.close();
        assertThat(bench.lines(false)).hasSize(40_000);
        assertThat(bench.lines(true)).singleElement().asString().contains("line-too-long");
    }

    @Test
    void aBombInARecordIsARejectAndTheRestIsTaken() {
        ReceiveLimits small = new ReceiveLimits(64 * MIB, MIB, 64 * MIB, 4, 0);
        bench.close();
        bench = new Bench(folder, new SetClock(Bench.NOW), small);
        byte[] bomb = FirehoseDelivery.gzip(new byte[8 * MIB]);
        byte[] good = Bench.sample("checkout", 0).getBytes(StandardCharsets.UTF_8);

        FirehoseClient.Answer answer = bench.client.send(
                FirehoseDelivery.of("r-1", 1, List.of(bomb, good, FirehoseDelivery.gzip(good))), false);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(bench.client.page("/metrics")).contains("rejects_total{reason=\"record-too-long\"} 1");
        assertThat(bench.landed()).hasSize(2);
        assertThat(bench.lines(true)).singleElement().asString().contains("delivery r-1 record 0", "record-too-long");
    }

    @Test
    void aStreamOfAFormatThatNobodyReadsMakesTheEndpointUnhealthyAndSaysWhatToChoose() {
        bench.deliver("demo", "{\"TICKER_SYMBOL\":\"QXZ\",\"PRICE\":84.51}\n");
        assertThat(bench.client.page("/health")).startsWith("200");

        Map<String, String> other = Map.of("X-Amz-Firehose-Source-Arn", FirehoseClient.SOURCE + "2");
        for (int i = 0; i < 3; i++) {
            byte[] parquet =
                    FirehoseDelivery.of("p-" + i, "PAR1 " + i + " PAR1").body();
            assertThat(bench.client.send("p-" + i, parquet, other).status()).isEqualTo(200);
            bench.deliver("good-" + i, Bench.sample("checkout", i));
        }

        assertThat(bench.client.page("/health"))
                .startsWith("503 {\"status\":\"format: 3 deliveries in a row cannot be read; choose JSON, Open")
                .doesNotContain("arn:");
        assertThat(bench.client.page("/metrics")).contains("breakwater_receive_healthy 0");
        assertThat(bench.client.page("/ready")).as("for a load balancer").startsWith("200");

        bench.client.send(
                "p-3", FirehoseDelivery.of("p-3", Bench.sample("cart", 0)).body(), other);
        assertThat(bench.client.page("/health")).startsWith("200");
    }

    @Test
    void badLinesAreKeptAsRejectsAndNeverStopTheGoodOnes() {
        String text = Bench.sample("a", 0) + "\n{\"x\":1}\nno json\n[1]\n{} 1\n" + "{\"a\":".repeat(40) + "\n"
                + Bench.sample("b", 0);

        bench.deliver("r-1", text);

        assertThat(bench.rejects())
                .hasSize(5)
                .allMatch(line -> line.startsWith("{\"file\":\"delivery r-1 record 0\",\"line\":"))
                .satisfiesExactly(
                        l -> assertThat(l).contains("\"line\":2", "not-a-metric", "\"prefix\":\"{\\\"x\\\":1}\""),
                        l -> assertThat(l).contains("\"line\":3", "not-json", "\"bytes\":7"),
                        l -> assertThat(l).contains("\"line\":4", "not-an-object"),
                        l -> assertThat(l).contains("\"line\":5", "not-json", "more than one"),
                        l -> assertThat(l).contains("\"line\":6", "too-deep"));
        assertThat(bench.landed()).extracting(r -> r.datapoint().function()).containsExactly("a", "b");
    }

    @Test
    void objectsThatFollowEachOtherWithoutALineEndAreTakenOneByOne() {
        bench.deliver("r-1", Bench.sample("a", 0) + Bench.sample("b", 0) + " {\"x\":1}" + Bench.sample("c", 0));

        assertThat(bench.rejects()).singleElement().asString().contains("\"line\":1", "not-a-metric", "\"bytes\":7");
        assertThat(bench.landed()).extracting(r -> r.datapoint().function()).containsExactly("a", "b", "c");
    }

    @Test
    void aMillionBadLinesMakeAHundredRejectsAndACount() {
        bench.deliver("r-1", "x\n".repeat(100_000));

        assertThat(bench.rejects()).hasSize(101).last().asString().contains("\"count\":99900");
    }

    @Test
    void aNearlyFullDiskIs503UntilThereIsRoom() {
        bench.close();
        bench = new Bench(folder, new SetClock(Bench.NOW), ReceiveLimits.DEFAULT.withFreeBytes(1000));
        bench.deliver("r-0", Bench.sample("a", 0));
        bench.store.free = 999;

        FirehoseClient.Answer answer = bench.deliver("r-1", Bench.sample("a", 1));
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.errorMessage()).isEqualTo("the disk is nearly full");
        assertThat(answer.retryAfter()).isEqualTo("10");
        assertThat(bench.client.page("/health")).isEqualTo("503 {\"status\":\"the disk is nearly full\"}\n");
        assertThat(bench.client.page("/ready")).startsWith("503");
        // a delivery that is already stored needs no room
        assertThat(bench.deliver("r-0", Bench.sample("a", 0)).status()).isEqualTo(200);

        bench.store.free = 1000;
        assertThat(bench.deliver("r-1", Bench.sample("a", 1)).status()).isEqualTo(200);
        assertThat(bench.client.page("/health")).isEqualTo("200 {\"status\":\"ok\"}\n");
        assertThat(bench.landed()).hasSize(2);
    }

    @Test
    void aWriteThatFailsIs503AndIsStoredOnceWhenTheDiskIsBack() {
        bench.store.refusing = true;
        FirehoseDelivery delivery = FirehoseDelivery.of("r-1", Bench.sample("a", 0));

        assertThat(bench.client.send(delivery, false).status()).isEqualTo(503);
        assertThat(bench.client.send(delivery, false).status()).isEqualTo(503);
        assertThat(bench.deliver("r-2", Bench.sample("b", 0)).status()).isEqualTo(503);
        bench.store.refusing = false;

        await(() -> bench.client.send(delivery, false).status() == 200);
        assertThat(bench.deliver("r-2", Bench.sample("b", 0)).status()).isEqualTo(200);
        assertThat(bench.landed()).extracting(r -> r.datapoint().function()).containsExactly("a", "b");
    }

    @Test
    void theSameDeliveryTwiceAtOnceIsStoredOnce() {
        bench.store.hold();
        FirehoseDelivery delivery = FirehoseDelivery.of("r-1", Bench.sample("a", 0));
        List<CompletableFuture<FirehoseClient.Answer>> both = List.of(
                CompletableFuture.supplyAsync(() -> bench.client.send(delivery, false)),
                CompletableFuture.supplyAsync(() -> bench.client.send(delivery, false)));
        await(() -> bench.client.page("/metrics").contains("duplicates_total 1"));
        assertThat(both).noneMatch(CompletableFuture::isDone);

        bench.store.letGo();

        assertThat(both).allMatch(answer -> answer.join().status() == 200);
        assertThat(bench.landed()).hasSize(1);
    }

    @Test
    void moreThanFitsInMemoryIs503() {
        bench.close();
        bench = new Bench(folder, new SetClock(Bench.NOW), new ReceiveLimits(64 * MIB, MIB, 100_000, 4, 0));
        bench.store.hold();
        CompletableFuture<FirehoseClient.Answer> first =
                CompletableFuture.supplyAsync(() -> bench.deliver("r-1", Bench.sample("a", 0)));
        await(() -> !bench.client.page("/metrics").contains("buffered_bytes 0"));

        FirehoseClient.Answer answer = bench.deliver("r-2", Bench.sample("a", 1).repeat(300));

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.errorMessage()).isEqualTo("too much data is waiting to be written");
        bench.store.letGo();
        assertThat(first.join().status()).isEqualTo(200);
        assertThat(bench.client.page("/metrics")).contains("breakwater_receive_buffered_bytes 0");
    }

    @Test
    void readersSeeAFileOnceItIsWholeAndNamesSortByTime() {
        bench.deliver("r-1", Bench.sample("a", 0));
        assertThat(bench.lines(false)).isEmpty();

        bench.clock.advance(Bench.ROLL);
        await(() -> bench.lines(false).size() == 1);
        bench.clock.advance(Duration.ofMinutes(-5));
        bench.deliver("r-2", Bench.sample("a", 1));
        bench.close();

        assertThat(bench.lines(false)).containsExactly(Bench.sample("a", 0), Bench.sample("a", 1));
        assertThat(folder.resolve("2026/11/25/03/20261125T033506123Z.jsonl.gz")).exists();
        assertThat(folder.resolve("2026/11/25/03/20261125T033506124Z.jsonl.gz")).exists();
    }

    @Test
    void controlMessagesAndEmptyBatchesAreAcknowledgedAndStoreNothing() {
        assertThat(bench.deliver("r-1", "{\"messageType\":\"CONTROL_MESSAGE\",\"logEvents\":[]}")
                        .status())
                .isEqualTo(200);
        assertThat(bench.client
                        .send(FirehoseDelivery.of("r-2", 1, List.of()), false)
                        .status())
                .isEqualTo(200);

        bench.close();
        assertThat(bench.lines(false)).isEmpty();
        assertThat(bench.lines(true)).isEmpty();
    }

    @Test
    void nobodyElseLandsInTheSameFolder() {
        org.assertj.core.api.Assertions.assertThatThrownBy(
                        () -> FolderStore.open(folder, Duration.ofSeconds(1), bench.clock))
                .hasMessageContaining("another process writes to this folder");
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}
