package dev.breakwater.connectors.aws;

import java.io.Serializable;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The settings for calls to one account in one region. They contain no secret.
 *
 * @param region            for example {@code eu-west-1}
 * @param endpoint          replaces the service's endpoint; if empty, {@code AWS_ENDPOINT_URL} counts
 * @param roleArn           role to assume, or empty for the ambient credentials
 * @param callTimeoutMillis the time that one call may take, milliseconds, at least 1
 */
public record AwsSettings(String region, String endpoint, String roleArn, int callTimeoutMillis)
        implements Serializable {

    /** The default time limit of a call. */
    public static final int CALL_TIMEOUT_MILLIS = 3_000;

    /** The environment variable that sets another endpoint for all services. */
    public static final String ENDPOINT_VARIABLE = "AWS_ENDPOINT_URL";

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    public AwsSettings {
        if (region.isBlank() || callTimeoutMillis < 1) {
            throw new IllegalArgumentException("a region and a time-out of at least 1 ms are needed");
        }
    }

    public static AwsSettings of(String region, String endpoint, String roleArn) {
        return new AwsSettings(region, endpoint, roleArn, CALL_TIMEOUT_MILLIS);
    }

    /**
     * Returns the endpoint to use instead of the service's own. The setting has priority over the environment.
     *
     * @throws IllegalArgumentException when the endpoint breaks the rule
     */
    public static Optional<URI> chooseEndpoint(String setting, Map<String, String> environment) {
        String chosen = setting.isBlank() ? environment.getOrDefault(ENDPOINT_VARIABLE, "") : setting;
        return chosen.isBlank() ? Optional.empty() : Optional.of(acceptEndpoint(chosen.strip()));
    }

    /** Returns whether the endpoint is on this machine. */
    public static boolean isLoopback(URI endpoint) {
        return endpoint.getHost() != null && LOOPBACK.contains(endpoint.getHost());
    }

    private static URI acceptEndpoint(String text) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("endpoint is not a URL (not shown, because it may contain a secret)");
        }
        if (uri.getHost() == null || uri.getUserInfo() != null) {
            throw new IllegalArgumentException("endpoint needs a host, and no user or password");
        }
        boolean secure = "https".equalsIgnoreCase(uri.getScheme());
        boolean local = "http".equalsIgnoreCase(uri.getScheme()) && isLoopback(uri);
        if (!secure && !local) {
            throw new IllegalArgumentException(
                    "endpoint host " + uri.getHost() + " needs https; http is for loopback only");
        }
        return uri;
    }
}
