package dev.breakwater.connectors.receive;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.breakwater.connectors.http.Reply;
import dev.breakwater.connectors.receive.content.Json;
import dev.breakwater.connectors.receive.content.Refused;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** Makes answers in the form that Firehose requires. */
final class Answers {
    private Answers() {}

    /** @param error the reason of a refusal, or null for an acknowledgement */
    static Reply delivery(int status, String requestId, long timestamp, String error) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = Json.FACTORY.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("requestId", Json.plain(requestId, 256));
            json.writeNumberField("timestamp", timestamp);
            if (error != null) {
                json.writeStringField("errorMessage", error);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new IllegalStateException("memory cannot fail", e);
        }
        return busy(Reply.of(status, "application/json", out.toByteArray()));
    }

    /** Returns the same answer, with the time of the next attempt. */
    static Reply busy(Reply reply) {
        return reply.status() == 503 ? reply.with("Retry-After", String.valueOf(Refused.RETRY_SECONDS)) : reply;
    }
}
