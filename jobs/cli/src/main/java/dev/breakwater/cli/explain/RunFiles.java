package dev.breakwater.cli.explain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The JSON lines of a run's folder, read one by one: a ledger of months is larger than memory. */
public final class RunFiles {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Path folder;

    public RunFiles(Path folder) {
        this.folder = folder;
    }

    public Path folder() {
        return folder;
    }

    /** Whether the folder is one of a run at all. */
    public boolean present() {
        return Files.isRegularFile(folder.resolve("decisions.jsonl"));
    }

    /** The lines of a file that match, in their order; none where there is no such file. */
    public List<JsonNode> lines(String file, Predicate<JsonNode> wanted) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        Path path = folder.resolve(file);
        if (!Files.isRegularFile(path)) return lines;
        try (BufferedReader in = Files.newBufferedReader(path)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                JsonNode node = parse(line);
                if (node != null && wanted.test(node)) lines.add(node);
            }
        }
        return lines;
    }

    /** A job that is running may be writing the last line. */
    private static JsonNode parse(String line) {
        try {
            return MAPPER.readTree(line);
        } catch (JsonProcessingException e) {
            return null;
        }
    }
}
