package dev.breakwater.connectors.http;

import java.util.List;
import java.util.Map;

/**
 * A request without its body.
 *
 * @param path    decoded
 * @param query   the query as it was sent, without the question mark; empty if there is none
 * @param headers all values by lower-case name, in order
 * @param remote  the address from which the request came, without the port
 */
public record HttpCall(
        String method, String path, String query, Map<String, List<String>> headers, String remote, boolean loopback) {

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
