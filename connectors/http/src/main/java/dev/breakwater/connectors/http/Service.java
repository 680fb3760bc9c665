package dev.breakwater.connectors.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Answers the requests of a listener. */
public interface Service {

    /**
     * Answers requests that need no body and no waiting. The method runs in the listener's own threads and must not
     * block.
     *
     * @return the answer; empty if a worker must answer
     */
    default Optional<Reply> atOnce(HttpCall call) {
        return Optional.empty();
    }

    /**
     * Answers in a worker.
     *
     * @param body the body, cut off one byte after {@link #largest}; if {@link #largest} is 0, the body may still be
     *             arriving
     */
    Reply answer(HttpCall call, InputStream body) throws IOException;

    /**
     * Returns the longest accepted body, in bytes. The listener reads the body before a worker gets the request, so a
     * slow sender occupies no worker. If the length is 0, workers read the body themselves.
     */
    int largest();

    /**
     * Returns whether a request is answered under any host name. Health checks of load balancers need this at {@code
     * /health}.
     */
    default boolean underAnyName(HttpCall call) {
        return call.path().equals("/health");
    }

    /**
     * A request without its body.
     *
     * @param path    decoded
     * @param query   the query as it was sent, without the question mark; empty if there is none
     * @param headers all values by lower-case name, in order
     * @param remote  the address from which the request came, without the port
     */
    public record HttpCall(
            String method,
            String path,
            String query,
            Map<String, List<String>> headers,
            String remote,
            boolean loopback) {

        /** Returns the first value of a header, or an empty text. */
        public String header(String name) {
            return headers.getOrDefault(name, List.of("")).get(0);
        }

        /**
         * Returns whether the request has a header more than once. If a header is repeated, it is unclear which value
         * counts.
         */
        public boolean doubled(String name) {
            return headers.getOrDefault(name, List.of()).size() > 1;
        }

        /** Returns whether the request changes nothing. */
        public boolean reads() {
            return method.equals("GET") || method.equals("HEAD");
        }
    }

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
}
