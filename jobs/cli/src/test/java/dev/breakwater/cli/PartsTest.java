package dev.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartsTest {

    private static final String OWN_POM = "META-INF/maven/org.example/shady/pom.properties";
    private static final String OTHERS_POM = "META-INF/maven/org.other/inner/pom.properties";
    private static final String LIST = """
            {"bomFormat": "CycloneDX", "metadata": {"component": {"version": "1.0"}}, "components": [
              {"type": "library", "group": "org.example", "name": "shady", "version": "2", "purl": "kept"},
              {"type": "library", "group": "org.openjdk.jmh", "name": "jmh-core", "version": "1.37"}]}""";
    private static final String NOTICE_TEXT = """
            This project bundles the following dependencies under the Apache Software License 2.0.

            - io.netty:netty-buffer:4.1.127.Final
            - org.apache.pekko:pekko-actor_2.12:1.1.2
            """;

    @TempDir
    Path folder;

    private Path list;
    private Path lib;

    @BeforeEach
    void begin() throws IOException {
        list = Files.writeString(folder.resolve("sbom.json"), LIST);
        lib = Files.createDirectories(folder.resolve("image/lib"));
    }

    @Test
    void namesWhatAJarBundlesByItsPomsItsNoticeAndTheJarsInsideOfIt() throws IOException {
        byte[] nested = jar(Map.of("META-INF/NOTICE", NOTICE_TEXT.getBytes(StandardCharsets.UTF_8)));
        Map<String, byte[]> entries = new TreeMap<>();
        entries.put(OWN_POM, properties("org.example", "shady", "2"));
        entries.put(OTHERS_POM, properties("org.other", "inner", "3.1"));
        entries.put("flink-rpc-akka.jar", nested);
        Files.write(lib.resolve("shady-2.jar"), jar(entries));
        JsonNode shipped = made();
        assertThat(shipped).hasSize(1);
        assertThat(shipped.get(0).path("purl").asText()).isEqualTo("kept");
        assertThat(shipped.get(0).path("components"))
                .extracting(part -> part.path("purl").asText())
                .containsExactly(
                        "pkg:maven/io.netty/netty-buffer@4.1.127.Final",
                        "pkg:maven/org.apache.pekko/pekko-actor_2.12@1.1.2",
                        "pkg:maven/org.other/inner@3.1");
    }

    @Test
    void dropsWhatIsNotThereAndNamesOurOwnJarsThatHaveNoVersionInTheirName() throws IOException {
        Files.write(folder.resolve("image/breakwater-cli.jar"), jar(Map.of()));
        assertThat(made())
                .singleElement()
                .satisfies(part -> assertThat(part.path("purl").asText())
                        .isEqualTo("pkg:maven/dev.breakwater/breakwater-cli@1.0"));
    }

    @Test
    void refusesAJarThatMavenDoesNotKnowOf() throws IOException {
        Files.write(lib.resolve("stranger-1.jar"), jar(Map.of()));
        assertThatThrownBy(this::made).hasMessageContaining("stranger-1.jar");
    }

    private JsonNode made() throws IOException {
        Parts.main(new String[] {list.toString(), folder.resolve("image").toString()});
        return new ObjectMapper().readTree(list.toFile()).path("components");
    }

    private static byte[] properties(String group, String name, String version) {
        return "groupId=%s%nartifactId=%s%nversion=%s%n"
                .formatted(group, name, version)
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] jar(Map<String, byte[]> entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
        return bytes.toByteArray();
    }
}
