package dev.breakwater.cli.replay;

import dev.breakwater.cli.Refusal;
import dev.breakwater.cli.command.ConfigOption;
import dev.breakwater.cli.command.Options;
import dev.breakwater.cli.command.TerminalCommand;
import dev.breakwater.cli.recording.StreamFile;
import dev.breakwater.cli.replay.Replay.ReplayRequest;
import dev.breakwater.config.model.Settings;
import dev.breakwater.connectors.aws.bucket.Folders;
import dev.breakwater.connectors.cloudwatch.FeedRecord.Datapoint;
import dev.breakwater.connectors.cloudwatch.poll.AwsMetricsApi;
import dev.breakwater.connectors.cloudwatch.poll.PollHistory;
import dev.breakwater.connectors.cloudwatch.poll.PollSettings;
import dev.breakwater.connectors.cloudwatch.poll.PollSettings.PollTarget;
import dev.breakwater.guard.live.Feeds;
import dev.breakwater.guard.live.FirstInventory;
import dev.breakwater.guard.live.WatchedPlace;
import dev.breakwater.ledger.Incident;
import dev.breakwater.ledger.LedgerJson;
import dev.breakwater.ledger.folder.IncidentList;
import dev.breakwater.ledger.folder.RunFolder;
import dev.breakwater.report.IncidentText;
import dev.breakwater.report.Wording;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code breakwater lookback}. */
@Command(
        name = "lookback",
        description = {
            "Shows what Breakwater would have paged and throttled in the last two weeks.",
            "It reads the history from the local landing folder or from CloudWatch. CloudWatch charges some "
                    + "cents for this, and never more than source.cloudwatch.usdPerMonthAtMost allows.",
            "It throttles nothing and alerts nobody."
        })
public final class LookbackCommand extends TerminalCommand.OfData {

    private static final int MOST_DAYS = 15;

    /** Each call covers half a day, because CloudWatch charges by metric and call, not by the number of minutes. */
    private static final int WINDOW_MINUTES = 720;

    @Mixin
    private ConfigOption config;

    @Option(
            names = "--days",
            paramLabel = "N",
            defaultValue = "14",
            description = "How far back, 1 to 15 days; default: ${DEFAULT-VALUE}.")
    private int days;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "out/lookback",
            description = "Folder for the report and the replay's files; default: ${DEFAULT-VALUE}.")
    private Path out;

    @Mixin
    private Options.Job job;

    @Override
    public Integer call() throws Exception {
        if (days < 1 || days > MOST_DAYS) throw Refusal.usage("--days " + days + ": write 1 to " + MOST_DAYS);
        Settings settings = config.recording();
        boolean polls = settings.source().cloudwatch().enabled();
        List<WatchedPlace> places =
                polls ? WatchedPlace.asked(settings, System.getenv()) : WatchedPlace.all(settings, System.getenv());
        FirstInventory inventory = FirstInventory.read(places, System.getenv());
        inventory.gaps().forEach(gap -> note("could not read " + gap));
        return ScratchFolder.with("breakwater-lookback", history -> {
            conclude(settings, inventory, input(settings, places, history));
            return 0;
        });
    }

    /** Returns the samples, from CloudWatch's history if polling is configured, otherwise from the landing folder. */
    private Path input(Settings settings, List<WatchedPlace> places, Path history) throws Exception {
        if (settings.source().cloudwatch().enabled()) {
            note("asking CloudWatch for " + days + " days of " + places.size() + " account(s) and region(s)");
            Written written = write(settings, places, days, history);
            note(String.format(
                    "%,d samples, for which CloudWatch charges about %.2f USD",
                    written.samples(), written.past().usd()));
            written.past().unread().forEach(line -> note("could not read " + line));
            if (written.samples() == 0)
                throw Refusal.error("CloudWatch has no samples of the last " + days + " days for "
                        + places.stream()
                                .map(p -> p.account() + " " + p.region())
                                .collect(Collectors.joining(", ")));
            return history;
        }
        String landing = settings.source().landing().path();
        if (landing.isEmpty())
            throw Refusal.error("lookback reads source.landing or source.cloudwatch, so add one of them");
        if (Folders.isBucket(landing)) {
            throw Refusal.error(
                    "source.landing is in S3. Copy it with aws s3 sync, and set source.landing.path to the copy");
        }
        return Feeds.landed(settings.source().landing());
    }

    private void conclude(Settings settings, FirstInventory inventory, Path input) throws Exception {
        Instant to = Instant.now().truncatedTo(ChronoUnit.MINUTES);
        Instant from = to.minus(Duration.ofDays(days));
        Summary summary = Replay.run(
                new ReplayRequest(
                        List.of(input),
                        settings,
                        inventory.fleet(),
                        List.of(),
                        Optional.of(from),
                        Optional.empty(),
                        out,
                        job.parallelism()),
                err());
        if (summary.input().samples() == 0) throw Refusal.error("no sample of the last " + days + " days in " + input);
        List<Incident> incidents = IncidentList.of(new RunFolder(out));
        List<Incident> told =
                incidents.stream().filter(i -> i.times().pagedAt() != null).toList();
        if (json()) {
            out().println(LedgerJson.line(Map.of("from", from, "to", to, "summary", summary, "incidents", incidents)));
            return;
        }
        var console = out();
        console.printf(
                "In the last %d days (%s to %s) Breakwater would have paged %s and throttled %s (simulated, mode "
                        + "enforce). Cost above normal was %s; throttles would have averted %s and refused %,d "
                        + "good calls.%n",
                days,
                Wording.minute(from),
                Wording.minute(to),
                times(summary.outcome().pages()),
                times(summary.outcome().throttles()),
                Wording.usd(summary.outcome().excessUsd()),
                Wording.usd(summary.outcome().avertedUsd()),
                summary.outcome().refusedGood());
        told.forEach(i -> console.println(new IncidentText(i).lines()));
        if (incidents.size() > told.size()) {
            console.println((incidents.size() - told.size()) + " more were detected and would have paged nobody");
        }
        if (summary.fleet().notReady() > 0) {
            console.println(summary.fleet().notReady() + " functions have too little history to be judged");
        }
        console.println("It starts without a baseline, so a continuous run may find fewer surges in the first days.");
        console.println("report: " + out.resolve("report.html"));
    }

    private static String times(int n) {
        return n == 1 ? "once" : n + " times";
    }

    /** CloudWatch's data, and the number of its samples. */
    private record Written(PollHistory.Past past, long samples) {}

    /** Reads CloudWatch's history and writes it in the form of a metric stream. */
    private static Written write(Settings settings, List<WatchedPlace> places, int days, Path folder)
            throws IOException, InterruptedException {
        List<PollTarget> targets = places.stream().flatMap(WatchedPlace::polled).toList();
        double most = settings.source().cloudwatch().usdPerMonthAtMost();
        PollSettings poll = PollSettings.of(targets, Duration.ofMinutes(1), Duration.ofDays(days), most)
                .withTiming(
                        PollSettings.Timing.DEFAULT.withWindow(WINDOW_MINUTES).withOverlap(0));
        try (StreamFile file = new StreamFile(folder.resolve("history.jsonl.gz"))) {
            return new Written(
                    PollHistory.read(
                            poll,
                            AwsMetricsApi.at(settings.aws().endpoint()),
                            Clock.systemUTC(),
                            r -> take(r.datapoint(), file)),
                    file.samples());
        }
    }

    private static void take(Datapoint d, StreamFile file) {
        try {
            file.write(d);
        } catch (IOException e) {
            throw new UncheckedIOException("the history cannot be kept", e);
        }
    }
}
