package dev.breakwater.cli.explain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.breakwater.ledger.Segments;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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
        try {
            return !Segments.of(folder.resolve("decisions.jsonl")).isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    /** The lines of a file and of its older parts that match, in their order; none where there is no such file. */
    public List<JsonNode> lines(String file, Predicate<JsonNode> wanted) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (Path part : Segments.of(folder.resolve(file))) {
            try (BufferedReader in = Files.newBufferedReader(part)) {
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    JsonNode node = parse(line);
                    if (node != null && wanted.test(node)) lines.add(node);
                }
            } catch (NoSuchFileException e) {
                continue; // set aside under another name meanwhile
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
