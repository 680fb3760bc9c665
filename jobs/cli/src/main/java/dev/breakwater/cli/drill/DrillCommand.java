package dev.breakwater.cli.drill;

import dev.breakwater.cli.Refusal;
import dev.breakwater.cli.command.ConfigOption;
import dev.breakwater.cli.command.TerminalCommand;
import dev.breakwater.cli.drill.Flood.Plan;
import dev.breakwater.config.model.Settings;
import dev.breakwater.config.prices.PriceSheet;
import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.AwsSettings;
import dev.breakwater.connectors.lambda.canary.Canary;
import dev.breakwater.connectors.lambda.canary.Canary.AwsCanary;
import dev.breakwater.guard.file.RequestFiles;
import dev.breakwater.guard.live.RunPlaces;
import dev.breakwater.guard.live.WatchedPlace;
import dev.breakwater.ledger.RequestRow.DrillRow;
import dev.breakwater.model.Scope;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code breakwater drill}. */
@Command(
        name = "drill",
        description = {
            "Tests the brake. Floods a canary, and checks the page, the limit at AWS, and that the earlier "
                    + "value returns.",
            "The canary is a function tagged breakwater-canary=true. Without --yes, it only prints the plan "
                    + "and its cost.",
            "Run it where the job's folders are. It may invoke only the canary. If it fails, it pages and "
                    + "exits with 1."
        })
public final class DrillCommand extends TerminalCommand {

    private static final double MB_PER_GB = 1_024;

    @Parameters(
            arity = "0..1",
            paramLabel = "CANARY",
            defaultValue = "canary-of-breakwater",
            description = {"Name of the canary function; default: canary-of-breakwater, as in the templates."})
    private String function;

    @Mixin
    private ConfigOption config;

    @Option(names = "--yes", description = "Really call the canary.")
    private boolean yes;

    @Option(names = "--account", paramLabel = "ID", defaultValue = "", description = "The canary's account.")
    private String account;

    @Option(names = "--region", paramLabel = "REGION", defaultValue = "", description = "The canary's region.")
    private String region;

