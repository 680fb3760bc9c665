package dev.breakwater.connectors.http;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer to a request.
 *
 * @param status  the HTTP status
 * @param headers the headers, by name
 * @param body    the body of the answer; empty if there is none
 * @param events  the streams that the connection joins, and then the answer has no body; otherwise null
 * @param late whether to delay the answer by a second, which slows down anyone who guesses keys
 */
public record Reply(int status, Map<String, String> headers, byte[] body, EventStreams events, boolean late) {

    private static final String TYPE = "Content-Type";

    /** @param text the body, which is sent as UTF-8 */
    public static Reply of(int status, String contentType, String text) {
        return of(status, contentType, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Creates a reply with bytes as its body. */
    public static Reply of(int status, String contentType, byte[] body) {
        return new Reply(status, Map.of(TYPE, contentType), body, null, false);
    }

    /** Creates a reply in plain text. */
    public static Reply text(int status, String text) {
        return of(status, "text/plain; charset=utf-8", text);
    }

    /** Keeps the connection open for server-sent events. */
    public static Reply stream(EventStreams events) {
        return new Reply(200, Map.of(TYPE, "text/event-stream"), new byte[0], events, false);
    }

    /** Returns the same reply with another header. */
    public Reply with(String name, String value) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put(name, value);
        return new Reply(status, all, body, events, late);
    }

    /** Returns the same reply, which is then sent with a delay. */
    public Reply later() {
        return new Reply(status, headers, body, events, true);
    }
}
