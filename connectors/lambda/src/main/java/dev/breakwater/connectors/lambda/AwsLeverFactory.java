package dev.breakwater.connectors.lambda;

import dev.breakwater.connectors.aws.AwsSettings;
import java.util.HashMap;
import java.util.Map;

/** Opens levers on AWS from settings; the clients, and with them the credentials, come to be only where it opens. */
public final class AwsLeverFactory implements LeverFactory {

    private final String endpoint;
    private final HashMap<String, String> actRoles;

    /**
     * @param endpoint replaces the service's endpoint, or empty (then {@code AWS_ENDPOINT_URL} counts)
     * @param actRoles role ARN to assume for acts by account; an account without one uses the ambient credentials
     */
    public AwsLeverFactory(String endpoint, Map<String, String> actRoles) {
        this.endpoint = endpoint;
        this.actRoles = new HashMap<>(actRoles);
    }

    /**
     * @throws IllegalArgumentException when the endpoint is not allowed
     */
    @Override
    public Lever open(String account, String region) {
        AwsSettings settings = AwsSettings.of(region, endpoint, actRoles.getOrDefault(account, ""));
        return ReservedConcurrencyLever.open(settings, account, System.getenv());
    }
}
