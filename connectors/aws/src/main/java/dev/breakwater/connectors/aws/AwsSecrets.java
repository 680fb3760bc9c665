package dev.breakwater.connectors.aws;

import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** Reads texts from AWS Secrets Manager, with the ambient credentials. */
public final class AwsSecrets {

    private final AwsSettings settings;
    private final Map<String, String> environment;

    public AwsSecrets(AwsSettings settings, Map<String, String> environment) {
        this.settings = settings;
        this.environment = environment;
    }

    /**
     * The text of a secret by name or ARN; empty when there is none, when it is binary, or when AWS refuses: why is in no
     * log, since a request may hold more than it should.
     */
    public Optional<String> read(String id) {
        try (AwsClients clients = new AwsClients(settings, environment)) {
            SecretsManagerClient client = clients.build(SecretsManagerClient.builder());
            return Answer.ask(() -> Optional.ofNullable(
                            client.getSecretValue(r -> r.secretId(id)).secretString()))
                    .toOptional()
                    .flatMap(text -> text);
        }
    }
}
