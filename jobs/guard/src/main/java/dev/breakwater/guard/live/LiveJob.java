package dev.breakwater.guard.live;

import dev.breakwater.config.ConfigFile;
import dev.breakwater.config.model.Settings;
import dev.breakwater.connectors.aws.bucket.Folders;
import dev.breakwater.connectors.cloudwatch.charges.ChargesSource;
import dev.breakwater.connectors.lambda.inventory.InventorySource;
import dev.breakwater.connectors.lambda.inventory.InventorySource.InventoryPace;
import dev.breakwater.connectors.lambda.lever.AwsLeverFactory;
import dev.breakwater.engine.policy.PolicyBook.Mode;
import dev.breakwater.guard.GuardSettings;
import dev.breakwater.guard.Ports;
import dev.breakwater.guard.SurgeGuardJob;
import dev.breakwater.guard.limit.Actuator;
import dev.breakwater.guard.limit.LimitLedger;
import dev.breakwater.guard.live.BookReader.BookSource;
import dev.breakwater.guard.page.PageSink;
import dev.breakwater.model.Place;
import dev.breakwater.model.function.FunctionFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Builds the main job with real endpoints: feeds, Lambda, receivers of alerts, and the ledger. */
public final class LiveJob {

    private static final Logger LOG = LoggerFactory.getLogger(LiveJob.class);

    private LiveJob() {}

    /**
     * Reads the first inventory and adds the job to the environment.
     *
     * @param file    the configuration file; the job watches it and reloads changes
     * @param written the content of {@code file}
     * @throws IllegalStateException if something necessary is missing; the message names what is missing
     */
    public static void build(StreamExecutionEnvironment env, ConfigFile file, Settings written) {
        long at = System.currentTimeMillis();
        checkEnds(written);
        Settings settings = accounts(written);
        List<WatchedPlace> places = WatchedPlace.all(settings, System.getenv());
        FirstInventory inventory = FirstInventory.read(places, System.getenv());
        inventory.gaps().forEach(gap -> LOG.warn("Inventory gap: {}", gap));
        String owner = owner(settings, places);
        GuardSettings guard = GuardSettings.ofLive(settings, inventory.fleet(), owner, inventory.concurrency())
                .called(file.id(), at);
        Mode mode = guard.first().policies().mode();
        LOG.info("{} functions known, mode {}, owner {}", inventory.fleet().size(), mode, owner);
        LOG.info("Configuration {} ({}) is in force", file.id(), file.path());
        LOG.info("Reading {}, writing {}", sources(settings), settings.ledger().path());
        SurgeGuardJob.build(
                env,
                guard,
                ports(
                        settings,
                        places,
                        inventory.fleet().values(),
                        owner,
                        new BookSource(
                                file,
                                written,
                                RunPlaces.booksText(settings),
                                KeptConfiguration.of(env.getConfiguration()))));
    }

    /**
     * Returns the external parts of the job. Every part exists in every mode and configuration, because the state of an
     * earlier run must find its operator. Without its operator, a limit of the earlier run would not be released, and
     * an alert would not end.
     */
    static Ports ports(
            Settings settings,
            List<WatchedPlace> places,
            Collection<FunctionFacts> fleet,
            String owner,
            BookSource books) {
        List<Place> watched =
                places.stream().map(p -> new Place(p.account(), p.region())).toList();
        return new Ports(
                Feeds.of(settings, places, fleet),
                Optional.of(inventory(settings, places)),
                Optional.of(new WatchedAccounts(watched)),
                Optional.of(new RequestSource(RunPlaces.requestsText(settings))),
                Optional.of(books),
                Optional.of(act(settings, places, owner)),
                Channels.of(settings, places.get(0)),
                Optional.of(Channels.figures(settings, places.get(0))),
                Optional.of(charges(settings.budgets().isEmpty() ? List.of() : places, settings)),
                RunPlaces.ledgerText(settings),
                settings.ledger().segmentBytes(),
                Optional.of(new PageSink(RunPlaces.pagesText(settings))),
                settings.pages().baseUrl());
    }

    /** Adds the accounts of AWS Organizations to the settings. Also stores the accounts for a later start. */
    private static Settings accounts(Settings written) {
        if (!written.organization().enabled()) return written;
        MemberAccounts members = MemberAccounts.find(written, System.getenv());
        members.notes(written).forEach(LOG::warn);
        members.remember(written);
        Settings settings = members.in(written);
        LOG.info(
                "{} accounts, including those of AWS Organizations",
                settings.accounts().size());
        return settings;
    }

    private static InventorySource inventory(Settings settings, List<WatchedPlace> places) {
        return InventorySource.of(
                places.stream().map(WatchedPlace::inventory).toList(),
                InventoryPace.every(settings.inventory().every().toMillis()));
    }

    /** Returns the source of charges. Without a budget, the source reads no account. */
    private static ChargesSource charges(List<WatchedPlace> places, Settings settings) {
        List<ChargesSource.Target> targets = places.stream()
                .map(p -> new ChargesSource.Target(p.account(), p.observeRole()))
                .distinct()
                .toList();
        return ChargesSource.of(targets, settings.aws().endpoint());
    }

    private static String sources(Settings settings) {
        List<String> sources = new ArrayList<>();
        if (settings.source().landing().enabled())
            sources.add(settings.source().landing().path());
        if (settings.source().cloudwatch().enabled()) sources.add("CloudWatch");
        settings.source().others().forEach(other -> sources.add("source." + other.kind()));
        return String.join(" and ", sources);
    }

    private static void checkEnds(Settings settings) {
        Path ledger = RunPlaces.ledger(settings);
        try {
            Files.createDirectories(ledger);
            if (Folders.isBucket(ledger)) use(ledger);
        } catch (IOException e) {
            throw new IllegalStateException("ledger.path: " + ledger + " cannot be created as a folder: " + e, e);
        }
        if (Folders.isBucket(ledger)) return;
        if (!Files.isWritable(ledger)) throw new IllegalStateException("ledger.path: " + ledger + " cannot be written");
    }

    /** Checks that the folder can be written. In a bucket, permissions can be tested only by using them. */
    @SuppressWarnings("StreamResourceLeak") // closed at once, because only the opening is checked
    private static void use(Path folder) throws IOException {
        Path probe = Files.writeString(folder.resolve(".writable"), "");
        Files.readString(probe);
        Files.newDirectoryStream(folder).close();
        Files.delete(probe);
    }

    /**
     * Returns the configured name of this instance. If none is configured, the name is made from the first account.
     * Mode enforce requires a configured name.
     */
    private static String owner(Settings settings, List<WatchedPlace> places) {
        String name = settings.instance().name();
        return name.isEmpty() ? "breakwater-" + places.get(0).account() : name;
    }

    private static Actuator.Access act(Settings settings, List<WatchedPlace> places, String owner) {
        Map<String, String> roles = new HashMap<>();
        Map<String, String> returning = new HashMap<>();
        for (WatchedPlace place : places) {
            roles.put(place.account(), place.actRole());
            returning.put(place.account(), place.returnRole());
        }
        return new Actuator.Access(
                new AwsLeverFactory(
                                settings.aws().endpoint(),
                                roles,
                                settings.organization().actRole())
                        .returningBy(returning, settings.organization().returnRole()),
                LimitLedger.in(RunPlaces.chainsText(settings), settings.ledger().segmentBytes(), owner),
                owner);
    }
}
