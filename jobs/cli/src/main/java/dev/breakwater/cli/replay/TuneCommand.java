package dev.breakwater.cli.replay;

import dev.breakwater.cli.Refusal;
import dev.breakwater.cli.command.ConfigOption;
import dev.breakwater.cli.command.Options;
import dev.breakwater.cli.command.RecordingOptions;
import dev.breakwater.cli.replay.Replay.ReplayRequest;
import dev.breakwater.cli.replay.Tuning.Candidate;
import dev.breakwater.config.model.PolicySettings;
import dev.breakwater.config.model.Settings;
import dev.breakwater.core.policy.FunctionFacts;
import dev.breakwater.ledger.Incident;
import dev.breakwater.ledger.LedgerFile;
import dev.breakwater.ledger.LedgerJson;
import dev.breakwater.ledger.SpendRow;
import dev.breakwater.ledger.folder.RunFolder;
import dev.breakwater.report.Wording;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code breakwater tune}. */
@Command(
        name = "tune",
        mixinStandardHelpOptions = true,
        description = {
            "Replays recorded samples with several page thresholds, and shows how often each would page and what it "
                    + "would miss.",
            "Needs no network. Without a configuration, it uses the shipped one. "
                    + "Each replay writes its files and its report into its own folder below --out."
        })
public final class TuneCommand implements Callable<Integer> {

    private static final String AUTO = "auto";
    private static final int SHOWN = 5;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigOption config;

    @Mixin
    private RecordingOptions recording;

    @Option(
            names = "--lines",
            split = ",",
            paramLabel = "LINE",
            defaultValue = "auto,0.1,0.5,1,5,20,50",
            description = "Page thresholds to try: auto, or USD an hour; default: ${DEFAULT-VALUE}.")
    private List<String> lines;

    @Option(
            names = "--pages-per-week",
            paramLabel = "N",
            defaultValue = "1",
            description = "Largest number of pages a week that you accept; default: ${DEFAULT-VALUE}.")
    private double pagesPerWeek;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "out/tune",
            description = "Folder for the files of the replays; default: ${DEFAULT-VALUE}.")
    private Path out;

    @Mixin
    private Options.Job job;

    @Mixin
    private Options.Output output;

    @Override
    public Integer call() throws Exception {
        for (String line : lines) usd(line);
        return recording.read(configured(), this::say, this::tune);
    }

    private Settings configured() {
        return config.found().isPresent() ? config.recording() : ConfigOption.shippedRecording();
    }

    private int tune(List<Path> inputs, Map<String, FunctionFacts> fleet) throws Exception {
        List<Incident> asConfigured = replay("configured", configured(), inputs, fleet);
        long days = days();
        Candidate configured = Candidate.of("as configured", days, asConfigured, asConfigured);
        List<Candidate> candidates = new ArrayList<>();
        for (String line : lines) {
            Settings settings = config.recording(usd(line));
            candidates.add(Candidate.of(line, days, replay(line, settings, inputs, fleet), asConfigured));
        }
        Tuning tuning = new Tuning(days, configured, candidates);
        PrintWriter console = spec.commandLine().getOut();
        if (output.json()) console.println(LedgerJson.line(tuning));
        else text(tuning, console);
        return 0;
    }

    private double usd(String line) {
        if (line.equals(AUTO)) return PolicySettings.AUTO;
        try {
            double usd = Double.parseDouble(line);
            if (usd >= 0 && usd <= 1_000_000) return usd;
        } catch (NumberFormatException e) {
            // reported below, as for a number that is too large or too small
        }
        throw Refusal.usage("--lines " + line + ": write auto, or USD an hour from 0 to 1000000");
    }

    private void say(String line) {
        spec.commandLine().getErr().println("breakwater: " + line);
        spec.commandLine().getErr().flush();
    }

    private List<Incident> replay(String name, Settings settings, List<Path> inputs, Map<String, FunctionFacts> fleet)
            throws Exception {
        say("replaying, page threshold " + name);
        RunFolder folder = new RunFolder(out.resolve(name));
        Summary summary = Replay.run(
                new ReplayRequest(
                        inputs,
                        settings,
                        fleet,
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        folder.path(),
                        job.parallelism()),
                spec.commandLine().getErr());
        if (summary.input().samples() == 0) throw Refusal.error("no sample was used");
        return folder.rows(LedgerFile.INCIDENTS, i -> i.times().onset() != null);
    }

    private long days() throws IOException {
        return new RunFolder(out.resolve("configured"))
                .rows(LedgerFile.SPEND, s -> true).stream()
                        .map(SpendRow::day)
                        .collect(Collectors.toSet())
                        .size();
    }

    private void text(Tuning tuning, PrintWriter console) {
        console.printf(
                "Results over %d days. Each line is a page threshold, in USD above normal in an hour:%n%n",
                tuning.days());
        console.printf(
                "  %-14s %6s %8s %12s %14s %12s %12s %7s %5s%n",
                "line", "pages", "a week", "paged USD", "unpaged USD", "averted USD", "good refused", "gained", "lost");
        row(tuning.configured(), console);
        tuning.candidates().forEach(c -> row(c, console));
        Candidate best = tuning.within(pagesPerWeek);
        console.printf(
                "%nGrowth is judged by the hourly cost that it would reach in 15 minutes, so it pages earlier.%n%n");
        if (best == null) {
            console.printf(
                    "Each of these thresholds pages more than %s times a week. Try higher --lines.%n",
                    Wording.number(pagesPerWeek));
            return;
        }
        console.printf(
                "The threshold that finds the most surges with at most %s pages a week:%n%n",
                Wording.number(pagesPerWeek));
        console.printf("    page: { minUsdPerHour: %s }%n%n", best.line());
        pages("This threshold would also have paged", best.gained(), console);
        pages("This threshold would not have paged", best.lost(), console);
        console.println("reports: " + out.resolve(best.line()).resolve("report.html"));
    }

    private static void row(Candidate c, PrintWriter console) {
        console.printf(
                "  %-14s %6d %8s %12s %14s %12s %,12d %7d %5d%n",
                c.line(),
                c.pages(),
                Wording.number(c.pagesPerWeek()),
                Wording.usd(c.pagedUsd()),
                Wording.usd(c.unpagedUsd()),
                Wording.usd(c.avertedUsd()),
                c.refusedGood(),
                c.gained().size(),
                c.lost().size());
    }

    private static void pages(String what, List<Tuning.Page> pages, PrintWriter console) {
        if (pages.isEmpty()) return;
        console.println(what + ":");
        pages.stream()
                .sorted(Comparator.comparing(Tuning.Page::excessUsd).reversed())
                .limit(SHOWN)
                .forEach(p -> console.printf(
                        "  %s %s %s %s, %s above normal%n",
                        p.incident(), p.kind(), p.name(), Wording.minute(p.onset()), Wording.usd(p.excessUsd())));
        if (pages.size() > SHOWN) console.println("  and " + (pages.size() - SHOWN) + " more");
    }
}
