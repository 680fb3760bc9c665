package dev.breakwater.cli.command;

import dev.breakwater.cli.Refusal;
import dev.breakwater.config.model.Settings;
import dev.breakwater.connectors.aws.AwsSettings;
import dev.breakwater.connectors.lambda.ActClock;
import dev.breakwater.connectors.lambda.inventory.EveryKind;
import dev.breakwater.connectors.lambda.inventory.InventorySource.InventoryPlace;
import dev.breakwater.connectors.lambda.inventory.PlaceDirectory;
import dev.breakwater.connectors.lambda.inventory.PlaceMarks;
import dev.breakwater.connectors.lambda.ledger.LedgerEntry;
import dev.breakwater.connectors.lambda.ledger.LedgerEntry.Kind;
import dev.breakwater.connectors.lambda.ledger.LedgerFolder;
import dev.breakwater.connectors.lambda.ledger.LedgerMemory;
import dev.breakwater.connectors.lambda.ledger.LedgerMemory.LeaseId;
import dev.breakwater.connectors.lambda.ledger.LedgerWriter;
import dev.breakwater.connectors.lambda.ledger.LedgerWriter.NewerAttempt;
import dev.breakwater.connectors.lambda.lever.AwsLeverFactory;
import dev.breakwater.engine.control.Request;
import dev.breakwater.guard.file.RequestFiles;
import dev.breakwater.guard.limit.LeverCalls;
import dev.breakwater.guard.limit.LimitLines;
import dev.breakwater.guard.limit.Sweep;
import dev.breakwater.guard.live.MemberAccounts;
import dev.breakwater.guard.live.RunPlaces;
import dev.breakwater.guard.live.WatchedPlace;
import dev.breakwater.ledger.HeartbeatRow;
import dev.breakwater.ledger.folder.RunFolder;
import dev.breakwater.report.console.JobState;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The accounts and regions that a command works on. Without a configuration, the command works on the ambient account
 * and region.
 */
final class PlaceOptions {

    private static final int SHOWN = 8;

    @Mixin
    private ConfigOption config;

    @Option(names = "--account", paramLabel = "ID", description = "Use only this account of the configuration.")
    private String account;

    @Option(names = "--region", paramLabel = "REGION", description = "Use only this region of the configuration.")
    private String region;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    private final List<String> looked = new ArrayList<>();
    private Settings settings;
    /** Why the ledger cannot be read, and its limits that the configuration does not reach. */
    private final List<String> gaps = new ArrayList<>();

    /** Returns the configuration or, if the file is not valid, the configuration that the job accepted last. */
    private Settings settings() {
        if (settings == null) {
            PrintWriter err = spec.commandLine().getErr();
            settings = config.settingsOrAccepted(line -> err.println("breakwater: " + line));
        }
        return settings;
    }

    /** Runs an action in every account and region with the act role's credentials, and collects the results. */
    <T> List<T> each(BiFunction<WatchedPlace, Sweep, T> work) {
        return each(WatchedPlace::acting, work);
    }

    /** Runs an action in every account and region. The action only reads, so it needs no act role. */
    <T> List<T> look(BiFunction<WatchedPlace, Sweep, T> work) {
        return each(WatchedPlace::observing, work);
    }

    private <T> List<T> each(Function<WatchedPlace, AwsSettings> role, BiFunction<WatchedPlace, Sweep, T> work) {
        List<WatchedPlace> all = config.places(this::settings);
        List<WatchedPlace> places = among(all, account, region);
        looked.clear();
        gaps.clear();
        LedgerMemory memory = memory();
        if (account == null && region == null) gaps.addAll(elsewhere(memory, all, Instant.now()));
        List<T> results = new ArrayList<>();
        try (LedgerWriter ledger = writer()) {
            for (WatchedPlace place : places) {
                looked.add(place.account() + "/" + place.region());
                results.add(in(place, role.apply(place), memory, ledger, work));
            }
        } catch (IOException e) {
            throw Refusal.error("ledger cannot be written: " + e.getMessage());
        }
        return results;
    }

    private <T> T in(
            WatchedPlace place,
            AwsSettings role,
            LedgerMemory memory,
            LedgerWriter ledger,
            BiFunction<WatchedPlace, Sweep, T> work) {
        Map<String, String> environment = System.getenv();
        LimitLines.Known known = new LimitLines(place.account(), place.region()).known(memory);
        known.gaps().addAll(gaps);
        InventoryPlace looked = place.inventory();
        try (PlaceDirectory directory = EveryKind.open(looked, environment);
                LeverCalls calls = new LeverCalls(
                        place.account(),
                        place.region(),
                        (account, region, kind) ->
                                AwsLeverFactory.open(kind, role, place.returning(), account, environment),
                        System::currentTimeMillis)) {
            return work.apply(
                    place,
                    new Sweep(
                            place.account(),
                            place.region(),
                            new PlaceMarks(place.account(), place.region(), directory, ActClock.system()),
                            calls,
                            known,
                            line -> note(ledger, line),
                            SystemClock.INSTANCE,
                            TerminalCommand.user()));
        }
    }

