package dev.breakwater.cli.door;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.breakwater.cli.door.RequestAnswer.Denied;
import dev.breakwater.connectors.http.Service.HttpCall;
import dev.breakwater.engine.control.Request;
import dev.breakwater.engine.control.Request.Kind;
import dev.breakwater.guard.file.RequestFiles;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The text fields of a request. An invalid body or value is denied with the reason. */
record RequestFields(Map<String, String> values) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static final RequestFields NONE = new RequestFields(Map.of());

    /** Returns a header. A request that repeats the header is denied. */
    static String header(HttpCall call, String name) throws Denied {
        if (call.doubled(name)) throw new Denied(400, "the header " + name + " appears twice");
        return call.header(name);
    }

    static JsonNode object(byte[] body) throws Denied {
        try {
            JsonNode node = JSON.readTree(body);
            if (node != null && node.isObject()) return node;
        } catch (IOException e) {
            throw new Denied(400, "no JSON");
        }
        throw new Denied(400, "not a JSON object");
    }

    /** Returns the text values of a JSON object. */
    static RequestFields json(byte[] body) throws Denied {
        Map<String, String> fields = new HashMap<>();
        object(body).properties().forEach(f -> {
            if (f.getValue().isTextual()) fields.put(f.getKey(), f.getValue().textValue());
        });
        return new RequestFields(fields);
    }

    /** Returns the fields of a form or of an address's query. */
    static RequestFields form(String text) throws Denied {
        Map<String, String> form = new HashMap<>();
        for (String pair : text.split("&")) {
            int equals = pair.indexOf('=');
            if (equals < 0) continue;
            try {
                form.put(
                        URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            } catch (IllegalArgumentException e) {
                throw new Denied(400, "no form");
            }
        }
        return new RequestFields(form);
    }

    /** Returns a field, or an empty text. */
    String get(String name) {
        return values.getOrDefault(name, "");
    }

    Kind kind() throws Denied {
        return kind(get("request"));
    }

    static Kind kind(String word) throws Denied {
        return Kind.asked(word.toLowerCase(Locale.ROOT))
                .orElseThrow(() -> new Denied(
                        400, "request: approve, decline, throttle, release, hold, accept, attack or protect"));
    }

    /** Returns the largest surge that an acceptance covers, as a multiple of the present surge. 0 means the default. */
    int times() throws Denied {
        String text = get("times");
        if (text.isEmpty()) return 0;
        if (text.matches("[1-9]|10")) return Integer.parseInt(text);
        throw new Denied(400, "times is the multiple of the surge's cost that is accepted, and must be 1 to 10");
    }

    /** Returns the requested duration. Empty means the default. */
    static Duration length(Kind kind, String text) throws Denied {
        String usual = switch (kind) {
            case ACCEPT -> Request.ACCEPTED_DAYS + "d";
            case PROTECT -> "24h";
            case DECLINE -> "1h";
            default -> "";
        };
        String length = text.isEmpty() ? usual : text;
        if (length.isEmpty() || kind == Kind.APPROVE || kind == Kind.THROTTLE || kind == Kind.RELEASE)
            return Duration.ZERO;
        return RequestFiles.length(kind, length)
                .orElseThrow(() -> new Denied(400, "for: " + RequestFiles.lengthBounds(kind)));
    }
}
