package dev.breakwater.connectors.receive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.receive.content.DeliveryReader.ReceiveLimits;
import dev.breakwater.connectors.testkit.SetClock;
import dev.breakwater.connectors.testkit.firehose.FirehoseClient;
import dev.breakwater.connectors.testkit.firehose.FirehoseClient.FirehoseDelivery;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the deliveries that the endpoint refuses, and its answers. */
@Tag("slow")
class ReceiverRefusalTest extends BenchTest {
    private static final int MIB = 1 << 20;

    @ParameterizedTest
    @ValueSource(strings = {"wrong", "correct-horse-battery-stapl", "correct-horse-battery-staplf", " "})
    void aWrongKeyIs401AndNothingIsParsed(String key) {
        FirehoseClient.Answer answer =
                bench.client(key).send("r-1", "not even JSON".getBytes(StandardCharsets.UTF_8), Map.of());

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.errorMessage()).isEqualTo("the access key is missing or wrong");
        assertThat(answer.requestId()).isEqualTo("r-1");
        assertThat(bench.client.page("/metrics")).contains("body_bytes_total 0").doesNotContain("\"400\"");
        assertThat(bench.deliver("r-1", Bench.sample("checkout", 0)).status()).isEqualTo(200);
    }

    @Test
    void noKeyIs401() {
        byte[] body = FirehoseDelivery.of("r-1", "x").body();

        assertThat(bench.client
                        .send("r-1", body, Map.of("X-Amz-Firehose-Access-Key", ""))
                        .status())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{\"requestId\":\"r-1\"",
                "{\"requestId\":\"r-1\",\"timestamp\":1}",
                "{\"requestId\":{\"a\":[]},\"timestamp\":1,\"records\":[]}",
                "{\"requestId\":\"other\",\"timestamp\":1,\"records\":[]}",
                "{\"timestamp\":1,\"records\":[]}",
                "{\"requestId\":\"r-1\",\"records\":{}}",
                "{\"requestId\":\"r-1\",\"records\":[1]}",
                "{\"requestId\":\"r-1\",\"records\":[{}]}",
                "{\"requestId\":\"r-1\",\"records\":[{\"data\":7}]}",
                "{\"requestId\":\"r-1\",\"records\":[{\"data\":\"a?b=\"}]}",
                "{\"requestId\":\"r-1\",\"records\":[{\"data\":\"e30=\",\"data\":\"e30=\"}]}",
                "{\"requestId\":\"r-1\",\"records\":[{\"data\":\"e30=\"}]} more",
            })
    void aMalformedBatchIs400WithTheReasonAndLeavesNothing(String body) {
        FirehoseClient.Answer answer = bench.client.send("r-1", body.getBytes(StandardCharsets.UTF_8), Map.of());

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.errorMessage()).isNotEmpty();
        assertThat(answer.requestId()).isEqualTo("r-1");
        assertThat(bench.landed()).isEmpty();
    }

    @Test
    void aBatchThatBreaksOffAfterGoodRecordsLeavesNothing() {
        byte[] body = FirehoseDelivery.of("r-1", Bench.sample("checkout", 0)).body();

        FirehoseClient.Answer answer = bench.client.send("r-1", Arrays.copyOf(body, body.length - 2), Map.of());

        assertThat(answer.status()).isEqualTo(400);
        assertThat(bench.deliver("r-1", Bench.sample("checkout", 0)).status()).isEqualTo(200);
        assertThat(bench.landed()).hasSize(1);
    }

    @Test
    void damagedGzipIs400() {
        byte[] packed = FirehoseDelivery.gzip(
                FirehoseDelivery.of("r-1", Bench.sample("a", 0)).body());
        Map<String, String> gzip = Map.of("Content-Encoding", "gzip");

        byte[] cut = Arrays.copyOf(packed, packed.length / 2);
        assertThat(bench.client.send("r-1", cut, gzip).status()).isEqualTo(400);
        assertThat(bench.client
                        .send("r-1", "plain".getBytes(StandardCharsets.UTF_8), gzip)
                        .status())
                .isEqualTo(400);
        packed[packed.length / 2] ^= 0x55;
        assertThat(bench.client.send("r-1", packed, gzip).status()).isEqualTo(400);
        assertThat(bench.client
                        .send("r-1", packed, Map.of("Content-Encoding", "br"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void headersThatBreakTheContractAre400() {
        byte[] body = FirehoseDelivery.of("r-1", Bench.sample("a", 0)).body();

        assertThat(bench.client
                        .send("r-1", body, Map.of("X-Amz-Firehose-Request-Id", ""))
                        .errorMessage())
                .contains("X-Amz-Firehose-Request-Id");
        assertThat(bench.client
                        .send("r-1", body, Map.of("X-Amz-Firehose-Protocol-Version", "2.0"))
                        .status())
                .isEqualTo(400);
        assertThat(bench.client.page("/firehose")).startsWith("405 ");
    }

    @Test
    void upTo64MiBIsTakenAndOneByteMoreIs413() {
        assertThat(sized("r-1", 64 * MIB, true).status()).isEqualTo(200);
        assertThat(sized("r-2", 64 * MIB + 1, true).status()).isEqualTo(413);
        assertThat(sized("r-3", 64 * MIB + 1, false).status()).isEqualTo(413);

        assertThat(bench.landed()).hasSize(1);
    }

    private FirehoseClient.Answer sized(String id, int size, boolean gzip) {
        byte[] delivery = FirehoseDelivery.of(id, Bench.sample("checkout", 0)).body();
        byte[] body = Arrays.copyOf(delivery, size);
        Arrays.fill(body, delivery.length - 1, size - 1, (byte) ' ');
        body[size - 1] = '}';
        return bench.client.send(new FirehoseDelivery(id, body), gzip);
    }

    @Test
    void aLargeDeliveryThatIsPutOffOrRefusedStillGetsItsAnswer() {
        bench.close();
        bench = new Bench(folder, new SetClock(Bench.NOW), ReceiveLimits.DEFAULT.withFreeBytes(1));
        bench.store.free = 0;
        String large = (Bench.sample("a", 0) + "\n").repeat(40_000);

        assertThat(bench.deliver("r-1", large).status()).isEqualTo(503);
        byte[] other = FirehoseDelivery.of("r-2", large).body();
        assertThat(bench.client
                        .send("r-3", other, Map.of("X-Amz-Firehose-Protocol-Version", "9"))
                        .status())
                .isEqualTo(400);
    }
}
