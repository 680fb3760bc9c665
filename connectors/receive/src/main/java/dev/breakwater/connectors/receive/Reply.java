package dev.breakwater.connectors.receive;

import com.fasterxml.jackson.core.JsonGenerator;
import com.sun.net.httpserver.HttpExchange;
import dev.breakwater.connectors.receive.content.Json;
import dev.breakwater.connectors.receive.content.Refused;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * An answer.
 *
 * @param status      of HTTP
 * @param contentType of the body
 * @param body        in UTF-8
 */
record Reply(int status, String contentType, byte[] body) {

    /** As Firehose wants it. @param error why not, or null */
    static Reply delivery(int status, String requestId, long timestamp, String error) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = Json.FACTORY.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("requestId", requestId == null ? "" : Json.plain(requestId, 256));
            json.writeNumberField("timestamp", timestamp);
            if (error != null) {
                json.writeStringField("errorMessage", error);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new IllegalStateException("memory cannot fail", e);
        }
        return new Reply(status, "application/json", out.toByteArray());
    }

    static Reply text(int status, String contentType, String text) {
        return new Reply(status, contentType, text.getBytes(StandardCharsets.UTF_8));
    }

    void send(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", contentType);
        if (status == 503) {
            exchange.getResponseHeaders().set("Retry-After", String.valueOf(Refused.RETRY_SECONDS));
        }
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }
}