    /**
     * Returns the limits in the ledger that should have ended, in accounts and regions that the configuration does not
     * have. Only a job that still has its state releases them.
     */
    private static List<String> elsewhere(LedgerMemory memory, List<WatchedPlace> all, Instant now) {
        Set<String> known =
                all.stream().map(p -> p.account() + ' ' + p.region()).collect(Collectors.toSet());
        return memory.limits().stream()
                .filter(limit -> !limit.isEnded() && limit.until() != null)
                .filter(limit -> limit.until().isBefore(now.minusMillis(Sweep.AFTER_OTHERS_END)))
                .filter(limit -> !known.contains(place(limit)))
                .map(limit -> place(limit) + ": a limit on " + limit.key().function() + " should have ended, but the "
                        + "configuration does not have this account and region. Add it and sweep again; if the account "
                        + "left, run breakwater release --forget " + limit.key().account())
                .toList();
    }

    private static String place(LedgerMemory.Limit limit) {
        return limit.key().account() + ' ' + limit.key().region();
    }

    private static void note(LedgerWriter ledger, LedgerEntry line) {
        try {
            if (ledger != null) ledger.note(line);
        } catch (NewerAttempt e) {
            throw new IllegalStateException(e);
        }
    }

    /** The machine's clock. */
    private enum SystemClock implements Sweep.Clock {
        INSTANCE;

        @Override
        public long getAsLong() {
            return System.currentTimeMillis();
        }

