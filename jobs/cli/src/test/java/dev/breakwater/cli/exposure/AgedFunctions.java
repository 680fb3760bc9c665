package dev.breakwater.cli.exposure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.breakwater.connectors.testkit.fault.ApiReply;
import dev.breakwater.connectors.testkit.fault.ApiRequest;
import dev.breakwater.connectors.testkit.fault.MissingApi;
import dev.breakwater.connectors.testkit.fault.Upstream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * Makes functions old. The emulator creates every function now; this class makes all functions without a prefix look
 * unchanged for years.
 */
final class AgedFunctions implements MissingApi {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String youngPrefix;

    AgedFunctions(String youngPrefix) {
        this.youngPrefix = youngPrefix;
    }

    @Override
    public Optional<ApiReply> answer(ApiRequest request, Upstream upstream) {
        if (!request.operation().equals("lambda:ListFunctions")) return Optional.empty();
        ApiReply reply = upstream.ask(request);
        try {
            JsonNode page = JSON.readTree(reply.text());
            for (JsonNode function : page.path("Functions")) {
                boolean young = function.path("FunctionName").asText().startsWith(youngPrefix);
                if (!young) ((ObjectNode) function).put("LastModified", "2023-01-31T12:00:00.000+0000");
            }
            return Optional.of(ApiReply.json(reply.status(), page.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
