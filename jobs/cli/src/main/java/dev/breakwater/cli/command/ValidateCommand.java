package dev.breakwater.cli.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.breakwater.cli.VerboseOption;
import dev.breakwater.config.ConfigLoader;
import dev.breakwater.config.model.Settings;
import dev.breakwater.config.read.Document;
import dev.breakwater.config.read.Loaded;
import dev.breakwater.config.read.Problem;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code breakwater validate}. */
@Command(
        name = "validate",
        mixinStandardHelpOptions = true,
        description = "Prints all problems of a configuration at once; exit 3 if there are any.")
public final class ValidateCommand implements Callable<Integer>, VerboseOption.Has {

    private static final int ANSWER_IS_NO = 3;

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Configuration files.")
    private List<Path> files;

    @Option(names = "-o", paramLabel = "FORMAT", defaultValue = "text", description = "text (the default) or json.")
    private OutputFormat format;

    @Mixin
    private VerboseOption verbose;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        ArrayNode all = new ObjectMapper().createArrayNode();
        int count = 0;
        boolean unreadable = false;
        for (Path file : files) {
            Loaded<Settings> result;
            try {
                result = ConfigLoader.load(file);
            } catch (Document.Unreadable e) {
                spec.commandLine().getErr().println("breakwater: " + e.getMessage());
                unreadable = true;
                continue;
            }
            List<Problem> problems = result.problems();
            count += problems.size();
            if (format == OutputFormat.TEXT) text(out, file, result);
            else
                problems.forEach(p -> all.addObject()
                        .put("file", file.toString())
                        .put("path", p.path())
                        .put("value", p.value())
                        .put("rule", p.rule())
                        .put("remedy", p.remedy()));
        }
        if (format == OutputFormat.JSON) out.println(all);
        if (unreadable) return 1;
        return count == 0 ? 0 : ANSWER_IS_NO;
    }

    private static void text(PrintWriter out, Path file, Loaded<Settings> result) {
        List<Problem> problems = result.problems();
        out.println(file + ": " + (problems.isEmpty() ? "valid" : problems.size() + " problem(s)"));
        problems.forEach(p -> out.println("  " + p));
    }

    @Override
    public boolean verbose() {
        return verbose.verbose;
    }
}