        @Override
        public void sleep(long millis) {
            try {
                Thread.sleep(millis);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private interface Reading<T> {
        T of(Settings settings) throws IOException;
    }

    /** Returns what the run's files on this machine say, or nothing if no configuration names them. */
    private <T> T read(String what, T nothing, Reading<T> reading) {
        try {
            return config.found().isEmpty() ? nothing : reading.of(settings());
        } catch (IOException e) {
            throw Refusal.error(what + " cannot be read: " + e.getMessage());
        }
    }

    /**
     * Returns the content of the run's ledger. It may contain limits whose tags were removed. A ledger that cannot be
     * read is empty, because it must not keep a limit with a tag from its release.
     */
    LedgerMemory memory() {
        LedgerMemory nothing = LedgerMemory.of(List.of());
        try {
            return config.found().isEmpty() ? nothing : LedgerMemory.read(RunPlaces.chains(settings()));
        } catch (IOException e) {
            gaps.add("the ledger cannot be read: " + e.getMessage());
            return nothing;
        }
    }

    /** Returns the chain of this machine's sweeps, or null if no configuration names the ledger. */
    private LedgerWriter writer() {
        if (config.found().isEmpty()) return null;
        String host = System.getenv().getOrDefault("HOSTNAME", "local");
        return LedgerWriter.of(
                RunPlaces.chains(settings()), LedgerFolder.sweep(host), LedgerWriter.SEGMENT_BYTES, Clock.systemUTC());
    }

    /** Records that a person gave up an account's leases. Returns the limits that may remain in the account. */
    List<String> forget(String left) {
        if (config.found().isEmpty())
            throw Refusal.usage("--forget needs a configuration: the ledger lists the throttles that may remain there");
        LedgerMemory memory = memory();
        if (!gaps.isEmpty()) throw Refusal.error(gaps.get(0));
        try (LedgerWriter ledger = writer()) {
            return forgotten(left, memory, ledger, Clock.systemUTC());
        } catch (IOException e) {
            throw Refusal.error("ledger cannot be written: " + e.getMessage());
        }
    }

    /** Returns the acceptances in force. */
    List<Request> accepted() {
        return read(
                "acceptances",
                List.of(),
                s -> RequestFiles.accepted(RunPlaces.requests(s), System.currentTimeMillis()));
    }

    /** Ends the protections of a function. The function's tag tells a running job, and a new job reads these files. */
    void unprotect(String function) {
        read("requests", true, s -> {
            for (RequestFiles.Read read : RequestFiles.all(RunPlaces.requests(s))) {
                if (read.readable() && read.request().kind() == Request.Kind.PROTECT && isOf(read.request(), function))
                    Files.deleteIfExists(read.file());
            }
            return true;
        });
    }

    private boolean isOf(Request r, String function) {
        return r.scope().key().equals(function)
                && looked.contains(r.scope().account() + "/" + r.scope().region());
    }

    /** Returns the requests in the job's folder, the oldest first. */
    List<Request> requests() {
        return read(
                "requests",
                List.of(),
                s -> RequestFiles.all(RunPlaces.requests(s)).stream()
                        .filter(RequestFiles.Read::readable)
                        .map(RequestFiles.Read::request)
                        .toList());
    }

    /** Returns the time of the last report of a job that no longer reports. */
    Optional<Instant> silentSince() {
        return read("files of the job", Optional.empty(), s -> {
            RunFolder files = RunPlaces.files(s);
            HeartbeatRow beat = files.heartbeat().orElse(null);
            Instant heardAt = files.heardAt(beat);
            JobState job = JobState.of(heardAt, null, beat, Instant.now());
            return job.silent() ? Optional.of(heardAt) : Optional.empty();
        });
    }

    /**
     * Returns the answer of the configuration's job. If the job does not answer, prints the reason and returns nothing.
     */
    Optional<String> byTheJob(String function, Consumer<String> tell) throws InterruptedException {
        if (config.found().isEmpty()) return Optional.empty();
        return new JobRelease(settings(), Clock.systemUTC(), () -> TimeUnit.MILLISECONDS.sleep(500), tell)
                .release(function, account == null ? "" : account, region == null ? "" : region);
    }

    /** Returns the time at which a drill last passed. */
    Optional<RequestFiles.Read> proven() {
        return read("drills", Optional.empty(), s -> RequestFiles.newestDrill(RunPlaces.requests(s), true));
    }

    /** Returns the accounts that were read, but that the job does not watch yet according to its folder. */
    Set<String> joined() {
        List<String> read = looked.stream().map(place -> place.split("/")[0]).toList();
        return config.found().isEmpty() ? Set.of() : MemberAccounts.joined(settings(), read);
    }

    /** Returns the job's heartbeat, if there is one. */
    Optional<HeartbeatRow> heartbeat() {
        return read("heartbeat.json", Optional.empty(), s -> RunPlaces.files(s).heartbeat());
    }

    /** Returns the configured places that have this account and region. Null matches any value. */
    static List<WatchedPlace> among(List<WatchedPlace> places, String account, String region) {
        List<WatchedPlace> meant = places.stream()
                .filter(p -> account == null || p.account().equals(account))
                .filter(p -> region == null || p.region().equals(region))
                .toList();
        if (!meant.isEmpty()) return meant;
        List<String> names =
                places.stream().map(p -> p.account() + "/" + p.region()).toList();
        boolean left =
                account != null && places.stream().noneMatch(p -> p.account().equals(account));
        throw Refusal.usage("--account and --region: the configuration has no such account and region; it has "
                + String.join(", ", names)
                + (left
                        ? ". If the account left, breakwater release --forget " + account
                                + " lists and forgets its limits"
                        : ""));
    }

    /** Returns the accounts and regions that were read, as text, so that people understand an empty result. */
    String looked() {
        int shown = Math.min(SHOWN, looked.size());
        String named = String.join(", ", looked.subList(0, shown));
        return looked.size() > shown ? named + " and " + (looked.size() - shown) + " more" : named;
    }

    /**
     * Makes the job forget the leases of an account that is no longer watched. Writes one line into the ledger for each
     * lease, and one line for the account.
     *
     * @return the limits that may remain in the account, one line each
     */
    static List<String> forgotten(String account, LedgerMemory memory, LedgerWriter ledger, Clock clock)
            throws IOException {
        List<LedgerEntry> lines = new ArrayList<>();
        List<String> standing = new ArrayList<>();
        String newest = "";
        for (LedgerMemory.Limit limit : memory.limits()) {
            if (!limit.key().account().equals(account)) continue;
            if (LeaseId.compare(limit.lease(), newest) > 0) newest = limit.lease();
            if (limit.isEnded()) continue;
            String what = words(limit);
            standing.add(what);
            lines.add(LedgerEntry.of(Kind.FORGOTTEN, clock.instant())
                    .limit(limit.key())
                    .lease(limit.lease(), limit.until())
                    .found(limit.found())
                    .detail(what)
                    .by(TerminalCommand.user()));
        }
        lines.add(LedgerEntry.of(Kind.FORGOTTEN, clock.instant())
                .place(account, "")
                .lease(newest, null)
                .by(TerminalCommand.user())
                .detail(standing.size() + " throttles may remain there"));
        ledger.append(lines.toArray(LedgerEntry[]::new));
        return standing;
    }

    private static String words(LedgerMemory.Limit limit) {
        var key = limit.key();
        String which = key.mapping().isEmpty()
                ? key.function()
                : key.function() + " (" + key.lever() + ' ' + key.mapping() + ')';
        return "%s/%s/%s may still have our limit (%s). Set it back to %s by hand"
                .formatted(
                        key.account(), key.region(), which, String.join(", ", limit.values()), before(limit.found()));
    }

    private static String before(String found) {
        if (found.isEmpty()) return "the earlier value, which is unknown,";
        return found.equals("none") ? "no limit" : found;
    }
}
