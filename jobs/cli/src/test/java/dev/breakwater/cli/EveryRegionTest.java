package dev.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.aws.AwsNames;
import dev.breakwater.guard.convert.InventoryFile;
import dev.breakwater.model.Arns;
import dev.breakwater.model.Scope;
import dev.breakwater.model.kind.ResourceKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/** Tests that every region in AWS's SDK is accepted, from the configuration to the ARN. */
class EveryRegionTest {

    private static final String ACCOUNT = "111122223333";

    @TempDir
    Path folder;

    static Stream<String> regions() {
        return Region.regions().stream().filter(r -> !r.isGlobalRegion()).map(Region::id);
    }

    @ParameterizedTest
    @MethodSource("regions")
    void isTakenEverywhereWithItsPartition(String region) throws Exception {
        assertThat(AwsNames.isRegion(region)).isTrue();
        String partition = PartitionMetadata.of(Region.of(region)).id();
        assertThat(ResourceKind.arnOf(Scope.function(ACCOUNT, region, "f")))
                .isEqualTo("arn:" + partition + ":lambda:" + region + ":" + ACCOUNT + ":function:f");
        assertThat(InventoryFile.read(inventory(region))).hasSize(1);
        assertThat(CommandLines.run("validate", configuration(region).toString()))
                .satisfies(run -> {
                    assertThat(run.err()).isEmpty();
                    assertThat(run.exit()).as(run.out()).isZero();
                });
    }

    @ParameterizedTest
    @CsvSource({
        "eusc-de-east-1,aws-eusc",
        "us-iso-east-1,aws-iso",
        "us-isob-west-1,aws-iso-b",
        "cn-northwest-1,aws-cn",
        "us-gov-east-1,aws-us-gov",
        "mx-central-1,aws"
    })
    void itsPartitionIsAwss(String region, String partition) {
        assertThat(Arns.partition(region)).isEqualTo(partition);
    }

    @ParameterizedTest
    @CsvSource({
        "eu-west",
        "west-1",
        "EU-west-1",
        "eu--west-1",
        "eu-west-111",
        "-eu-west-1",
        "eu-west1",
        "eu-west-1-",
        "1"
    })
    void whatIsNoRegionIsNone(String region) {
        assertThat(AwsNames.isRegion(region)).isFalse();
    }

    private Path inventory(String region) throws Exception {
        return Files.writeString(
                folder.resolve("functions.jsonl"),
                "{\"function\":\"f\",\"account\":\"" + ACCOUNT + "\",\"region\":\"" + region
                        + "\",\"memoryMb\":128}\n");
    }

    private Path configuration(String region) throws Exception {
        return Files.writeString(folder.resolve("breakwater.yaml"), """
                apiVersion: breakwater.dev/v1
                mode: observe
                accounts:
                  - { id: "%s", regions: [%s] }
                source:
                  landing: { path: ./landing }
                policies:
                  - { name: default, match: { function: "*" } }
                notify:
                  cloudwatch: { region: %s }
                prices: { assumeDearestRegion: on }
                """.formatted(ACCOUNT, region, region));
    }
}