    @Option(
            names = "--role",
            paramLabel = "ARN",
            defaultValue = "",
            description = "Role that may call the canary; default: the ambient credentials.")
    private String role;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "10",
            description = "Largest number of calls a second, 1 to 50 (10 by default).")
    private int rate;

    @Option(
            names = "--minutes",
            paramLabel = "N",
            defaultValue = "8",
            description = "Longest duration of the flood in minutes, 1 to 30 (8 by default).")
    private int minutes;

    @Option(
            names = "--usd-at-most",
            paramLabel = "USD",
            defaultValue = "0.25",
            description = "Largest cost in USD, assuming that every call times out; at most 10 (0.25 by default).")
    private double usdAtMost;

    @Option(
            names = "--metrics",
            paramLabel = "URL",
            description = "Address of the job's /metrics, to see that a receiver accepted the page; default: "
                    + "health.listen of FILE.")
    private URI metrics;

    @Override
    public Integer call() throws Exception {
        checkBounds();
        Settings settings = config.settings();
        if (!settings.mode().equals("enforce")) {
            throw Refusal.error("a drill needs mode \"enforce\", because mode " + settings.mode() + " sets no limits");
        }
        WatchedPlace place = place(settings);
        try (Canary canary =
                new AwsCanary(AwsSettings.of(place.region(), place.endpoint(), role), function, System.getenv())) {
            Plan plan = plan(settings, place, canary);
            plan.lines().forEach(out()::println);
            out().println(yes ? "begins" : "this is only the plan; use --yes to start the drill");
            out().flush();
            return yes ? prove(settings, place, canary, plan) : 0;
        }
    }

    private void checkBounds() {
        if (rate < 1 || rate > 50) throw Refusal.usage("--rate must be 1 to 50, not " + rate);
        if (minutes < 1 || minutes > 30) throw Refusal.usage("--minutes must be 1 to 30, not " + minutes);
        if (!(usdAtMost > 0 && usdAtMost <= 10)) {
            throw Refusal.usage("--usd-at-most must be above 0 and at most 10, not " + usdAtMost);
        }
    }

    private WatchedPlace place(Settings settings) {
        List<WatchedPlace> meant = WatchedPlace.all(settings, System.getenv()).stream()
                .filter(p -> account.isEmpty() || p.account().equals(account))
                .filter(p -> region.isEmpty() || p.region().equals(region))
                .toList();
        if (meant.size() == 1) return meant.get(0);
        throw Refusal.usage("name the canary's --account and --region: " + meant.size()
                + " accounts and regions of the configuration match");
    }

    /** Makes the plan of the drill. If this function must not be called, refuses and gives the reason. */
    private Plan plan(Settings settings, WatchedPlace place, Canary canary) {
        if (function.startsWith("breakwater-")) {
            throw Refusal.error("functions named breakwater-* are never throttled, so give the canary another name");
        }
        Answer<Canary.Facts> seen = canary.facts();
        if (!seen.ok())
            throw Refusal.error(function + " cannot be read: " + seen.failure().text());
        Canary.Facts facts = seen.value();
        if (!facts.marked()) {
            throw Refusal.error(function + " is not a canary: it lacks the tag " + Canary.TAG + "=true");
        }
        if (facts.held()) {
            throw Refusal.error(function + " has tags of a throttle or a release (see breakwater status); release"
                    + " --again-allowed ends the 24 hours of hands-off");
        }
        return Plan.of(function, rate, Duration.ofMinutes(minutes), usdAtMost, price(settings, place, facts), facts);
    }

    private static double price(Settings settings, WatchedPlace place, Canary.Facts facts) {
        PriceSheet.Region prices =
                PriceSheet.load(settings, place.account()).value().regionOrMostExpensive(place.region());
        double gbSecond = facts.arm() ? prices.arm() : prices.x86();
        return prices.requestUsd() + gbSecond * facts.timeout() * facts.memoryMb() / MB_PER_GB;
    }

    private int prove(Settings settings, WatchedPlace place, Canary canary, Plan plan) throws Exception {
        Scope scope = Scope.function(place.account(), place.region(), function);
        Record record = new Record(settings, place, scope, Instant.now().truncatedTo(ChronoUnit.SECONDS));
        LiveSight sight = new LiveSight(RunPlaces.ledger(settings), scope, metrics(settings));
        CountDownLatch done = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> endOf(sight, done)));
        try {
            boolean heard = RequestFiles.isHeard(RunPlaces.requests(settings), System.currentTimeMillis());
            return conclude(record, heard ? flood(canary, plan, sight) : failed("no job runs on this configuration"));
        } finally {
            done.countDown();
        }
    }

    /** A signal ends the flood immediately. The process ends only after the restored value was checked and printed. */
    private static void endOf(LiveSight sight, CountDownLatch done) {
        sight.interrupt();
        try {
            done.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Drill.Result flood(Canary canary, Plan plan, LiveSight sight) throws InterruptedException {
        Answer<Integer> before = canary.reserved();
        if (!before.ok())
            return failed("its limit cannot be read: " + before.failure().text());
        try (Flood flood = new Flood(canary, plan)) {
            return new Drill(canary, flood, sight, before.value(), plan.length()).run();
        }
    }

    private URI metrics(Settings settings) {
        if (metrics != null || settings.health().listen().isEmpty()) return metrics;
        return URI.create("http://" + settings.health().listen() + "/metrics");
    }

    private int conclude(Record record, Drill.Result result) throws IOException, InterruptedException {
        out().println("drill " + result.row().words());
        record.leave(result);
        record.badge(result.row().passed());
        List<String> told = record.tell(result);
        if (!result.row().passed())
            out().println(told.isEmpty() ? "nobody was alerted" : "told: " + String.join(", ", told));
        return result.row().passed() ? 0 : 1;
    }

    private static Drill.Result failed(String why) {
        return new Drill.Result(new DrillRow(false, null, null, null, 0, null, why), "", false);
    }
}
