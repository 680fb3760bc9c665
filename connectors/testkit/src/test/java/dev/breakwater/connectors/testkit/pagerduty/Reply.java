package dev.breakwater.connectors.testkit.pagerduty;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The bytes of an answer. */
record Reply(int status, byte[] body) {

    static final Charset UTF_8 = StandardCharsets.UTF_8;

    static Reply of(int status, ObjectNode body) {
        return new Reply(status, body.toString().getBytes(UTF_8));
    }

    static Reply refusal(List<String> errors) {
        ObjectNode refusal = status("invalid event", "Event object is invalid");
        errors.forEach(refusal.putArray("errors")::add);
        return of(400, refusal);
    }

    static Reply of(int status, String message) {
        return of(status, status("error", message));
    }

    static ObjectNode status(String status, String message) {
        return JsonNodeFactory.instance.objectNode().put("status", status).put("message", message);
    }
}
