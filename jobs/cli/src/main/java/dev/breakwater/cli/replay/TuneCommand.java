package dev.breakwater.cli.replay;

import dev.breakwater.cli.Refusal;
import dev.breakwater.cli.command.ConfigOption;
import dev.breakwater.cli.command.Options;
import dev.breakwater.cli.command.RecordingOptions;
import dev.breakwater.cli.command.TerminalCommand;
import dev.breakwater.cli.replay.Replay.ReplayRequest;
import dev.breakwater.cli.replay.Tuning.Candidate;
import dev.breakwater.cli.replay.Tuning.Replayed;
import dev.breakwater.config.model.PolicySettings;
import dev.breakwater.config.model.Settings;
import dev.breakwater.ledger.LedgerFile;
import dev.breakwater.ledger.LedgerJson;
import dev.breakwater.ledger.SpendRow;
import dev.breakwater.ledger.folder.RunFolder;
import dev.breakwater.model.function.FunctionFacts;
import dev.breakwater.report.IncidentText;
import dev.breakwater.report.Wording;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code breakwater tune}. */
@Command(
        name = "tune",
        description = {
            "Replays recorded samples with several page thresholds, and shows how often each would page and what it "
                    + "would miss.",
            "Needs no network. Without a configuration, it uses the shipped one. "
                    + "Each replay writes its files and its report into its own folder below --out."
        })
public final class TuneCommand extends TerminalCommand.OfData {

    private static final String AUTO = "auto";
    private static final int SHOWN = 5;

    @Mixin
    private ConfigOption config;

    @Mixin
    private RecordingOptions recording;

    @Option(
            names = "--lines",
            split = ",",
            paramLabel = "LINE",
            defaultValue = "auto,0.5,1,2,5,10,20,50",
            description = "Page thresholds to try in the last policy: auto, or USD an hour; default: ${DEFAULT-VALUE}.")
    private List<String> lines;

    @Option(
            names = "--pages-per-week",
            paramLabel = "N",
            defaultValue = "1",
            description = "Largest number of pages a week that you accept; default: ${DEFAULT-VALUE}.")
    private double pagesPerWeek;

