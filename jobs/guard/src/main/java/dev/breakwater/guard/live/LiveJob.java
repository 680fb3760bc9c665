package dev.breakwater.guard.live;

import dev.breakwater.config.PagerDutySettings;
import dev.breakwater.config.SecretRef;
import dev.breakwater.config.SecretResolver;
import dev.breakwater.config.Settings;
import dev.breakwater.connectors.alarms.AlarmEvent;
import dev.breakwater.connectors.alarms.LoggedUnheard;
import dev.breakwater.connectors.alarms.OutboxLimits;
import dev.breakwater.connectors.alarms.PagerDutySink;
import dev.breakwater.connectors.aws.AwsSecrets;
import dev.breakwater.connectors.aws.AwsSettings;
import dev.breakwater.connectors.cloudwatch.LandingSettings;
import dev.breakwater.connectors.cloudwatch.LandingSource;
import dev.breakwater.connectors.lambda.ActTerms;
import dev.breakwater.connectors.lambda.AwsLeverFactory;
import dev.breakwater.connectors.lambda.HashChainedLedger;
import dev.breakwater.connectors.lambda.ReservedConcurrencySink;
import dev.breakwater.connectors.lambda.ThrottleRequest;
import dev.breakwater.core.policy.Mode;
import dev.breakwater.guard.GuardSettings;
import dev.breakwater.guard.Ports;
import dev.breakwater.guard.SurgeGuardJob;
import dev.breakwater.guard.convert.GuardSettingsFactory;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Builds the main job on real ends: a landing folder, Lambda, PagerDuty, the ledger. */
public final class LiveJob {

    private static final Logger LOG = LoggerFactory.getLogger(LiveJob.class);

    private LiveJob() {}

    /**
     * Reads the first inventory and adds the job to the environment.
     *
     * @throws IllegalStateException when something is missing that it cannot do without; the message names it
     */
    public static void build(StreamExecutionEnvironment env, Settings settings) {
        checkEnds(settings);
        UnusedSettings.of(settings).forEach(unused -> LOG.warn("Accepted but not used by this version: {}", unused));
        List<Place> places = Places.of(settings, System.getenv());
        FirstInventory inventory = FirstInventory.read(places, System.getenv());
        inventory.gaps().forEach(gap -> LOG.warn("Inventory gap: {}", gap));
        String owner = owner(places);
        GuardSettings guard = GuardSettingsFactory.live(settings, inventory.fleet(), owner, inventory.concurrency());
        Mode mode = guard.book().mode();
        LOG.info("{} functions known, mode {}, owner {}", inventory.fleet().size(), mode, owner);
        LOG.info(
                "Reading {}, writing {}",
                settings.source().landing().path(),
                settings.ledger().path());
        LandingSource source = LandingSource.of(
                List.of(Path.of(settings.source().landing().path())), LandingSettings.continuous(Clock.systemUTC()));
        Optional<Sink<ThrottleRequest>> act =
                mode.atLeast(Mode.ENFORCE) ? Optional.of(act(settings, places, owner)) : Optional.empty();
        Optional<Sink<AlarmEvent>> alarm = mode.atLeast(Mode.ALERT) ? alarm(settings, places.get(0)) : Optional.empty();
        SurgeGuardJob.build(
                env, guard, new Ports(source, act, alarm, settings.ledger().path()));
    }

    private static void checkEnds(Settings settings) {
        String landing = settings.source().landing().path();
        if (landing.isEmpty() || landing.startsWith("s3://")) {
            throw new IllegalStateException("source.landing.path: this version reads a local folder; write its path");
        }
        Path ledger = Path.of(settings.ledger().path());
        try {
            Files.createDirectories(ledger);
        } catch (IOException e) {
            throw new IllegalStateException("ledger.path: " + ledger + " is no folder that can be made: " + e, e);
        }
        if (!Files.isWritable(ledger)) throw new IllegalStateException("ledger.path: " + ledger + " cannot be written");
    }

    private static String owner(List<Place> places) {
        return "breakwater-" + places.get(0).account();
    }

    private static Sink<ThrottleRequest> act(Settings settings, List<Place> places, String owner) {
        Map<String, String> roles = new HashMap<>();
        for (Place place : places) if (!place.actRole().isEmpty()) roles.put(place.account(), place.actRole());
        return new ReservedConcurrencySink(
                ActTerms.forInterval(owner, settings.checkpoints().every().toMillis()),
                new AwsLeverFactory(settings.aws().endpoint(), roles),
                HashChainedLedger.at(
                        Path.of(settings.ledger().path(), "ledger.jsonl").toString()));
    }

    private static Optional<Sink<AlarmEvent>> alarm(Settings settings, Place place) {
        PagerDutySettings pagerduty = settings.alarms().pagerduty();
        SecretRef key = pagerduty.routingKey();
        if (!key.present()) {
            LOG.warn("No notify.pagerduty.routingKey: alarms are in the ledger only");
            return Optional.empty();
        }
        AwsSettings aws = AwsSettings.of(place.region(), place.endpoint(), "");
        return Optional.of(PagerDutySink.create(
                URI.create(pagerduty.endpoint()),
                () -> resolve(key, aws),
                OutboxLimits.defaults(),
                new LoggedUnheard()));
    }

    /** Runs where the key is used, so that it never is part of the job graph. */
    private static String resolve(SecretRef key, AwsSettings aws) {
        return SecretResolver.ofProcess(new AwsSecrets(aws, System.getenv())::read)
                .resolve(key)
                .reveal();
    }
}
