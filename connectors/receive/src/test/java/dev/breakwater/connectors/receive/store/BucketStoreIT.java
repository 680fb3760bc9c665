package dev.breakwater.connectors.receive.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.connectors.aws.AwsClients;
import dev.breakwater.connectors.aws.AwsSettings;
import dev.breakwater.connectors.cloudwatch.FeedRecord;
import dev.breakwater.connectors.cloudwatch.landing.LandedSamples;
import dev.breakwater.connectors.receive.Bench;
import dev.breakwater.connectors.receive.Receiver;
import dev.breakwater.connectors.receive.content.Batch;
import dev.breakwater.connectors.receive.content.Batch.RequestKey;
import dev.breakwater.connectors.receive.content.BudgetedBytes;
import dev.breakwater.connectors.receive.content.DeliveryReader.ReceiveLimits;
import dev.breakwater.connectors.receive.content.GzipMember;
import dev.breakwater.connectors.receive.content.Refused;
import dev.breakwater.connectors.receive.store.LandingStore.Group;
import dev.breakwater.connectors.testkit.SetClock;
import dev.breakwater.connectors.testkit.emulator.MotoServer;
import dev.breakwater.connectors.testkit.firehose.FirehoseClient;
import dev.breakwater.connectors.testkit.firehose.FirehoseClient.FirehoseDelivery;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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

/** Tests storage in the emulator's S3. */
class BucketStoreIT {
    private static MotoServer aws;

    @TempDir
    Path folder;

    private final SetClock clock = new SetClock(Bench.NOW);
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
        s3 = clients.s3();
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
                .extracting(key -> key.replaceFirst("-[0-9a-f]{1,8}[.]jsonl", ".jsonl"))
                .containsExactlyInAnyOrder(
                        "zone/2026/11/25/03/.rejects-20261125T033501123Z.jsonl.gz",
                        "zone/2026/11/25/03/20261125T033501123Z.jsonl.gz",
                        "zone/2026/11/25/03/20261125T033501124Z.jsonl.gz");
        assertThat(downloaded()).extracting(r -> r.datapoint().sum()).containsExactly(1.0, 2.0);
    }

    @Test
    void aGroupPutAgainAfterALostAnswerIsStoredOnce() throws IOException {
        BucketStore store = store();
        Group group = FolderStoreTest.group(0);
        s3.deleteBucket(r -> r.bucket("landing"));
        assertThatThrownBy(() -> store.store(group)).isInstanceOf(IOException.class);
        s3.createBucket(r -> r.bucket("landing").createBucketConfiguration(c -> c.locationConstraint("eu-west-1")));

        clock.advance(Duration.ofMinutes(1));
        store.store(group);

        assertThat(keys())
                .singleElement()
                .asString()
                .matches("zone/2026/11/25/03/20261125T033501123Z-[0-9a-f]{1,8}[.]jsonl[.]gz");
    }

    @Test
    void whatSeveralReceiversStoredOfARetriedDeliveryIsReadOnceAlsoOverRestartsOfTheJob() throws IOException {
        BucketStore one = store();
        BucketStore two = store();
        one.store(deliveries(1, 2));
        two.store(deliveries(2, 3));
        assertThat(keys().stream().filter(key -> !key.contains(".rejects-")))
                .as("at the same time, under names of their own")
                .hasSize(2);
        LandedSamples job = LandedSamples.following(s3);
        List<Double> read = read(job);
        assertThat(read).containsExactlyInAnyOrder(1.0, 2.0, 3.0);

        clock.advance(Duration.ofMinutes(2));
        one.store(deliveries(4, 1));
        read.addAll(read(job));
        try (LandedSamples restarted = job.restarted()) {
            job.close();
            clock.advance(Duration.ofMinutes(-1));
            store().store(deliveries(5));
            read.addAll(read(restarted));
            assertThat(read).as("it came late").containsExactlyInAnyOrder(1.0, 2.0, 3.0, 4.0, 5.0);
            two.store(deliveries(3, 6));
            read.addAll(read(restarted));
            assertThat(read).containsExactlyInAnyOrder(1.0, 2.0, 3.0, 4.0, 5.0, 6.0);
        }
    }

    /**
     * Reads until two listings in a row bring nothing, because an object is fetched only by the listing after its
     * request.
     */
    private static List<Double> read(LandedSamples job) {
        List<Double> sums = new ArrayList<>();
        for (int quiet = 0; quiet < 2; quiet++) {
            List<FeedRecord> more = job.more();
            if (!more.isEmpty()) quiet = -1;
            more.forEach(record -> sums.add(record.datapoint().sum()));
        }
        return sums;
    }

    /** Expects one sample of each number, except number 0, which had no good line. */
    private static Group deliveries(int... numbers) {
        BudgetedBytes.Budget budget = new BudgetedBytes.Budget(1 << 20);
        List<Batch> batches = new ArrayList<>();
        batches.add(batch(0, member(budget), member(budget, "what was refused")));
        for (int n : numbers) batches.add(batch(n, member(budget, Bench.sample("a", n - 1)), member(budget)));
        return Group.of(batches);
    }

    private static Batch batch(int number, BudgetedBytes lines, BudgetedBytes rejects) {
        Batch.Tally none = new Batch.Tally(1, 1, Map.of(), 0, 0, Map.of());
        return new Batch(RequestKey.of("", "r-" + number), lines, rejects, none);
    }

    private static BudgetedBytes member(BudgetedBytes.Budget budget, String... lines) {
        try {
            GzipMember member = new GzipMember(budget);
            for (String line : lines) member.line(line.getBytes(StandardCharsets.UTF_8), 0, line.length());
            return member.finish();
        } catch (Refused e) {
            throw new IllegalStateException(e);
        }
    }

    private BucketStore store() {
        return new BucketStore(s3, "landing", "zone/", Duration.ZERO, clock);
    }

    private Receiver receiver() throws IOException {
        BucketStore store = BucketStore.open(clients, "s3://landing/zone", Duration.ofMillis(50), clock);
        InetSocketAddress free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return Receiver.start(Bench.settings(free, null, ReceiveLimits.DEFAULT, forged -> {}), store, clock);
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
