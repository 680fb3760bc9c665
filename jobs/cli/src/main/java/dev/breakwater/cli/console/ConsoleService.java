package dev.breakwater.cli.console;

import dev.breakwater.cli.door.Answer;
import dev.breakwater.cli.door.People;
import dev.breakwater.cli.door.Refusals;
import dev.breakwater.connectors.http.Call;
import dev.breakwater.connectors.http.Reply;
import dev.breakwater.connectors.http.Service;
import dev.breakwater.ledger.LedgerJson;
import dev.breakwater.report.Pages;
import dev.breakwater.report.console.ConsolePage.Page;
import dev.breakwater.report.console.ConsolePage;
import dev.breakwater.report.console.Query;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The listener for people. GET shows the console's pages and their JSON, the incidents' pages, change events,
 * {@code /health} and {@code /metrics}. {@link People} handles POST requests.
 *
 * @param acts  whether people may send requests; if so, buttons are shown
 * @param pages the folder of incident pages
 */
record ConsoleService(People people, boolean acts, Refusals refusals, Console console, Path pages) implements Service {

    private static final String HTML = "text/html; charset=utf-8";
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String JSON = "application/json";
    private static final String SHUT =
            "default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; ";
    private static final String OF_CONSOLE = SHUT + "style-src 'self'; script-src 'self'; connect-src 'self'";
    /** The header for incidents' pages. An incident's page is a file that contains its own style. */
    private static final String OF_FILES = SHUT + "style-src 'unsafe-inline'; script-src 'self'; connect-src 'self'";

    @Override
    public int largest() {
        return People.LARGEST;
    }

    @Override
    public boolean underAnyName(Call call) {
        return call.path().equals("/health");
    }

    @Override
    public Optional<Reply> atOnce(Call call) {
        boolean healthy = call.path().equals("/health") && call.reads();
        return healthy ? Optional.of(Reply.text(200, "ok")) : Optional.empty();
    }

    @Override
    public Reply answer(Call call, InputStream body) throws IOException {
        boolean file = call.path().startsWith("/incidents/") || !call.reads();
        return said(call, body)
                .with("Cache-Control", "no-store")
                .with("X-Content-Type-Options", "nosniff")
                .with("Referrer-Policy", "same-origin")
                .with("Content-Security-Policy", file ? OF_FILES : OF_CONSOLE);
    }

    private Reply said(Call call, InputStream body) throws IOException {
        if (call.method().equals("POST")) {
            return call.path().equals("/requests") ? asked(call, body.readAllBytes()) : Reply.text(404, "");
        }
        if (!call.reads()) return Reply.text(405, "");
        Optional<Answer> refused = people.refusedToRead(call);
        if (refused.isPresent()) return unread(refused.get());
        Optional<Reply> small = small(call.path());
        return small.isPresent() ? small.get() : console.once(call.path() + '?' + call.query(), () -> shown(call));
    }

    private static Reply unread(Answer refused) {
        Reply reply = Reply.text(refused.status(), refused.text());
        return refused.status() == 401
                ? reply.with("WWW-Authenticate", "Basic realm=\"Breakwater: the token is the password\"")
                        .later()
                : reply;
    }

    private Reply asked(Call call, byte[] body) {
        Answer said = people.take(call, body);
        boolean browser = call.header("accept").contains("text/html");
        if (browser && !said.text().isEmpty()) {
            return Reply.of(said.status(), HTML, IncidentFile.answered(said, call.header("referer")));
        }
        Reply reply = Reply.text(said.status(), said.text());
        return said.status() == 401 ? reply.later() : reply;
    }

    private Reply shown(Call call) throws IOException {
        String path = call.path();
        for (Page page : Page.values()) {
            if (path.equals(Page.FLEET == page ? "/" : '/' + page.path())) {
                ConsolePage shown = new ConsolePage(page, console.state(), query(call), Instant.now(), acts);
                return Reply.of(200, HTML, shown.html());
            }
        }
        for (Api.Path api : Api.PATHS) {
            if (path.equals(api.path())) {
                return Reply.of(200, JSON, LedgerJson.line(api.make().apply(console.state(), query(call))));
            }
        }
        return path.matches("/incidents/[A-Za-z0-9-]{1,80}\\.html")
                ? incident(call, path.substring("/incidents/".length()))
                : Reply.text(404, "");
    }

    private Optional<Reply> small(String path) {
        Reply reply = switch (path) {
            case "/page.css" -> Reply.of(200, "text/css; charset=utf-8", Pages.CSS);
            case "/console.js" -> Reply.of(200, "text/javascript; charset=utf-8", ConsolePage.SCRIPT);
            case "/openapi.json" -> Reply.of(200, JSON, OpenApi.document());
            case "/favicon.ico" -> Reply.text(204, "");
            case "/metrics" -> Reply.of(200, TEXT, metrics());
            case "/events" -> console.news().full() ? Reply.text(503, "") : Reply.stream(console.news());
            default -> null;
        };
        return Optional.ofNullable(reply);
    }

    private Reply incident(Call call, String name) throws IOException {
        if (name.equals("index.html")) return Reply.text(302, "").with("Location", "../incidents");
        try {
            String silent = console.state().silent(name.replaceFirst("\\.html$", ""));
            boolean asks = call.query().equals("act");
            return Reply.of(200, HTML, IncidentFile.shown(pages.resolve(name), acts, asks, silent));
        } catch (NoSuchFileException e) {
            return Reply.text(404, "");
        }
    }

    private static Query query(Call call) {
        Map<String, String> parameters = new HashMap<>();
        for (String pair : call.query().split("&")) {
            int equals = pair.indexOf('=');
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            // the server has accepted the address, so decoding cannot fail
            parameters.put(
                    equals < 0 ? pair : pair.substring(0, equals), URLDecoder.decode(value, StandardCharsets.UTF_8));
        }
        return Query.of(parameters);
    }

    private String metrics() {
        StringBuilder out = new StringBuilder("# TYPE breakwater_door_refused_total counter\n");
        refusals.counts()
                .forEach((reason, n) -> out.append("breakwater_door_refused_total{reason=\"")
                        .append(reason.replace("\\", "").replace("\"", ""))
                        .append("\"} ")
                        .append(n)
                        .append('\n'));
        return out.toString();
    }
}
