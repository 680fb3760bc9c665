package dev.breakwater.cli.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.cli.CommandLines;
import dev.breakwater.connectors.testkit.AwsKeys;
import dev.breakwater.connectors.testkit.s3.BucketDouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(AwsKeys.class)
class RunOptionTest {

    @TempDir
    Path folder;

    @Test
    void aBucketThatIsMissingIsNotTakenForARunThatHasWrittenNothing() throws IOException {
        try (BucketDouble s3 = BucketDouble.start()) {
            assertThat(incidents(s3, "missing")).contains("cannot be read: s3://missing/run/: NoSuchBucket");
            assertThat(incidents(s3, "breakwater-files"))
                    .contains("no decisions.jsonl in s3://breakwater-files/run: no run has written there");
        }
    }

    private String incidents(BucketDouble s3, String bucket) throws IOException {
        Path file = Files.writeString(folder.resolve("breakwater.yaml"), """
                apiVersion: breakwater.dev/v1
                accounts: [ { id: "111122223333", regions: [eu-west-1] } ]
                aws: { endpoint: "%s" }
                source: { landing: { path: ./landing } }
                ledger: { path: "s3://%s/run" }
                """.formatted(s3.endpoint(), bucket));
        CommandLines.Run said = CommandLines.run("incidents", "-c", file.toString());
        assertThat(said.exit()).isNotZero();
        return said.err();
    }
}
