package dev.breakwater.connectors.testkit.fault;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** An answer to a request: the status, the headers except those of the transport, and the body. */
public record ApiReply(int status, Map<String, String> headers, byte[] body) {

    public static ApiReply json(int status, String body) {
        return of(status, "application/json", body);
    }

    static ApiReply of(int status, String type, String body) {
        return new ApiReply(status, Map.of("Content-Type", type), body.getBytes(StandardCharsets.UTF_8));
    }

    public ApiReply with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new ApiReply(status, more, body);
    }

    public boolean ok() {
        return status / 100 == 2;
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** Returns the JSON of a request or answer, or a missing node if it is not JSON. */
    static final class Json {

        private static final ObjectMapper JSON = new ObjectMapper();

        private Json() {}

        static JsonNode read(String text) {
            try {
                return text.isBlank() ? MissingNode.getInstance() : JSON.readTree(text);
            } catch (JsonProcessingException e) {
                return MissingNode.getInstance();
            }
        }
    }
}
