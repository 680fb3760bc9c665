package dev.breakwater.cli.explain;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.breakwater.cli.command.Options;
import dev.breakwater.core.policy.Glob;
import dev.breakwater.ledger.Incident;
import dev.breakwater.ledger.LedgerJson;
import dev.breakwater.ledger.folder.IncidentList;
import dev.breakwater.ledger.folder.RunFolder;
import dev.breakwater.report.IncidentText;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code breakwater incidents}. */
@Command(
        name = "incidents",
        mixinStandardHelpOptions = true,
        description = {
            "Lists the incidents of a run by onset, with their pages and throttles.",
            "In mode observe or alert, it also lists what would have been done. Reads the files of a run, and "
                    + "needs no job."
        })
public final class IncidentsCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private Options.Run run;

    @Option(names = "--open", description = "Only open incidents.")
    private boolean open;

    @Option(
            names = "--function",
            paramLabel = "NAME",
            description = "Only incidents of functions whose name matches; * matches any characters.")
    private String function;

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            description = "Only incidents of this kind, such as flood; docs/detection.md lists the kinds.")
    private String kind;

    @Mixin
    private Options.Since since;

    @Mixin
    private Options.Output output;

    @Override
    public Integer call() throws IOException {
        RunFolder files = run.written();
        List<Incident> all =
                IncidentList.of(files).stream().filter(this::wanted).toList();
        PrintWriter out = spec.commandLine().getOut();
        if (output.json()) {
            out.println(LedgerJson.line(all.stream()
                    .map(i -> new Listed(i.times().endedAt() == null, i))
                    .toList()));
            return 0;
        }
        Map<String, Double> pagedUsd = IncidentText.pagedUsd(files);
        all.forEach(i -> out.println(new IncidentText(i).line(pagedUsd)));
        out.println(IncidentText.count(all));
        return 0;
    }

    private record Listed(boolean open, @JsonUnwrapped Incident row) {}

    private boolean wanted(Incident i) {
        Incident.Identity about = i.identity();
        Instant end = i.times().endedAt();
        return (!open || end == null)
                && (function == null || about.function() != null && Glob.matches(function, about.function()))
                && (kind == null || kind.equals(about.kind()))
                && (end == null || !end.isBefore(since.instant()));
    }
}
