package dev.breakwater.cli.doctor;

import dev.breakwater.cli.doctor.Findings.Finding;
import dev.breakwater.cli.doctor.Findings.Verdict;
import dev.breakwater.cli.doctor.Findings.Where;
import dev.breakwater.config.Warnings;
import dev.breakwater.config.Warnings.Warning;
import dev.breakwater.config.model.Settings;
import dev.breakwater.config.model.SourceSettings;
import dev.breakwater.config.prices.PriceSheet;
import dev.breakwater.config.read.Document.Loaded;
import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.AwsCall;
import dev.breakwater.connectors.aws.AwsClients;
import dev.breakwater.connectors.aws.AwsFailure;
import dev.breakwater.connectors.aws.AwsSettings;
import dev.breakwater.connectors.aws.Outcome;
import dev.breakwater.connectors.aws.bucket.Folders;
import dev.breakwater.connectors.aws.bucket.Folders.S3Place;
import dev.breakwater.connectors.lambda.ActClock;
import dev.breakwater.exposure.iam.Arn;
import dev.breakwater.guard.live.RunPlaces;
import dev.breakwater.guard.live.SampleSource;
import dev.breakwater.guard.live.WatchedPlace;
import dev.breakwater.ledger.HeartbeatRow;
import dev.breakwater.ledger.folder.RunFolder;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** Checks everything that a configuration needs, and continues after a failed check. It changes nothing. */
final class Doctor {

    private final Settings settings;
    private final Map<String, String> environment;
    private final ActClock clock;
    private final Findings findings;
    private final Probes probes;
    private final IdentityCheck identity;

    Doctor(Settings settings, Map<String, String> environment, ActClock clock, Findings findings) {
        this.settings = settings;
        this.environment = environment;
        this.clock = clock;
        this.findings = findings;
        this.probes = new Probes(clock, new Needs(settings), findings);
        this.identity = new IdentityCheck(findings, probes, clock);
    }

    /** @param page whether a test page is sent */
    void examine(boolean page) {
        new FolderChecks(findings).check(settings);
        new StateChecks(findings).check(settings);
        sources();
        patterns();
        List<WatchedPlace> places = places();
        if (places.isEmpty()) {
            notifying(page, id -> Answer.failed(AwsFailure.of(Outcome.UNKNOWN, "NotAsked", "")), Where.job("", ""));
            return;
        }
        WatchedPlace first = places.get(0);
        AwsSettings ambient = AwsSettings.of(first.region(), first.endpoint(), "");
        try (AwsClients clients = new AwsClients(ambient, environment)) {
            Optional<String> caller = identity.ambient(clients, Where.job("", first.region()));
            Where job = Where.job(caller.map(Arn::account).orElse(""), first.region());
            prices(places);
            SecretsManagerClient secrets = clients.build(SecretsManagerClient.builder());
            notifying(
                    page,
                    id -> probes.call(() -> Optional.ofNullable(
                            secrets.getSecretValue(r -> r.secretId(id)).secretString())),
                    job);
            if (caller.isPresent()) aws(clients, places, caller.get(), job);
        }
    }

    private void sources() {
        for (SourceSettings.Other other : settings.source().others()) {
            Optional<String> trouble = ((SampleSource) other).trouble();
            findings.add(Finding.of(
                    trouble.isEmpty(),
                    "source",
                    Where.HERE,
                    "source." + other.kind(),
                    trouble.orElse("samples can be read"),
                    "no sample is read from it"));
        }
    }

    private void patterns() {
        String cost =
                "the functions that the pattern should match have the settings of another policy, group or window";
        for (Warnings.Warning w : new LocalChecks(settings).patterns()) {
            findings.add(Finding.missing("configuration", Where.HERE, w.path(), w.text(), cost)
                    .asOptional());
        }
    }

    /** Checks whether the price table has every region, including the ambient region if the file names no region. */
    private void prices(List<WatchedPlace> places) {
        for (WatchedPlace place : places) {
            Where where = new Where(place.account(), place.region(), "");
            Loaded<PriceSheet> table = PriceSheet.load(settings, place.account());
            boolean priced =
                    table.problems().isEmpty() && table.value().regions().containsKey(place.region());
            Finding found = Finding.of(
                    priced,
                    "prices",
                    where,
                    "prices.file",
                    place.region() + (priced ? " is" : " is not") + " in the price table",
                    "the table's highest prices are used for it, so alerts come early and its figures are too high");
            findings.add(!priced && settings.prices().assumeDearestRegion() ? found.asOptional() : found);
        }
    }

    private void aws(AwsClients clients, List<WatchedPlace> places, String caller, Where job) {
        Instant now = Instant.ofEpochMilli(clock.millis());
        AccountChecks accounts = new AccountChecks(settings, environment, probes, findings, identity, caller);
        places.forEach(place -> accounts.check(place, now));
        Simulation simulation = new Simulation(
                clients.build(IamClient.builder()),
                AwsCall.JOB_SIMULATE_PRINCIPAL_POLICY,
                Simulation.principal(caller),
                probes);
        new JobChecks(settings, environment, places.get(0), probes, simulation, job).check();
        if (!Needs.reads(settings)) return;
        S3Client s3 = clients.s3();
        LandedCheck landed = new LandedCheck(settings.source().landing(), probes, findings);
        accounts.inUse().forEach(place -> landed.check(s3, place, now));
    }

