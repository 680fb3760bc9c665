package dev.breakwater.cli.doctor;

import dev.breakwater.cli.doctor.Findings.Finding;
import dev.breakwater.cli.doctor.Findings.Verdict;
import dev.breakwater.cli.doctor.Findings.Where;
import dev.breakwater.config.model.ReceiveSettings;
import dev.breakwater.config.model.Settings;
import dev.breakwater.config.secret.SecretRef;
import dev.breakwater.config.secret.SecretResolver;
import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.AwsCall;
import dev.breakwater.connectors.aws.AwsFailure;
import dev.breakwater.connectors.aws.Outcome;
import java.util.Map;
import java.util.Optional;

/** Checks whether each secret exists where its reference points. Other code does not get the secret itself. */
final class SecretChecks {

    private static final String AREA = "secret";
    private static final String NO_PAGE = "no page is sent";

    /** Returns the text of a secret in AWS. A binary secret has no text. */
    interface Store {
        Answer<Optional<String>> read(String id);
    }

    private final Findings findings;
    private final Probes probes;
    private final Map<String, String> environment;
    private final Store secretsManager;
    private final Where where;

    /**
     * @param secretsManager returns the text of a secret by id, with the job's identity
     * @param where          the account and region of the secrets
     */
    SecretChecks(Findings findings, Probes probes, Map<String, String> environment, Store secretsManager, Where where) {
        this.findings = findings;
        this.probes = probes;
        this.environment = environment;
        this.secretsManager = secretsManager;
        this.where = where;
    }

    /** Checks the secrets that the command {@code receive} needs. */
    void receive(Settings settings) {
        int number = 0;
        for (ReceiveSettings.StreamKey key : settings.receive().keys()) {
            resolve("receive.keys[" + number++ + "].accessKey", key.accessKey(), "receive does not start");
        }
        resolve("receive.tls.password", settings.receive().tls().password(), "receive does not start");
    }

    /** Returns a receiver's secret if the secret exists. */
    Optional<String> receiver(String key, SecretRef reference) {
        return resolve(key, reference, NO_PAGE);
    }

    /** Reports a receiver's secret that exists but has the wrong form. */
    void unfit(String key, String why) {
        findings.add(Finding.missing(AREA, Where.HERE, key, why, NO_PAGE));
    }

    private Optional<String> resolve(String key, SecretRef reference, String cost) {
        if (!reference.present()) return Optional.empty();
        AwsFailure[] failed = new AwsFailure[1];
        SecretResolver resolver = new SecretResolver(name -> Optional.ofNullable(environment.get(name)), id -> {
            Answer<Optional<String>> answer = secretsManager.read(id);
            failed[0] = answer.failure();
            if (answer.ok() || answer.failedAs(Outcome.MISSING)) {
                probes.add(AwsCall.GET_SECRET_VALUE, where, Verdict.THERE, "");
            } else {
                // only the error code is shown, because AWS's message may repeat the requested name
                probes.add(
                        AwsCall.GET_SECRET_VALUE,
                        where,
                        Probes.verdict(answer.failure()),
                        answer.failure().code());
            }
            return answer.ok() ? answer.value() : Optional.empty();
        });
        try {
            String text = resolver.resolve(reference).reveal();
            findings.add(Finding.there(AREA, Where.HERE, key, reference + " is there"));
            return Optional.of(text);
        } catch (SecretResolver.Unavailable e) {
            boolean gone = failed[0] == null || failed[0].outcome() == Outcome.MISSING;
            Verdict verdict = gone ? Verdict.MISSING : Verdict.UNKNOWN;
            String why = gone ? e.getMessage() : reference + " cannot be read";
            findings.add(new Finding(AREA, Where.HERE, key, verdict, false, why, cost));
            return Optional.empty();
        }
    }
}
