package dev.breakwater.cli.command;

import dev.breakwater.cli.Refusal;
import dev.breakwater.cli.replay.Replay;
import dev.breakwater.cli.replay.Replay.ReplayRequest;
import dev.breakwater.cli.replay.Summary;
import dev.breakwater.config.model.Settings;
import dev.breakwater.engine.policy.Lines;
import dev.breakwater.ledger.Incident;
import dev.breakwater.ledger.LedgerFile;
import dev.breakwater.ledger.LedgerJson;
import dev.breakwater.ledger.RejectRow;
import dev.breakwater.ledger.folder.IncidentList;
import dev.breakwater.ledger.folder.RunFolder;
import dev.breakwater.model.NanoUsd;
import dev.breakwater.report.IncidentText;
import dev.breakwater.report.Wording;
import dev.breakwater.report.run.CostTrend;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code breakwater replay}. */
@Command(
        name = "replay",
        description = {
            "Runs the job over recorded samples, with simulated throttles and no network.",
            "Uses the mode in the file. Without a configuration, it uses the shipped one in mode \"enforce\".",
            "Shows the pages, the throttles and the averted cost. Exits with 1 if no sample could be used."
        })
public final class ReplayCommand extends TerminalCommand.OfData {

    private static final int INCIDENTS_SHOWN = 20;

    @Mixin
    private RecordingOptions recording;

    @Mixin
    private ConfigOption config;

    @Option(
            names = "--from",
            paramLabel = "T",
            description = "Skip samples before this instant, like 2026-08-05T00:00:00Z.")
    private Instant from;

