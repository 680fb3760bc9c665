package dev.breakwater.guard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * The properties that Amazon Managed Service for Apache Flink passes to a job instead of arguments: groups in a file.
 */
final class RuntimeProperties {

    static final Path FILE = Path.of("/etc/flink/application_properties.json");

    private static final String GROUP = "breakwater";

    private RuntimeProperties() {}

    /**
     * The properties of our group.
     *
     * @throws IllegalArgumentException if it does not exist, or the file has no such groups
     */
    static Map<String, String> read(Path file) throws IOException {
        Map<String, String> properties = new TreeMap<>();
        for (JsonNode group : new ObjectMapper().readTree(Files.readString(file))) {
            if (!GROUP.equals(group.path("PropertyGroupId").asText())) continue;
            group.path("PropertyMap")
                    .properties()
                    .forEach(p -> properties.put(p.getKey(), p.getValue().asText()));
        }
        if (properties.get("config") == null) {
            throw new IllegalArgumentException(
                    "the runtime properties have no group " + GROUP
                            + " with the key config: write config = s3://BUCKET/breakwater.yaml, and region = that of the bucket");
        }
        return properties;
    }
}
