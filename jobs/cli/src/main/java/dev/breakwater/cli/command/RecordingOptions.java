package dev.breakwater.cli.command;

import dev.breakwater.core.policy.FunctionFacts;
import dev.breakwater.guard.convert.InventoryFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** Selects the recorded samples for a replay, and the inventory of their functions. */
public final class RecordingOptions {

    @Option(
            names = "--input",
            required = true,
            arity = "1..*",
            paramLabel = "PATH",
            description = "Files or folders of CloudWatch Metric Streams JSON, plain or gzip.")
    private List<Path> inputs;

    @Option(
            names = "--functions",
            paramLabel = "FILE",
            description = "Inventory as JSON lines: memory, architecture, tags.")
    private Path functions;

    public List<Path> inputs() {
        return inputs;
    }

    /** The inventory; empty if none is named. */
    public Map<String, FunctionFacts> fleet() throws IOException {
        return functions == null ? Map.of() : InventoryFile.read(functions);
    }
}
