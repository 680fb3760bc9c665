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
     * Returns the text of a secret by name or ARN. Returns nothing if the secret does not exist or is binary, or if AWS
     * refuses. The reason is not logged, because a request may contain a secret.
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
