package dev.breakwater.cli.door;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.breakwater.guard.door.Door;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/**
 * Serves a {@link Door} over HTTP: POST comes to the door, GET shows the pages of incidents with its buttons on them,
 * {@code /health} and {@code /metrics}.
 */
public final class DoorServer implements AutoCloseable {

    private static final int THREADS = 8;
    private static final int WAITING = 64;
    private static final String HTML = "text/html; charset=utf-8";
    private static final String TEXT = "text/plain; charset=utf-8";

    private final Door door;
    private final Path pages;
    private final HttpServer server;
    private final ThreadPoolExecutor threads;

    private DoorServer(Door door, Path pages, HttpServer server) {
        this.door = door;
        this.pages = pages;
        this.server = server;
        threads = new ThreadPoolExecutor(THREADS, THREADS, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(WAITING));
        threads.allowCoreThreadTimeOut(true);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
    }

    /**
     * @param tls   null for http, which is for loopback only
     * @param pages the folder of incident pages
     */
    public static DoorServer start(InetSocketAddress listen, SSLContext tls, Door door, Path pages) throws IOException {
        HttpServer server = tls == null ? HttpServer.create(listen, WAITING) : HttpsServer.create(listen, WAITING);
        if (server instanceof HttpsServer https) https.setHttpsConfigurator(new HttpsConfigurator(tls));
        DoorServer started = new DoorServer(door, pages, server);
        server.start();
        return started;
    }

    public InetSocketAddress address() {
        return server.getAddress();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdown();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            switch (exchange.getRequestMethod()) {
                case "POST" -> post(exchange);
                case "GET", "HEAD" -> get(exchange, exchange.getRequestURI().getPath());
                default -> send(exchange, 405, TEXT, "");
            }
        }
    }

    private void post(HttpExchange exchange) throws IOException {
        byte[] body;
        try (InputStream in = exchange.getRequestBody()) {
            body = in.readNBytes(Door.LARGEST + 1);
        }
        Map<String, String> headers = new HashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
        String remote = exchange.getRemoteAddress().getAddress().getHostAddress();
        Door.Answer said = door.take(new Door.Call(exchange.getRequestURI().getPath(), headers, remote, body));
        boolean browser = headers.getOrDefault("accept", "").contains("text/html");
        if (browser && !said.text().isEmpty()) send(exchange, said.status(), HTML, page(said, headers));
        else send(exchange, said.status(), TEXT, said.text());
    }

    /** Shown to whoever pressed a button, for as long as the job needs to hear of it; then the page again. */
    private static String page(Door.Answer said, Map<String, String> headers) {
        String back = headers.getOrDefault("referer", "").replaceFirst(".*/", "");
        boolean known = back.matches("[A-Za-z0-9-]{1,80}\\.html");
        String link = known ? "incidents/" + back : "incidents/index.html";
        return "<!DOCTYPE html><html lang=\"en\"><meta charset=\"utf-8\"><title>Breakwater</title>"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
                + "<meta name=\"color-scheme\" content=\"light dark\">"
                + (said.status() < 300 ? "<meta http-equiv=\"refresh\" content=\"8; url=" + link + "\">" : "")
                + "<body style=\"font: 1.1rem/1.5 system-ui; margin: 2rem; max-width: 40rem\"><p>"
                + escaped(said.text())
                + "</p><p><a href=\"" + link + "\">Back to the page</a></p></body></html>";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private void get(HttpExchange exchange, String path) throws IOException {
        if (path.equals("/health")) {
            send(exchange, 200, TEXT, "ok");
        } else if (path.equals("/metrics")) {
            boolean here = exchange.getRemoteAddress().getAddress().isLoopbackAddress();
            send(exchange, here ? 200 : 403, TEXT, here ? metrics() : "");
        } else if (path.equals("/") || path.equals("/incidents/")) {
            exchange.getResponseHeaders().set("Location", path.equals("/") ? "incidents/index.html" : "index.html");
            send(exchange, 302, TEXT, "");
        } else if (path.matches("/incidents/[A-Za-z0-9-]{1,80}\\.html")) {
            page(exchange, pages.resolve(path.substring("/incidents/".length())));
        } else {
            send(exchange, 404, TEXT, "");
        }
    }

    /** A page is written with its buttons in a comment: only here there is a door behind them. */
    private void page(HttpExchange exchange, Path file) throws IOException {
        try {
            String page = Files.readString(file);
            long age = Duration.between(Files.getLastModifiedTime(file).toInstant(), Instant.now())
                    .toSeconds();
            boolean acts = "act".equals(exchange.getRequestURI().getQuery());
            // who is about to act is not to have the page taken away
            if (acts) page = page.replace("<meta http-equiv=\"refresh\" content=\"60\"/>", "");
            String shown = acts ? "act" : "door";
            page = page.replace("<!--" + shown, "").replace(shown + "-->", "");
            send(exchange, 200, HTML, page.replace("<!--age-->", "<b>Written " + Math.max(0, age) + " s ago.</b> "));
        } catch (NoSuchFileException e) {
            send(exchange, 404, TEXT, "");
        }
    }

    private String metrics() {
        StringBuilder out = new StringBuilder("# TYPE breakwater_door_refused_total counter\n");
        door.refused()
                .forEach((reason, n) -> out.append("breakwater_door_refused_total{reason=\"")
                        .append(reason.replace("\\", "").replace("\"", ""))
                        .append("\"} ")
                        .append(n)
                        .append('\n'));
        return out.toString();
    }

    private static void send(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", type);
        headers.set("Cache-Control", "no-store");
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "same-origin");
        headers.set(
                "Content-Security-Policy",
                "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; form-action 'self';"
                        + " frame-ancestors 'none'; base-uri 'none'");
        boolean empty = bytes.length == 0 || exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, empty ? -1 : bytes.length);
        if (!empty) exchange.getResponseBody().write(bytes);
    }
}
