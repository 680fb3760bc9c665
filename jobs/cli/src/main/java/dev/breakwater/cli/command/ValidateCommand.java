package dev.breakwater.cli.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.breakwater.cli.Colour;
import dev.breakwater.cli.Refusal;
import dev.breakwater.cli.doctor.LocalChecks;
import dev.breakwater.config.ConfigLoader;
import dev.breakwater.config.Warnings;
import dev.breakwater.config.Warnings.KnownFunctions;
import dev.breakwater.config.Warnings.Warning;
import dev.breakwater.config.model.Settings;
import dev.breakwater.config.read.Document;
import dev.breakwater.config.read.Document.Loaded;
import dev.breakwater.config.read.Problems.Problem;
import dev.breakwater.guard.convert.InventoryFile;
import dev.breakwater.ledger.LedgerJson;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code breakwater validate}. */
@Command(
        name = "validate",
        description = {
            "Lists all problems of a configuration at once, and exits with 3 if there are any.",
            "It also warns of probable mistakes: patterns that match nothing, alerts without a receiver, "
                    + "windows that are over, roles of other accounts, and state that does not fit on this machine.",
            "It reads no secret and calls no AWS; breakwater doctor does."
        })
public final class ValidateCommand extends TerminalCommand.OfData {

    @Parameters(arity = "0..*", paramLabel = "FILE", description = "Configuration files; default: the file of -c.")
    private List<Path> files;

    @Mixin
    private ConfigOption config;

    @Option(
            names = "--functions",
            paramLabel = "INVENTORY",
            description = "Compare the patterns with the functions in this inventory (JSON lines) instead of with "
                    + "those that a run has seen.")
    private Path inventory;

    @Option(names = "--strict", description = "Also exit with 3 for a warning.")
    private boolean strict;

    @Override
    public Integer call() {
        ArrayNode all = new ObjectMapper().createArrayNode();
        boolean no = false;
        boolean unreadable = false;
        for (Path file : files == null ? List.of(config.file()) : files) {
            Loaded<Settings> result;
            try {
                result = ConfigLoader.load(file);
            } catch (Document.Unreadable e) {
                note(e.getMessage());
                unreadable = true;
                continue;
            }
            boolean valid = result.problems().isEmpty();
            KnownFunctions functions = valid ? functions(result.value()) : new KnownFunctions(Set.of(), Set.of());
            List<Warning> warnings = valid ? warnings(result.value(), functions) : List.of();
            no |= !valid || strict && !warnings.isEmpty();
            if (!json()) text(file, result, warnings, functions);
            else json(all, file, result.problems(), warnings);
        }
        if (json()) out().println(all);
        if (unreadable) return 1;
        return no ? Refusal.ANSWER_IS_NO : 0;
    }

    private KnownFunctions functions(Settings settings) {
        if (inventory == null) return new LocalChecks(settings).functions();
        KnownFunctions functions = new KnownFunctions(new TreeSet<>(), new TreeSet<>());
        InventoryFile.read(inventory).values().forEach(f -> {
            functions.names().add(f.function());
            f.tags().forEach((tag, value) -> functions.tags().add(tag + ": " + value));
        });
        return functions;
    }

    /** Returns warnings about settings that are probably a mistake, or that cannot work on this machine. */
    private static List<Warning> warnings(Settings settings, KnownFunctions functions) {
        List<Warning> warnings = new ArrayList<>(Warnings.of(settings, Instant.now()));
        warnings.addAll(Warnings.unmatched(settings, functions));
        warnings.addAll(new LocalChecks(settings).state());
        return warnings;
    }

    private void text(Path file, Loaded<Settings> result, List<Warning> warnings, KnownFunctions functions) {
        List<Problem> problems = result.problems();
        String warned = warnings.isEmpty() ? "" : ", " + warnings.size() + " warning(s)";
        out().println(file + ": "
                + (problems.isEmpty()
                        ? Colour.GREEN.of("valid") + warned
                        : Colour.RED.of(problems.size() + " problem(s)")));
        problems.forEach(p -> out().println("  " + p));
        warnings.forEach(w -> out().println("  " + Colour.YELLOW.of("warning:") + " " + w));
        if (result.found() == null)
            out().println("  there may be more problems, which show once the file is valid YAML");
        if (!problems.isEmpty()) return;
        Warnings.notes(result.value()).forEach(note -> out().println("  " + note));
        if (functions.names().isEmpty())
            out().println("  patterns were not compared with functions, because no run has written its files "
                    + "here. To compare them, run ./breakwater policies, or use --functions");
    }

    private static void json(ArrayNode all, Path file, List<Problem> problems, List<Warning> warnings) {
        for (Problem p : problems) {
            ObjectNode o = all.addObject().put("file", file.toString()).put("level", "problem");
            o.setAll((ObjectNode) LedgerJson.tree(p));
        }
        warnings.forEach(w -> all.addObject()
                .put("file", file.toString())
                .put("level", "warning")
                .put("path", w.path())
                .put("rule", w.text()));
    }
}
