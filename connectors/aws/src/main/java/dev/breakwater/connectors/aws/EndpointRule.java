package dev.breakwater.connectors.aws;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The rule for endpoints: https is allowed anywhere, and http only on loopback. */
public final class EndpointRule {

    /** The environment variable that sets another endpoint for all services. */
    public static final String VARIABLE = "AWS_ENDPOINT_URL";

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private EndpointRule() {}

    /**
     * Returns the endpoint to use instead of the service's own. The setting has priority over the environment.
     *
     * @throws IllegalArgumentException when the endpoint breaks the rule
     */
    public static Optional<URI> choose(String setting, Map<String, String> environment) {
        String chosen = setting.isBlank() ? environment.getOrDefault(VARIABLE, "") : setting;
        return chosen.isBlank() ? Optional.empty() : Optional.of(accept(chosen.strip()));
    }

    /** Returns whether the endpoint is on this machine. */
    public static boolean isLoopback(URI endpoint) {
        return endpoint.getHost() != null && LOOPBACK.contains(endpoint.getHost());
    }

    private static URI accept(String text) {
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
