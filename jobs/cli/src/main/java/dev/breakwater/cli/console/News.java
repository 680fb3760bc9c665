package dev.breakwater.cli.console;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Browsers that wait for news, by server-sent events. What is sent is a few bytes, so that none of them holds the others up
 * before its connection is long dead.
 */
final class News {

    /** More wait by reloading. */
    static final int MOST = 100;

    private final ConcurrentLinkedQueue<HttpExchange> waiting = new ConcurrentLinkedQueue<>();

    /** Keeps it, and answers it from now on; false where too many wait. */
    boolean add(HttpExchange exchange) throws IOException {
        if (waiting.size() >= MOST) return false;
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.sendResponseHeaders(200, 0);
        if (send(exchange, ": here\n\n")) waiting.add(exchange);
        return true;
    }

    /** Tells everybody that there is something new. */
    void tell() {
        send("data: new\n\n");
    }

    /** Lets a connection that nothing was said on live, and finds out which are dead. */
    void live() {
        send(": still here\n\n");
    }

    private void send(String event) {
        for (Iterator<HttpExchange> all = waiting.iterator(); all.hasNext(); ) {
            if (!send(all.next(), event)) all.remove();
        }
    }

    private static boolean send(HttpExchange exchange, String event) {
        try {
            exchange.getResponseBody().write(event.getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            return true;
        } catch (IOException e) {
            exchange.close();
            return false;
        }
    }
}
