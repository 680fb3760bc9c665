package dev.breakwater.connectors.receive.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.connectors.aws.AwsClients;
import dev.breakwater.connectors.aws.AwsSettings;
import dev.breakwater.connectors.cloudwatch.FeedRecord;
import dev.breakwater.connectors.cloudwatch.landing.LandedSamples;
import dev.breakwater.connectors.receive.AccessKey;
import dev.breakwater.connectors.receive.Bench;
import dev.breakwater.connectors.receive.EndpointSettings;
import dev.breakwater.connectors.receive.FakeClock;
import dev.breakwater.connectors.receive.Receiver;
import dev.breakwater.connectors.receive.content.ReceiveLimits;
import dev.breakwater.connectors.testkit.emulator.MotoServer;
import dev.breakwater.connectors.testkit.firehose.FirehoseClient;
import dev.breakwater.connectors.testkit.firehose.FirehoseDelivery;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Landing in S3, on the emulator. */
class BucketStoreIT {
    private static MotoServer aws;

    @TempDir
    Path folder;

    private final FakeClock clock = new FakeClock();
    private AwsClients clients;
    private S3Client s3;

    @BeforeAll
    static void start() {
        aws = MotoServer.start();
    }

    @AfterAll
    static void stop() {
        aws.close();
    }

    @BeforeEach
    void bucket() {
        aws.reset();
        AwsSettings settings = new AwsSettings("eu-west-1", aws.endpoint().toString(), "", 10_000);
        AwsBasicCredentials credentials = AwsBasicCredentials.create("emulator", "emulator");
        clients = new AwsClients(settings, Map.of(), StaticCredentialsProvider.create(credentials));
        s3 = clients.build(S3Client.builder().forcePathStyle(true));
        s3.createBucket(r -> r.bucket("landing").createBucketConfiguration(c -> c.locationConstraint("eu-west-1")));
    }

    @AfterEach
    void close() {
        clients.close();
    }

    @Test
    void whatIsAcknowledgedIsInTheBucketAndARetryAfterARestartIsNotStoredTwice() throws IOException {
        FirehoseDelivery first = FirehoseDelivery.of("r-1", Bench.sample("a", 0) + "\nno json");
        FirehoseDelivery second = FirehoseDelivery.of("r-2", Bench.sample("a", 1));
        try (Receiver receiver = receiver()) {
            assertThat(client(receiver).send(first, true).status()).isEqualTo(200);
            assertThat(keys()).hasSize(2);
        }
        clock.advance(Duration.ofHours(-1));
        try (Receiver receiver = receiver()) {
            assertThat(client(receiver).send(first, false).status()).isEqualTo(200);
            assertThat(client(receiver).send(second, false).status()).isEqualTo(200);
        }

        assertThat(keys())
                .containsExactlyInAnyOrder(
                        "zone/2026/11/25/03/.rejects-20261125T033501123Z.jsonl.gz",
                        "zone/2026/11/25/03/20261125T033501123Z.jsonl.gz",
                        "zone/2026/11/25/03/20261125T033501124Z.jsonl.gz");
        assertThat(downloaded()).extracting(FeedRecord::sum).containsExactly(1.0, 2.0);
    }

    @Test
    void aGroupPutAgainAfterALostAnswerIsStoredOnce() throws IOException {
        BucketStore store = new BucketStore(s3, "landing", "zone/", Duration.ZERO, clock);
        Group group = FolderStoreTest.group(0);
        s3.deleteBucket(r -> r.bucket("landing"));
        assertThatThrownBy(() -> store.store(group)).isInstanceOf(IOException.class);
        s3.createBucket(r -> r.bucket("landing").createBucketConfiguration(c -> c.locationConstraint("eu-west-1")));

        clock.advance(Duration.ofMinutes(1));
        store.store(group);

        assertThat(keys()).containsExactly("zone/2026/11/25/03/20261125T033501123Z.jsonl.gz");
    }

    private Receiver receiver() throws IOException {
        BucketStore store = BucketStore.open(clients, "s3://landing/zone", Duration.ofMillis(50), clock);
        InetSocketAddress free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return Receiver.start(
                new EndpointSettings(free, null, new AccessKey(Bench.KEY), ReceiveLimits.DEFAULT, false), store, clock);
    }

    private static FirehoseClient client(Receiver receiver) {
        return new FirehoseClient(
                URI.create("http://127.0.0.1:" + receiver.address().getPort()), Bench.KEY);
    }

    private List<String> keys() {
        return s3.listObjectsV2(r -> r.bucket("landing")).contents().stream()
                .map(S3Object::key)
                .toList();
    }

    private List<FeedRecord> downloaded() throws IOException {
        for (String key : keys()) {
            Path file = folder.resolve(key);
            Files.createDirectories(file.getParent());
            Files.write(
                    file, s3.getObjectAsBytes(r -> r.bucket("landing").key(key)).asByteArray());
        }
        return LandedSamples.of(folder);
    }
}
