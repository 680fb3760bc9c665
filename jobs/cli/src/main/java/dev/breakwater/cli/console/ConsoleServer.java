package dev.breakwater.cli.console;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.breakwater.guard.door.Door;
import dev.breakwater.ledger.LedgerJson;
import dev.breakwater.report.Pages;
import dev.breakwater.report.console.ConsolePages;
import dev.breakwater.report.console.ConsolePages.Page;
import dev.breakwater.report.console.ConsolePages.View;
import dev.breakwater.report.console.Query;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/**
 * Serves the console over HTTP: GET shows its pages and their JSON, the pages of incidents, news, {@code /health} and
 * {@code /metrics}; POST comes to the {@link Door}.
 */
public final class ConsoleServer implements AutoCloseable {

    private static final int THREADS = 8;
    private static final int WAITING = 64;
    private static final String HTML = "text/html; charset=utf-8";
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String JSON = "application/json";
    private static final String SHUT =
            "default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; ";
    private static final String OF_CONSOLE = SHUT + "style-src 'self'; script-src 'self'; connect-src 'self'";
    /** Pages of incidents are files and bring their style with them. */
    private static final String OF_FILES = SHUT + "style-src 'unsafe-inline'; script-src 'self'; connect-src 'self'";

    static {
        // the JDK's server reads it once: nobody holds a thread for ever
        if (System.getProperty("sun.net.httpserver.maxReqTime") == null) {
            System.setProperty("sun.net.httpserver.maxReqTime", "60");
        }
    }

    private final Door door;
    private final boolean acts;
    private final Console console;
    private final Path pages;
    private final HttpServer server;
    private final ThreadPoolExecutor threads;

    private ConsoleServer(Door door, boolean acts, Console console, Path pages, HttpServer server) {
        this.door = door;
        this.acts = acts;
        this.console = console;
        this.pages = pages;
        this.server = server;
        threads = new ThreadPoolExecutor(THREADS, THREADS, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(WAITING));
        threads.allowCoreThreadTimeOut(true);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
    }

    /**
     * @param tls   null for http, which is for loopback only
     * @param acts  whether people may come in at the door, so that buttons are shown
     * @param pages the folder of incident pages
     */
    static ConsoleServer start(
            InetSocketAddress listen, SSLContext tls, Door door, boolean acts, Console console, Path pages)
            throws IOException {
        HttpServer server = tls == null ? HttpServer.create(listen, WAITING) : HttpsServer.create(listen, WAITING);
        if (server instanceof HttpsServer https) https.setHttpsConfigurator(new HttpsConfigurator(tls));
        ConsoleServer started = new ConsoleServer(door, acts, console, pages, server);
        server.start();
        return started;
    }

    public InetSocketAddress address() {
        return server.getAddress();
    }

    @Override
    public void close() {
        console.close();
        server.stop(0);
        threads.shutdown();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        // whoever waits for news keeps the connection
        boolean waits = path.equals("/events") && exchange.getRequestMethod().equals("GET");
        if (waits && console.news().add(exchange)) return;
        try (exchange) {
            switch (exchange.getRequestMethod()) {
                case "POST" -> post(exchange);
                case "GET", "HEAD" -> get(exchange, path);
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
        if (browser && !said.text().isEmpty()) {
            send(exchange, said.status(), HTML, IncidentFile.answered(said, headers.getOrDefault("referer", "")));
        } else {
            send(exchange, said.status(), TEXT, said.text());
        }
    }

    private void get(HttpExchange exchange, String path) throws IOException {
        for (Page page : Page.values()) {
            if (path.equals(Page.FLEET == page ? "/" : '/' + page.path())) {
                View view = new View(page, console.state(), query(exchange), Instant.now(), acts);
                send(exchange, 200, HTML, ConsolePages.of(view));
                return;
            }
        }
        for (Api.Path api : Api.PATHS) {
            if (path.equals(api.path())) {
                send(exchange, 200, JSON, LedgerJson.line(api.make().apply(console.state(), query(exchange))));
                return;
            }
        }
        if (path.matches("/incidents/[A-Za-z0-9-]{1,80}\\.html")) {
            incident(exchange, path.substring("/incidents/".length()));
        } else {
            other(exchange, path);
        }
    }

    private void other(HttpExchange exchange, String path) throws IOException {
        boolean here = exchange.getRemoteAddress().getAddress().isLoopbackAddress();
        switch (path) {
            case "/page.css" -> send(exchange, 200, "text/css; charset=utf-8", Pages.CSS);
            case "/console.js" -> send(exchange, 200, "text/javascript; charset=utf-8", ConsolePages.SCRIPT);
            case "/openapi.json" -> send(exchange, 200, JSON, OpenApi.document());
            case "/favicon.ico" -> send(exchange, 204, TEXT, "");
            case "/health" -> send(exchange, 200, TEXT, "ok");
            case "/metrics" -> send(exchange, here ? 200 : 403, TEXT, here ? metrics() : "");
            case "/events" -> send(exchange, 503, TEXT, "");
            default -> send(exchange, 404, TEXT, "");
        }
    }

    private void incident(HttpExchange exchange, String name) throws IOException {
        if (name.equals("index.html")) {
            exchange.getResponseHeaders().set("Location", "../incidents");
            send(exchange, 302, TEXT, "");
            return;
        }
        try {
            boolean asksToAct = "act".equals(exchange.getRequestURI().getQuery());
            send(exchange, 200, HTML, IncidentFile.shown(pages.resolve(name), acts, asksToAct));
        } catch (NoSuchFileException e) {
            send(exchange, 404, TEXT, "");
        }
    }

    private static Query query(HttpExchange exchange) {
        Map<String, String> parameters = new HashMap<>();
        String query = exchange.getRequestURI().getRawQuery();
        if (query == null) return Query.of(parameters);
        for (String pair : query.split("&")) {
            int equals = pair.indexOf('=');
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            // what the server took for an address decodes
            parameters.put(
                    equals < 0 ? pair : pair.substring(0, equals), URLDecoder.decode(value, StandardCharsets.UTF_8));
        }
        return Query.of(parameters);
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
        String path = exchange.getRequestURI().getPath();
        boolean file =
                path.startsWith("/incidents/") || exchange.getRequestMethod().equals("POST");
        headers.set("Content-Security-Policy", file ? OF_FILES : OF_CONSOLE);
        boolean empty = bytes.length == 0 || exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, empty ? -1 : bytes.length);
        if (!empty) exchange.getResponseBody().write(bytes);
    }
}
