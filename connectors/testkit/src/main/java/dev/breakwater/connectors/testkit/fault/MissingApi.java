package dev.breakwater.connectors.testkit.fault;

import java.util.Optional;

/** A part of AWS that the emulator lacks or does not enforce, answered by the proxy. Called by one thread at a time. */
@FunctionalInterface
public interface MissingApi {

    /** The answer, or empty for what is passed on. */
    Optional<ApiReply> answer(ApiRequest request, Upstream upstream);

    /** Answers GetAuthorizers of HTTP APIs: none. */
    static MissingApi noAuthorizers() {
        return (request, upstream) -> {
            boolean asked = request.method().equals("GET") && request.path().matches("/v2/apis/[^/]+/authorizers/?");
            return asked ? Optional.of(ApiReply.json(200, "{\"items\":[]}")) : Optional.empty();
        };
    }
}
