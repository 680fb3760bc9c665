package dev.breakwater.cli.explain;

import com.fasterxml.jackson.databind.JsonNode;
import dev.breakwater.cli.Refusal;
import dev.breakwater.cli.VerboseOption;
import dev.breakwater.cli.command.OutputFormat;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code breakwater explain}. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description = {
            "Says why an incident was opened, what it costs and what was decided.",
            "Names the test, what was expected and seen, and since when.",
            "Works from the files of a run; the job is not needed.",
            "Of a function that has no incident it says whether its baseline is ready."
        })
public final class ExplainCommand implements Callable<Integer>, VerboseOption.Has {

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "INCIDENT",
            description = "An incident's id or its first letters, or the name of a function or group.")
    private String what;

    @Mixin
    private RunOption run;

    @Option(names = "-o", paramLabel = "FORMAT", defaultValue = "text", description = "text (the default) or json.")
    private OutputFormat format;

    @Mixin
    private VerboseOption verbose;

    @Override
    public Integer call() throws IOException {
        RunFiles files = files();
        TreeSet<String> ids = Explanation.find(files, what);
        if (ids.isEmpty()) return readiness(files);
        PrintWriter out = spec.commandLine().getOut();
        for (String id : ids) {
            Explanation e = Explanation.of(files, id);
            if (format == OutputFormat.JSON) out.println(e.json());
            else new ExplanationText(out, e).print();
            if (format == OutputFormat.TEXT && !id.equals(ids.last())) out.println();
        }
        return 0;
    }

    private RunFiles files() {
        RunFiles files = run.files();
        if (!files.present()) {
            throw Refusal.error("no decisions.jsonl in " + files.folder() + ": no run has written there");
        }
        return files;
    }

    /** No incident is no all-clear: a function without a baseline could not be judged. */
    private int readiness(RunFiles files) throws IOException {
        List<JsonNode> known =
                files.lines("readiness.jsonl", r -> r.path("function").asText().equals(what));
        if (known.isEmpty()) {
            throw Refusal.error("neither an incident nor a function " + what + " in " + files.folder());
        }
        JsonNode newest = known.get(known.size() - 1);
        Instant readyAt = Instant.parse(newest.path("readyAt").asText());
        boolean ready = !readyAt.isAfter(Readings.newest(files));
        PrintWriter out = spec.commandLine().getOut();
        if (format == OutputFormat.JSON) {
            out.println(Readings.json(newest, ready));
        } else if (ready) {
            out.printf("no incident of %s; its baseline has been ready since %s%n", what, readyAt);
        } else {
            out.printf(
                    "%s is not ready until %s (first seen %s): until then only youngFunctionUsdPerHour watches it%n",
                    what, readyAt, newest.path("firstSeen").asText());
        }
        return 0;
    }

    @Override
    public boolean verbose() {
        return verbose.verbose;
    }
}