    private void notifying(boolean page, SecretChecks.Store store, Where job) {
        SecretChecks secrets = new SecretChecks(findings, probes, environment, store, job);
        secrets.receive(settings);
        new ReceiverChecks(findings, secrets, Instant.ofEpochMilli(clock.millis()), page).check(settings);
        if (!settings.alarms().reachesPeople()) {
            String cost = "alarms appear only in the ledger";
            findings.add(Finding.missing("notify", Where.HERE, "notify", "has no receiver", cost)
                    .asOptional());
        }
    }

    /**
     * Returns the ambient account and region. If the account or the region is unknown, adds a finding and returns
     * nothing.
     */
    private List<WatchedPlace> places() {
        try {
            Settings known = settings.organization().enabled()
                    ? new OrganizationCheck(settings, findings, probes).check(environment)
                    : settings;
            return WatchedPlace.all(known, environment);
        } catch (IllegalStateException | IllegalArgumentException e) {
            // a call of AWS Organizations that failed has its own finding
            boolean known = findings.all().stream()
                    .anyMatch(f -> f.what().startsWith("organizations:") && f.verdict() != Verdict.THERE);
            String cost = "Breakwater can neither read nor change anything at AWS, so everything about it is unknown";
            if (!known)
                findings.add(Finding.missing("credentials", Where.HERE, "account and region", e.getMessage(), cost));
            return List.of();
        }
    }

    /**
     * Checks whether data has arrived recently in S3 from the accounts and regions that have functions. A metric stream
     * may deliver nothing even if the roles and the bucket exist.
     */
    static final class LandedCheck {

        private static final Duration LATELY = Duration.ofHours(2);
        /** The pattern of folder names that Firehose and the command {@code receive} write. */
        private static final DateTimeFormatter HOUR =
                DateTimeFormatter.ofPattern("yyyy/MM/dd/HH").withZone(ZoneOffset.UTC);

        private final SourceSettings.Landing landing;
        private final Probes probes;
        private final Findings findings;
        private final Set<String> asked = new HashSet<>();

        LandedCheck(SourceSettings.Landing landing, Probes probes, Findings findings) {
            this.landing = landing;
            this.probes = probes;
            this.findings = findings;
        }

        /** Reports nothing if the listing fails, because the permission check reports that failure. */
        void check(S3Client s3, WatchedPlace place, Instant now) {
            String address = landing.of(place.account(), place.region());
            if (!asked.add(address)) return;
            S3Place own = S3Place.of(address);
            String since = own.prefix() + HOUR.format(now.minus(LATELY));
            Answer<ListObjectsV2Response> listed = probes.call(() -> s3.listObjectsV2(r -> r.bucket(own.bucket())
                    .prefix(own.prefix())
                    .startAfter(since)
                    .maxKeys(1)));
            if (!listed.ok()) return;
            boolean landed = !listed.value().contents().isEmpty();
            Where where = landing.byAccount()
                    ? new Where(place.account(), place.region(), "")
                    : Where.job("", place.region());
            String what = "source.landing.path (lately)";
            String cost = "Breakwater sees nothing of this account. Unless the account is idle, check its "
                    + "metric stream and Firehose's delivery errors";
            findings.add(
                    landed
                            ? Finding.there("folder", where, what, "samples arrived in the last two hours")
                            : Finding.unknown(
                                    "folder", where, what, "no samples arrived for two hours in " + address, cost));
        }
    }

    /**
     * Checks whether this machine has enough heap and disk for the configured state, and whether the running job
     * watches all functions.
     */
    record StateChecks(Findings findings) {

        private static final String AREA = "state";

        void check(Settings settings) {
            List<Warning> cannot = new LocalChecks(settings).state();
            cannot.forEach(w -> findings.add(Finding.missing(
                    AREA, Where.HERE, w.path(), w.text(), "the command run cannot start on this machine")));
            if (cannot.isEmpty()) {
                String can = settings.state().backend() + " can be used";
                findings.add(Finding.there(AREA, Where.HERE, "state.backend", can));
            }
            unwatched(RunPlaces.files(settings));
        }

        /**
         * Reports the number of unwatched functions from the job's heartbeat, if the job's ledger is on this machine.
         */
        private void unwatched(RunFolder run) {
            try {
                Optional<HeartbeatRow> beat =
                        run.heartbeat().filter(h -> h.feed().unwatched() > 0);
                String cost = "nobody is alerted about these functions. Raise the number, add memory, or change "
                        + "the backend to \"rocksdb\"";
                beat.ifPresent(h ->
                        findings.add(Finding.missing(AREA, Where.HERE, "state.functions", h.unwatchedText(), cost)));
            } catch (IOException e) {
                // if the files are in a bucket, another check reports the missing permission
                if (Folders.isBucket(run.path())) return;
                String cost = "whether functions are left out";
                findings.add(Finding.unknown(AREA, Where.HERE, "state.functions", "no heartbeat can be read", cost));
            }
        }
    }
}
