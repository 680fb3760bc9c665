package dev.breakwater.cli.doctor;

import dev.breakwater.config.model.Settings;
import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.AwsCall;
import dev.breakwater.connectors.aws.AwsClients;
import dev.breakwater.connectors.aws.AwsFailure;
import dev.breakwater.connectors.aws.AwsSettings;
import dev.breakwater.connectors.aws.Outcome;
import dev.breakwater.connectors.lambda.ActClock;
import dev.breakwater.guard.live.Place;
import dev.breakwater.guard.live.Places;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** Looks at everything that a configuration needs, and continues whatever is missing. Changes nothing. */
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
        new CallbackChecks(findings).check(settings);
        List<Place> places = places();
        if (places.isEmpty()) {
            notifying(page, id -> Answer.failed(AwsFailure.of(Outcome.UNKNOWN, "NotAsked", "")), Where.job("", ""));
            return;
        }
        Place first = places.get(0);
        AwsSettings ambient = AwsSettings.of(first.region(), first.endpoint(), "");
        try (AwsClients clients = new AwsClients(ambient, environment)) {
            Optional<String> caller = identity.ambient(clients, Where.job("", first.region()));
            Where job = Where.job(caller.map(Doctor::account).orElse(""), first.region());
            PriceChecks.check(settings, places, findings);
            SecretsManagerClient secrets = clients.build(SecretsManagerClient.builder());
            notifying(
                    page,
                    id -> probes.call(() -> Optional.ofNullable(
                            secrets.getSecretValue(r -> r.secretId(id)).secretString())),
                    job);
            if (caller.isPresent()) aws(clients, places, caller.get(), job);
        }
    }

    private void aws(AwsClients clients, List<Place> places, String caller, Where job) {
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
            String cost = "alarms are in the ledger only";
            findings.add(Finding.missing("notify", Where.HERE, "notify", "names nobody", cost)
                    .asOptional());
        }
    }

    /** Empty, with a finding, if the ambient account or its region is unknown. */
    private List<Place> places() {
        try {
            Settings known = settings.organization().enabled()
                    ? new OrganizationCheck(settings, findings, probes).check(environment)
                    : settings;
            return Places.of(known, environment);
        } catch (IllegalStateException | IllegalArgumentException e) {
            String cost = "Breakwater can read and do nothing at AWS, so everything about it is unknown";
            findings.add(Finding.missing("credentials", Where.HERE, "account and region", e.getMessage(), cost));
            return List.of();
        }
    }

    private static String account(String arn) {
        String[] part = arn.split(":", 6);
        return part.length == 6 ? part[4] : "";
    }
}
