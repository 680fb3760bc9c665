package dev.breakwater.cli.door;

import dev.breakwater.cli.door.RequestAnswer.Denied;
import dev.breakwater.connectors.http.Service.HttpCall;
import java.util.List;
import java.util.Optional;

/** How a proxy names the person, and how it proves that the name comes from the proxy. */
public interface ProxyIdentity {

    /** No proxy is trusted. */
    ProxyIdentity NONE = new ProxyIdentity() {
        @Override
        public Optional<String> names(HttpCall call) {
            return Optional.empty();
        }

        @Override
        public List<String> headers() {
            return List.of();
        }
    };

    /**
     * Finds the person whom a proxy names.
     *
     * @return empty if no proxy names a person
     * @throws Denied if the name came from somebody other than the proxy
     */
    Optional<String> names(HttpCall call) throws Denied;

    /**
     * Returns the names, in lower case, of the headers that name the person. A request that has one of these headers
     * twice is refused.
     */
    List<String> headers();

    /** Returns whether a proxy is configured. */
    default boolean trusted() {
        return !headers().isEmpty();
    }

    /**
     * Returns a proxy that proves its identity with a secret.
     *
     * @param header       the header that names the person, lower case
     * @param secretHeader the header with the secret, lower case
     */
    static ProxyIdentity ofSecret(String header, String secretHeader, String secret) {
        return new ProxyIdentity() {
            @Override
            public Optional<String> names(HttpCall call) throws Denied {
                String offered = call.header(secretHeader);
                String named = call.header(header);
                if (offered.isEmpty() && named.isEmpty()) return Optional.empty();
                if (!Signature.equal(secret, offered))
                    throw Denied.noKey("somebody other than the proxy named the person");
                return named.isEmpty() ? Optional.empty() : Optional.of(named);
            }

            @Override
            public List<String> headers() {
                return List.of(header, secretHeader);
            }
        };
    }
}
