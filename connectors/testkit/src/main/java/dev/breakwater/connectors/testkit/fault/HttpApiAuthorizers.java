package dev.breakwater.connectors.testkit.fault;

import java.util.Optional;

/** Answers GetAuthorizers of HTTP APIs: none. */
public final class HttpApiAuthorizers implements MissingApi {

    @Override
    public Optional<ApiReply> answer(ApiRequest request, Upstream upstream) {
        boolean asked = request.method().equals("GET") && request.path().matches("/v2/apis/[^/]+/authorizers/?");
        return asked ? Optional.of(ApiReply.json(200, "{\"items\":[]}")) : Optional.empty();
    }
}
