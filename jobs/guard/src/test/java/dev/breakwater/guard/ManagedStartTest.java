package dev.breakwater.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.config.ConfigFile;
import dev.breakwater.config.model.Settings;
import dev.breakwater.connectors.aws.bucket.Folders;
import dev.breakwater.connectors.testkit.AwsKeys;
import dev.breakwater.connectors.testkit.s3.BucketDouble;
import dev.breakwater.guard.SurgeGuardMain.RuntimeProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The job's start on Amazon Managed Service for Apache Flink: without arguments and without a disk. */
@ExtendWith(AwsKeys.class)
class ManagedStartTest {

    private static final String YAML = """
            apiVersion: breakwater.dev/v1
            accounts: [ { id: "111122223333", regions: [eu-west-1] } ]
            source: { landing: { path: "s3://breakwater-files/landing/" } }
            """;

    @TempDir
    private Path folder;

    private BucketDouble s3;
    private String file;

    @BeforeEach
    void open() {
        s3 = BucketDouble.start();
        file = Folders.text("s3://breakwater-files/breakwater.yaml", "eu-west-1", s3.endpoint());
    }

    @AfterEach
    void close() {
        s3.close();
    }

    @Test
    void theConfigurationIsTheOneInS3ThatTheRuntimePropertiesName() throws IOException {
        Files.writeString(
                Folders.of(file),
                YAML
                        + "ledger: { path: \"s3://breakwater-files/run/ledger\" }\npages: { path: \"s3://breakwater-files/run/pages\" }\n");
        ConfigFile read = read(properties(file));
        assertThat(read.load().problems()).isEmpty();
        Settings settings = read.load().value();
        assertThat(read.path()).isEqualTo("s3://breakwater-files/breakwater.yaml");
        assertThat(settings.ledger().path()).isEqualTo("s3://breakwater-files/run/ledger");
        assertThat(settings.requestsPath()).isEqualTo("s3://breakwater-files/run/ledger/requests");
        assertThat(settings.mode().toString()).isEqualToIgnoringCase("alert");
        SurgeGuardMain.requireNoDisk(settings);
    }

    @Test
    void aFolderOnADiskIsRefusedByItsKey() throws IOException {
        Files.writeString(Folders.of(file), YAML + "ledger: { path: \"s3://breakwater-files/run/ledger\" }\n");
        Settings settings = read(properties(file)).load().value();
        assertThatThrownBy(() -> SurgeGuardMain.requireNoDisk(settings))
                .hasMessageContaining("pages.path: ")
                .hasMessageContaining("write s3://");
    }

    @Test
    void propertiesThatNameNoConfigurationInS3AreRefusedAndSayWhatToWrite() {
        assertThatThrownBy(() -> properties("/etc/breakwater.yaml", "Other")).hasMessageContaining("config = s3://");
        assertThatThrownBy(() -> read(properties("/etc/breakwater.yaml")))
                .hasMessageContaining("runtime property config: /etc/breakwater.yaml");
        assertThatThrownBy(() -> read(properties(file)))
                .hasMessageContaining("s3://breakwater-files/breakwater.yaml: there is no such file");
    }

    private static ConfigFile read(Map<String, String> properties) {
        AtomicReference<ConfigFile> read = new AtomicReference<>();
        SurgeGuardMain.managed(properties, new Configuration()).build(read::set);
        return read.get();
    }

    private Map<String, String> properties(String config) throws IOException {
        return properties(config, "breakwater");
    }

    private Map<String, String> properties(String config, String group) throws IOException {
        return RuntimeProperties.read(
                Files.writeString(folder.resolve("application_properties.json"), """
                [ { "PropertyGroupId": "FlinkApplicationProperties", "PropertyMap": { "config": "no" } },
                  { "PropertyGroupId": "%s", "PropertyMap": { "config": "%s", "region": "eu-west-1", "mode": "alert" } } ]
                """.formatted(group, config)));
    }
}
