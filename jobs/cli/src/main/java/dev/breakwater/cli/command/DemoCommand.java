package dev.breakwater.cli.command;

import dev.breakwater.cli.recording.DemoRecording;
import dev.breakwater.cli.replay.Replay;
import dev.breakwater.cli.replay.Replay.ReplayRequest;
import dev.breakwater.cli.replay.ScratchFolder;
import dev.breakwater.cli.replay.Summary;
import dev.breakwater.guard.convert.InventoryFile;
import dev.breakwater.ledger.LedgerFile;
import dev.breakwater.ledger.folder.RunFolder;
import dev.breakwater.report.IncidentText;
import dev.breakwater.report.Wording;
import dev.breakwater.report.run.AttackResults;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code breakwater demo}. */
@Command(
        name = "demo",
        description = {
            "Replays recorded real traffic with injected attacks. Needs no AWS account.",
            "Prints each page, proposal, throttle and release, and writes a report."
        })
public final class DemoCommand extends TerminalCommand {

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "out/demo",
            description = "Folder for the results; default: ${DEFAULT-VALUE}.")
    private Path out;

    @Option(names = "--all", description = "Print all decisions, including surges that paged nobody.")
    private boolean all;

    @Mixin
    private Options.Open open;

    @Mixin
    private Options.Job job;

    @Override
    public Integer call() throws Exception {
        PrintWriter console = out();
        DemoRecording recording = DemoRecording.load();
        introduce(console, recording);
        conclude(console, ScratchFolder.with("breakwater-demo", samples -> {
            DemoRecording.Written written = recording.writeTo(samples);
            DecisionPrinter printer = new DecisionPrinter(console, System.console() != null, written.lines(), all);
            Summary summary = Replay.run(request(recording, written), printer);
            printer.end();
            return summary;
        }));
        open.show(out.resolve("report.html"));
        return 0;
    }

    private ReplayRequest request(DemoRecording recording, DemoRecording.Written written) {
        return new ReplayRequest(
                List.of(written.samples()),
                ConfigOption.demo(),
                InventoryFile.read(written.functions()),
                recording.attacks(),
                Optional.empty(),
                Optional.empty(),
                out,
                job.parallelism());
    }

    private static void introduce(PrintWriter console, DemoRecording recording) {
        console.printf(
                Locale.ROOT,
                "Recorded traffic of %d functions, %s to %s. %d attacks are injected, and throttles are simulated.%n%n",
                recording.functions(),
                recording.start(),
                recording.end(),
                recording.attacks().size());
        console.flush();
    }

    private void conclude(PrintWriter console, Summary s) throws IOException {
        RunFolder run = new RunFolder(out);
        AttackResults attacks =
                AttackResults.of(run.rows(LedgerFile.ATTACKS, a -> true), run.rows(LedgerFile.INCIDENTS, i -> true));
        console.printf("%nThe injected attacks, with times after the attack's start:%n");
        for (AttackResults.Attack a : attacks.all()) {
            console.printf(
                    "  %-13s %-14s seen after %-11s paged after %-11s %s%s%n",
                    a.row().id(), a.target(), or(a.seenAfter()), or(a.pagedAfter()), a.done(), beside(a));
        }
        IncidentText.Decided decided = IncidentText.Decided.of(run);
        if (!attacks.falsePages().isEmpty())
            console.printf("%nPages without an attack, with times after the surge's estimated onset:%n");
        attacks.falsePages().forEach(i -> console.println(new IncidentText(i).lines(decided)));
        console.println();
        console.println(attacks.sums());
        console.println(attacks.refused());
        console.printf(
                Locale.ROOT,
                "%n%s in all, %s, %s, %s.%n%,d samples in %.1f s. Report: %s%n",
                Wording.count(s.outcome().incidents(), "incident"),
                s.outcome().pagesText(),
                Wording.count(s.outcome().throttles(), "throttle"),
                Wording.count(s.outcome().releases(), "release"),
                s.input().samples(),
                s.input().wallSeconds(),
                out.resolve("report.html"));
        console.flush();
    }

    /** Returns what the attack cost above normal and, if it was throttled, the averted part and the refused good calls. */
    private static String beside(AttackResults.Attack a) {
        String cost = ": " + Wording.usd(a.excessUsd()) + " above normal";
        if (a.avertedUsd().signum() == 0 && a.refusedGood() == 0) return cost;
        return cost + ", " + Wording.usd(a.avertedUsd()) + " of it averted, "
                + Wording.count(a.refusedGood(), "good call") + " refused";
    }

    private static String or(String span) {
        return span.isEmpty() ? "never" : span;
    }
}
