package dev.breakwater.connectors.testkit.fault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.breakwater.connectors.testkit.fault.ApiReply.Json;
import java.time.Instant;
import java.util.Optional;

/**
 * A part of AWS that the proxy answers itself, because the emulator lacks it or does not enforce it. One thread at a
 * time calls the part.
 */
@FunctionalInterface
public interface MissingApi {

    /** Returns the answer, or nothing if the call is to be passed on. */
    Optional<ApiReply> answer(ApiRequest request, Upstream upstream);

    /** Answers the call GetAuthorizers of HTTP APIs with an empty list. */
    static MissingApi noAuthorizers() {
        return (request, upstream) -> {
            boolean asked = request.method().equals("GET") && request.path().matches("/v2/apis/[^/]+/authorizers/?");
            return asked ? Optional.of(ApiReply.json(200, "{\"items\":[]}")) : Optional.empty();
        };
    }

    /** Refuses a put of an S3 object if its If-Match is not met. A get with the same condition fails alike. */
    static MissingApi conditionalPuts() {
        return (request, upstream) -> {
            boolean asked = request.operation().equals("s3:PutObject");
            if (!asked || request.header("If-Match").isEmpty()) return Optional.empty();
            ApiReply there = upstream.get(request, request.target());
            return Optional.of(there.ok() ? upstream.ask(request) : there);
        };
    }

    /**
     * Returns the time at which an event invoke configuration was changed, in seconds since 1970, even if the emulator
     * returns it as text.
     */
    static MissingApi timesOfInvokeConfigs() {
        return (request, upstream) -> {
            if (!request.path().matches("/[0-9-]+/functions/[^/]+/event-invoke-config/?")) return Optional.empty();
            ApiReply reply = upstream.ask(request);
            JsonNode config = Json.read(reply.text());
            JsonNode changed = config.path("LastModified");
            if (!changed.isTextual()) return Optional.of(reply);
            Instant at = Instant.parse(changed.asText().replace("+0000", "Z"));
            ((ObjectNode) config).put("LastModified", at.toEpochMilli() / 1e3);
            return Optional.of(ApiReply.json(reply.status(), config.toString()));
        };
    }
}