    @Option(
            names = "--to",
            paramLabel = "T",
            description = "Skip samples at or after this instant, like 2026-08-05T00:00:00Z.")
    private Instant to;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "Folder for incidents, alarms, decisions, rejects, summary and report.")
    private Path out;

    @Mixin
    private Options.Job job;

    @Override
    public Integer call() throws Exception {
        Settings settings = config.found().map(ConfigOption::load).orElseGet(ConfigOption::shippedRecording);
        Summary summary = recording.read(
                settings,
                this::note,
                (inputs, fleet) -> Replay.run(
                        new ReplayRequest(
                                inputs,
                                settings,
                                fleet,
                                List.of(),
                                Optional.ofNullable(from),
                                Optional.ofNullable(to),
                                out,
                                job.parallelism()),
                        err()));
        out().println(json() ? LedgerJson.line(summary) : text(summary, settings));
        if (summary.input().samples() == 0) throw Refusal.error(unused(summary));
        return 0;
    }

    /** Returns the most common reason why no sample was used, with an example line. */
    private String unused(Summary s) throws IOException {
        Map<String, Long> counts = new HashMap<>();
        Map<String, RejectRow> first = new HashMap<>();
        new RunFolder(out).each(LedgerFile.REJECTS, r -> {
            counts.merge(r.reason(), Math.max(1, r.count()), Long::sum);
            first.putIfAbsent(r.reason(), r);
        });
        String nothing = "no sample was used";
        if (counts.isEmpty()) {
            if (s.input().late() > 0) return nothing + ": " + s.input().late() + " were too late";
            return nothing + ": there is none" + (from == null && to == null ? "" : " between --from and --to");
        }
        RejectRow commonest = first.get(
                Collections.max(counts.entrySet(), Map.Entry.comparingByValue()).getKey());
        return String.format(
                Locale.ROOT,
                "%s of %,d records. The most common reason is %s, as in %s line %d: %s. %s lists all of them, "
                        + "and docs/files.md shows a valid sample",
                nothing,
                s.input().rejects(),
                commonest.reason(),
                commonest.file(),
                commonest.line(),
                commonest.detail(),
                LedgerFile.REJECTS.in(out));
    }

    private String text(Summary s, Settings settings) throws IOException {
        RunFolder run = new RunFolder(out);
        List<Incident> all = IncidentList.of(run);
        IncidentText.Decided decided = IncidentText.Decided.of(run);
        long proposed = decided.onlyProposed(all);
        return String.format(
                Locale.ROOT,
                "%,d samples (one metric of one function in one minute each), %,d rejects, %,d late, "
                        + "%d functions in %.1f s%n"
                        + "%s, %s, %s, %s%s%n"
                        + "excess %s USD, averted %s USD, %,d good calls refused%n%s%sconfiguration: %s, mode "
                        + "%s%nreport: %s",
                s.input().samples(),
                s.input().rejects(),
                s.input().late(),
                s.fleet().functions(),
                s.input().wallSeconds(),
                Wording.count(s.outcome().incidents(), "incident"),
                s.outcome().pagesText(),
                Wording.count(s.outcome().throttles(), "throttle"),
                Wording.count(s.outcome().releases(), "release"),
                proposed == 0 ? "" : ", " + proposed + " proposed",
                s.outcome().excessUsd().setScale(2, java.math.RoundingMode.HALF_UP),
                s.outcome().avertedUsd().setScale(2, java.math.RoundingMode.HALF_UP),
                s.outcome().refusedGood(),
                first(all, decided) + spend(run, settings),
                notReady(s),
                config.found().map(Path::toString).orElse("the shipped one"),
                settings.mode(),
                out.resolve("report.html"));
    }

    /**
     * Returns some incidents by onset, and the command that lists all of them. If there are too many,
     * the incidents that paged nobody are left out first.
     */
    private String first(List<Incident> all, IncidentText.Decided decided) {
        if (all.isEmpty()) return "";
        StringBuilder lines = new StringBuilder();
        Set<Incident> shown = all.stream()
                .sorted(Comparator.comparing(i -> i.times().pagedAt() == null))
                .limit(INCIDENTS_SHOWN)
                .collect(Collectors.toSet());
        all.stream()
                .filter(shown::contains)
                .forEach(i -> lines.append(new IncidentText(i).lines(decided)).append('\n'));
        if (all.size() > INCIDENTS_SHOWN)
            lines.append("and ").append(all.size() - INCIDENTS_SHOWN).append(" more\n");
        return lines.append("all incidents: ./breakwater incidents --input ")
                .append(out)
                .append('\n')
                .toString();
    }

    /** Returns what the spend shows beside the incidents: changes too small for an alert, and too high a threshold. */
    private static String spend(RunFolder run, Settings settings) throws IOException {
        TreeSet<String> days = new TreeSet<>();
        run.each(LedgerFile.SPEND, row -> days.add(row.day()));
        List<CostTrend> functions = CostTrend.of(run, days);
        double usdPerHour = CostTrend.total(functions) / Math.max(1, 24.0 * days.size());
        return changed(functions) + small(usdPerHour, settings);
    }

    private static String changed(List<CostTrend> functions) {
        return functions.stream()
                .filter(CostTrend::changed)
                .limit(INCIDENTS_SHOWN)
                .map(t -> String.format(
                        Locale.ROOT,
                        "%s: a call costs %s what it cost in the first days%n",
                        t.function(),
                        Wording.ratio(t.last(), t.first())))
                .collect(Collectors.joining());
    }

    /** Says that the least automatic page threshold is above all that the recording's functions cost together. */
    private static String small(double usdPerHour, Settings settings) {
        double least = NanoUsd.usd(Lines.LEAST_PAGE_NANO);
        boolean auto = settings.policies().stream().anyMatch(p -> Double.isNaN(p.pageUsdPerHour()));
        if (!auto || usdPerHour == 0 || usdPerHour >= least) return "";
        return String.format(
                Locale.ROOT,
                "all functions cost %s an hour together, and the automatic page threshold is never below %s (higher in the first two "
                        + "days):%n"
                        + "./breakwater tune shows what lower thresholds find%n",
                Wording.usd(usdPerHour),
                Wording.usd(least));
    }

    private String notReady(Summary s) {
        if (s.fleet().notReady() == 0) return "";
        return String.format(
                Locale.ROOT,
                "%d functions had too little history to be judged, as listed in %s%n",
                s.fleet().notReady(),
                out.resolve("readiness.jsonl"));
    }
}
