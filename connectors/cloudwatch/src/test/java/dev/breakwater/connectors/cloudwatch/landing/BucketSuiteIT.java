package dev.breakwater.connectors.cloudwatch.landing;

import dev.breakwater.connectors.aws.AwsClients;
import dev.breakwater.connectors.aws.AwsSettings;
import dev.breakwater.connectors.aws.bucket.Folders.S3Place;
import dev.breakwater.connectors.cloudwatch.FeedRecord;
import dev.breakwater.connectors.cloudwatch.FeedSuite;
import dev.breakwater.connectors.cloudwatch.Lines;
import dev.breakwater.connectors.testkit.emulator.MotoServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.testframe.external.ExternalContextFactory;
import org.apache.flink.connector.testframe.external.source.TestingSourceSettings;
import org.apache.flink.connector.testframe.junit.annotations.TestContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Runs Flink's suite for a landing folder in the emulator's S3. Reading never ends, so cases that need an end are left
 * out.
 */
@Tag("full")
class BucketSuiteIT extends FeedSuite {
    private static final String BUCKET = "landing";
    private static final AtomicInteger PREFIXES = new AtomicInteger();

    private static MotoServer aws;
    private static AwsClients clients;
    private static S3Client s3;

    @TestContext
    ExternalContextFactory<LandedContext> prefixes = name -> new Prefix();

    @BeforeAll
    static void start() {
        aws = MotoServer.start();
        clients = clients(aws.endpoint().toString());
        s3 = clients.s3();
        s3.createBucket(r -> r.bucket(BUCKET));
    }

    @AfterAll
    static void stop() {
        clients.close();
        aws.close();
    }

    private static AwsClients clients(String endpoint) {
        return new AwsClients(
                new AwsSettings("eu-west-1", endpoint, "", 10_000),
                Map.of(),
                StaticCredentialsProvider.create(AwsBasicCredentials.create("emulator", "emulator")));
    }

    private static final class Prefix extends LandedContext {
        private final String prefix = "in-" + PREFIXES.incrementAndGet() + "/";

        @Override
        public Source<FeedRecord, ?, ?> createSource(TestingSourceSettings settings) {
            if (settings.getBoundedness() == Boundedness.BOUNDED) {
                throw new UnsupportedOperationException("a bucket can only be read as an unbounded source");
            }
            LandingFolder.Root root =
                    new Emulated("s3://" + BUCKET + '/' + prefix, aws.endpoint().toString());
            LandingSettings often = LandingSettings.continuous(Lines.NOON).withDiscovery(Duration.ofMillis(50));
            return LandingSource.over(List.of(root), often);
        }

        @Override
        void land(String name, byte[] lines) {
            s3.putObject(r -> r.bucket(BUCKET).key(prefix + name), RequestBody.fromBytes(lines));
        }
    }

    /** Like {@link BucketFolder.Root}, but with the emulator's credentials. */
    private record Emulated(String root, String endpoint) implements LandingFolder.Root {
        @Override
        public LandingFolder open() {
            AwsClients reading = clients(endpoint);
            S3Client client = reading.s3();
            return new BucketFolder(S3Place.of(root), "", client, reading, Lines.NOON);
        }
    }
}
