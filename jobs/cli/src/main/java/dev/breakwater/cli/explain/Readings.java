package dev.breakwater.cli.explain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** How far the run has read. */
final class Readings {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Readings() {}

    /** The newest minute of a recording; of a live run, now. */
    static Instant newest(RunFiles files) throws IOException {
        Path summary = files.folder().resolve("summary.json");
        if (!Files.isRegularFile(summary)) return Instant.now();
        JsonNode newest = MAPPER.readTree(summary.toFile()).path("newest");
        return newest.isTextual() ? Instant.parse(newest.asText()) : Instant.now();
    }

    static ObjectNode json(JsonNode readiness, boolean ready) {
        ObjectNode o = MAPPER.createObjectNode();
        o.setAll((ObjectNode) readiness);
        return o.put("ready", ready);
    }
}
