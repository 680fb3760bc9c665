package dev.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.testkit.AwsKeys;
import dev.breakwater.connectors.testkit.samples.MetricStreamFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** Tests a job whose ledger, files and pages are in S3, and commands beside it. */
@ExtendWith(AwsKeys.class)
class BucketRunIT extends FloodTrial {

    private S3Client s3;

    @BeforeEach
    void bucket() {
        s3 = S3Client.builder()
                .endpointOverride(aws.endpoint())
                .region(Region.of(MetricStreamFiles.REGION))
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("emulator", "emulator")))
                .forcePathStyle(true)
                .build();
        s3.createBucket(r -> r.bucket("breakwater-files")
                .createBucketConfiguration(c -> c.locationConstraint(MetricStreamFiles.REGION)));
        job.writesTo("s3://breakwater-files/run");
    }

    @AfterEach
    void close() {
        s3.close();
    }

    @Test
    @Tag("full") // takes a minute; BucketLedgerTest and KillIT test the parts
    void aThrottleIsSeenOverAKillAndReleasedOnAWordThroughTheBucket() throws Exception {
        run("hold: 1h, maxHold: 2h");
        await(
                "the throttle",
                () -> lambda.reserved(FUNCTION) == LIMIT
                        && !job.decisions("held").isEmpty());
        String incident = job.decisions("throttle").get(0).path("incident").asText();
        await("its page", () -> job.page(incident).contains("Held now"));
        job.kill();
        job.start();
        long before = job.checkpoints();
        await("a checkpoint of the next process", () -> job.checkpoints() > before);

        assertThat(job.command("ledger", "verify"))
                .containsPattern("s3://breakwater-files/run/ledger/chains/[^/]+/ledger.jsonl is intact");
        assertThat(job.command("status")).contains(FUNCTION);
        assertThat(job.command("incidents")).contains(incident);
        assertThat(job.command("release", FUNCTION)).doesNotContain("no running job reads");
        assertThat(lambda.reserved(FUNCTION)).isEqualTo(FOUND);
        assertThat(job.ledger("returned")).hasSize(1);
        await("what came of it", () -> !job.decisions("given-back").isEmpty());

        assertThat(job.decisions().stream().map(d -> d.path("account") + " " + d.path("sequence") + d.path("type")))
                .doesNotHaveDuplicates();
        assertThat(job.command("ledger", "verify")).contains("is intact");
        try (Stream<Path> local = Files.list(folder)) {
            assertThat(local.map(f -> f.getFileName().toString()))
                    .as("what lies here: its input, its checkpoints, what it was told and what it said")
                    .isSubsetOf(List.of("landing", "checkpoints", "breakwater.yaml", "job.log"));
        }
    }
}
