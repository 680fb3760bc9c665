package dev.breakwater.cli.explain;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.breakwater.cli.Refusal;
import dev.breakwater.cli.command.Options;
import dev.breakwater.cli.command.TerminalCommand;
import dev.breakwater.ledger.LedgerFile;
import dev.breakwater.ledger.LedgerJson;
import dev.breakwater.ledger.ReadinessRow;
import dev.breakwater.ledger.folder.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code breakwater explain}. */
@Command(
        name = "explain",
        description = {
            "Says why an incident was opened, what it costs, and what was decided.",
            "Names the test that found it, the expected and observed values, and when it began.",
            "Reads the files of a run, and needs no job.",
            "For a function without an incident, the command says whether the baseline is ready."
        })
public final class ExplainCommand extends TerminalCommand.OfData {

    @Parameters(
            paramLabel = "INCIDENT",
            description = "The id of an incident or the beginning of this id, or the name of a function or group.")
    private String what;

    @Mixin
    private Options.Run run;

    @Override
    public Integer call() throws IOException {
        RunFolder files = run.written();
        TreeSet<String> ids = Explanation.find(files, what);
        if (ids.isEmpty()) return readiness(files);
        for (String id : ids) {
            Explanation e = Explanation.of(files, id);
            if (json()) out().println(e.json());
            else new ExplanationText(out(), e, files.recorded()).print();
            if (!json() && !id.equals(ids.last())) out().println();
        }
        return 0;
    }

    /**
     * Prints whether the function already has a baseline. Without a baseline, a function without incidents may still
     * have had surges.
     */
    private int readiness(RunFolder files) throws IOException {
        List<ReadinessRow> known = files.rows(LedgerFile.READINESS, r -> what.equals(r.function()));
        if (known.isEmpty()) {
            throw Refusal.error("neither an incident nor a function " + what + " in " + files.path());
        }
        ReadinessRow newest = known.get(known.size() - 1);
        boolean ready = !newest.readyAt().isAfter(newest(files));
        if (json()) {
            out().println(LedgerJson.line(new Ready(newest, ready)));
        } else if (ready) {
            out().printf(
                            "no incident of %s: it never cost more than its warn threshold above normal with evidence of a surge (./breakwater policies shows the threshold); its baseline has been ready since %s%n",
                            what, newest.readyAt());
        } else {
            out().printf(
                            "%s has no baseline until %s (first seen %s); until then, only youngFunctionUsdPerHour and sudden rises page%n",
                            what, newest.readyAt(), newest.firstSeen());
        }
        return 0;
    }

    private record Ready(@JsonUnwrapped ReadinessRow row, boolean ready) {}

    /** Returns the present time: the newest minute of a recording, or the clock's time for a live run. */
    private static Instant newest(RunFolder files) throws IOException {
        Path summary = files.path().resolve("summary.json");
        if (!Files.isRegularFile(summary)) return Instant.now();
        Instant newest =
                LedgerJson.read(Files.readString(summary), Newest.class).newest();
        return newest == null ? Instant.now() : newest;
    }

    private record Newest(Instant newest) {}
}