    @Option(
            names = "--wanted",
            split = ",",
            paramLabel = "INCIDENT",
            description = "Incidents of these replays that were no attack. Pages for them count as false.")
    private List<String> wanted = List.of();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "out/tune",
            description = "Folder for the files of the replays; default: ${DEFAULT-VALUE}.")
    private Path out;

    @Mixin
    private Options.Job job;

    @Override
    public Integer call() throws Exception {
        for (String line : lines) usd(line);
        return recording.read(configured(), this::note, this::tune);
    }

    private Settings configured() {
        return config.found().isPresent() ? config.recording() : ConfigOption.shippedRecording();
    }

    private int tune(List<Path> inputs, Map<String, FunctionFacts> fleet) throws Exception {
        Map<String, Replayed> replays = new LinkedHashMap<>();
        replays.put(Tuning.CONFIGURED, replay("configured", configured(), inputs, fleet));
        long days = days();
        for (String line : lines) replays.put(line, replay(line, config.recording(usd(line)), inputs, fleet));
        checkWanted(replays.values());
        Tuning tuning = Tuning.of(days, replays, wanted);
        PrintWriter console = out();
        if (json()) console.println(LedgerJson.line(tuning));
        else text(tuning, console);
        return 0;
    }

    private void checkWanted(Collection<Replayed> replays) {
        Set<String> known = replays.stream()
                .flatMap(r -> r.incidents().stream())
                .map(i -> i.identity().incident())
                .collect(Collectors.toSet());
        wanted.stream()
                .filter(id -> !known.contains(id))
                .forEach(id -> note("--wanted " + id + ": no replay has this incident. breakwater incidents --input "
                        + out.resolve("configured") + " lists them"));
    }

    /** The lowest threshold in USD an hour, or empty if only {@code auto} is tried. */
    private String lowest() {
        return lines.stream()
                .filter(line -> !line.equals(AUTO))
                .min(Comparator.comparingDouble(this::usd))
                .orElse("");
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

    private Replayed replay(String name, Settings settings, List<Path> inputs, Map<String, FunctionFacts> fleet)
            throws Exception {
        note("replaying, page threshold " + name);
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
                err());
        if (summary.input().samples() == 0) throw Refusal.error("no sample was used");
        return new Replayed(
                folder.rows(LedgerFile.INCIDENTS, i -> i.times().onset() != null),
                IncidentText.Decided.of(folder).pagedUsd());
    }

    private long days() throws IOException {
        return new RunFolder(out.resolve("configured"))
                .rows(LedgerFile.SPEND, s -> true).stream()
                        .map(SpendRow::day)
                        .distinct()
                        .count();
    }

    private void text(Tuning tuning, PrintWriter console) {
        console.printf(
                "Results over %d days. Each line is a page threshold, in USD above normal in an hour:%n%n",
                tuning.days());
        console.printf(
                "  %-14s %6s %6s %7s %8s %11s %12s %10s %12s %12s %13s %5s %5s%n",
                "line",
                "pages",
                "wanted",
                "a week",
                "notified",
                "min to page",
                "USD at page",
                "paged USD",
                "unpaged USD",
                "averted USD",
                "good refused",
                "new",
                "gone");
        row(tuning.configured(), console);
        tuning.candidates().forEach(c -> row(c, console));
        Candidate best = tuning.within(pagesPerWeek);
        console.printf(
                "%n\"notified\" counts again a surge that became worse or waited for approval. \"min to page\" is the median from"
                        + " the%nestimated onset to the page, and \"USD at page\" the highest cost above normal in the hour"
                        + " before a page. \"paged USD\" and%n\"unpaged USD\" share out all surges that any line shows,"
                        + " without the wanted ones. A surge costs what the line counts%nthat counts the most of it."
                        + " \"new\" surges page only with this line, \"gone\" ones only with the configured one. A threshold%n"
                        + "that is a number judges growth by the hourly cost that it would reach in 15 minutes, so a loop may"
                        + " page earlier than%nwith auto. Each replay is in mode enforce.%n%n");
        if (best == null) {
            console.printf(
                    "Each of these thresholds pages more than %s a week. Try higher --lines, or first"
                            + " give wanted surges%na window or a policy of their own, which keeps its threshold.%n",
                    Wording.number(pagesPerWeek));
            return;
        }
        if (best.findsTheSameAs(tuning.configured())) {
            boolean all = tuning.candidates().stream().allMatch(c -> c.findsTheSameAs(best));
            console.printf(
                    "%s, so keep the configured threshold.%n",
                    all
                            ? "These thresholds find the same in this recording"
                            : "With no more than " + Wording.number(pagesPerWeek)
                                    + " a week, no other threshold finds more or pages earlier");
            return;
        }
        console.printf(
                "The threshold that pages for the most cost%s, and then the earliest, with no more than %s a week:%n%n",
                wanted.isEmpty() ? "" : " that were not wanted", Wording.number(pagesPerWeek));
        console.printf("    page: { minUsdPerHour: %s }    # in the last policy%n%n", best.line());
        BigDecimal missed = tuning.configured().pagedUsd().subtract(best.pagedUsd());
        if (missed.signum() > 0) {
            console.printf(
                    "The configured threshold pages %s times a week, and its surges cost %s more.%n%n",
                    Wording.number(tuning.configured().pagesPerWeek()), Wording.usd(missed));
        }
        console.printf(
                "With %s, %s of the %s above normal page nobody.%s%n%n",
                best.line(),
                Wording.usd(best.unpagedUsd()),
                Wording.usd(best.unpagedUsd().add(best.pagedUsd())),
                best.unpagedUsd().compareTo(best.pagedUsd()) > 0
                        ? " That is most of it: try more --lines, or a higher --pages-per-week."
                        : "");
        if (best.line().equals(lowest())) {
            console.printf(
                    "It is the lowest threshold tried, and other weeks may have surges that this recording lacks: expect"
                            + " more pages,%nor choose the next one.%n%n");
        }
        pages("This threshold would also have paged", best.gained(), console);
        pages("This threshold would not have paged", best.lost(), console);
        console.println("reports: " + out.resolve(best.line()).resolve("report.html"));
    }

    private static void row(Candidate c, PrintWriter console) {
        console.printf(
                "  %-14s %6d %6d %7s %8d %11s %12s %10s %12s %12s %,13d %5d %5d%n",
                c.line(),
                c.pages(),
                c.wanted(),
                Wording.number(c.pagesPerWeek()),
                c.notified(),
                c.pages() == 0 ? "" : c.minutesToPage(),
                c.pages() == 0 ? "" : Wording.usd(c.usdAtPage()),
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
