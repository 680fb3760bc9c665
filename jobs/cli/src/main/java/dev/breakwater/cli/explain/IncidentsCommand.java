package dev.breakwater.cli.explain;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.breakwater.cli.command.Options;
import dev.breakwater.cli.command.TerminalCommand;
import dev.breakwater.ledger.DecisionRow;
import dev.breakwater.ledger.Incident;
import dev.breakwater.ledger.LedgerJson;
import dev.breakwater.ledger.folder.IncidentList;
import dev.breakwater.ledger.folder.RunFolder;
import dev.breakwater.model.Glob;
import dev.breakwater.report.IncidentText;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code breakwater incidents}. */
@Command(
        name = "incidents",
        description = {
            "Lists the incidents of a run by onset, with their pages and throttles.",
            "In mode observe or alert, it also lists what would have been done. Reads the files of a run, and "
                    + "needs no job."
        })
public final class IncidentsCommand extends TerminalCommand.OfData {

    @Mixin
    private Options.Run run;

    @Option(names = "--open", description = "Only open incidents, not accepted ones.")
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
    private Options.Period period;

    @Override
    public Integer call() throws IOException {
        RunFolder files = run.written();
        List<Incident> all =
                IncidentList.of(files).stream().filter(this::wanted).toList();
        IncidentText.Decided decided = IncidentText.Decided.of(files);
        if (json()) {
            out().println(LedgerJson.line(all.stream()
                    .map(i -> Listed.of(i, decided.proposed().get(i.id())))
                    .toList()));
            return 0;
        }
        if (!all.isEmpty()) out().println("Times are after the onset, which may be later than an attack's start.");
        all.forEach(i -> out().println(new IncidentText(i).lines(decided)));
        out().println(IncidentText.count(all, decided));
        return 0;
    }

    /** @param proposed the newest proposed throttle, or null */
    private record Listed(
            boolean open,
            @JsonInclude(Include.NON_NULL) Proposed proposed,
            @JsonUnwrapped Incident row) {
        static Listed of(Incident row, DecisionRow proposal) {
            return new Listed(row.open(), proposal == null ? null : Proposed.of(proposal), row);
        }
    }

    private record Proposed(Instant at, Integer limit, Instant until, String detail) {
        static Proposed of(DecisionRow d) {
            return new Proposed(d.at(), d.limits().limit(), d.limits().until(), d.detail());
        }
    }

    private boolean wanted(Incident i) {
        Incident.Identity about = i.identity();
        return (!open || i.open())
                && (function == null || about.function() != null && Glob.matches(function, about.function()))
                && (kind == null || kind.equals(about.kind()))
                && period.wants(i);
    }
}
