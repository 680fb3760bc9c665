package dev.breakwater.cli.console;

import dev.breakwater.cli.door.People;
import dev.breakwater.cli.door.People.Refusals;
import dev.breakwater.cli.door.RequestAnswer;
import dev.breakwater.connectors.http.Service;
import dev.breakwater.connectors.http.Service.HttpCall;
import dev.breakwater.connectors.http.Service.Reply;
import dev.breakwater.report.Pages;
import dev.breakwater.report.Wording;
import dev.breakwater.report.console.ConsolePage;
import dev.breakwater.report.console.ConsolePage.Page;
import dev.breakwater.report.console.ConsoleState;
import dev.breakwater.report.console.Query;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;

/**
 * The listener for people. GET shows the console's pages and their JSON, the incidents' pages, change events,
 * {@code /health}, {@code /health/job} and {@code /metrics}. {@link People} handles POST requests.
 *
 * @param acts  whether people may send requests; if so, buttons are shown
 * @param pages the folder of incident pages
 */
record ConsoleService(People people, boolean acts, Refusals refusals, Console console, Path pages) implements Service {

    private static final String WRONG_TOKEN =
            "not taken: the token is missing or wrong; it is the password with which you sign in to this console";
    private static final String HTML = "text/html; charset=utf-8";
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String JSON = "application/json";
    /** How old the state may be. The files are read every few seconds. */
    private static final Duration STALE = Duration.ofMinutes(1);

    private static final String SHUT =
            "default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; ";
    private static final String OF_CONSOLE = SHUT + "style-src 'self'; script-src 'self'; connect-src 'self'";
    /** The header for incidents' pages. An incident's page is a file that contains its own style. */
    private static final String OF_FILES = SHUT + "style-src 'unsafe-inline'; script-src 'self'; connect-src 'self'";

    /**
     * Matches the tags that a page needs only while it is opened as a file. They forbid scripts and reload the page.
     */
    private static final String FILE_SCRIPT =
            "<meta http-equiv=\"(?:Content-Security-Policy\" content=\"[^\"]{1,80}|refresh\" content=\"60)\"/>\n?";

    private static final String REFRESH = "<meta http-equiv=\"refresh\" content=\"60\"/>";
    private static final String SCRIPT = "<script src=\"../console.js\" defer></script>";
    private static final String NEWS = SCRIPT + "<noscript>" + REFRESH + "</noscript></head>";

    private static final String HOME = "<a href=\"../\">Breakwater</a>";

    @Override
    public int largest() {
        return People.LARGEST;
    }

    @Override
    public Optional<Reply> atOnce(HttpCall call) {
        boolean healthy = call.path().equals("/health") && call.reads();
        return healthy ? Optional.of(Reply.text(200, "ok")) : Optional.empty();
    }

    @Override
    public Reply answer(HttpCall call, InputStream body) throws IOException {
        boolean file = call.path().startsWith("/incidents/") || !call.reads();
        return said(call, body)
                .with("Cache-Control", "no-store")
                .with("X-Content-Type-Options", "nosniff")
                .with("Referrer-Policy", "same-origin")
                .with("Content-Security-Policy", file ? OF_FILES : OF_CONSOLE);
    }

    private Reply said(HttpCall call, InputStream body) throws IOException {
        if (call.method().equals("POST")) {
            return call.path().equals("/requests") ? asked(call, body.readAllBytes()) : Reply.text(404, "");
        }
        if (!call.reads()) return Reply.text(405, "");
        Optional<RequestAnswer> refused = people.refusedToRead(call);
        if (refused.isPresent()) return unread(refused.get());
        Optional<Reply> small = small(call.path());
        return small.isPresent() ? small.get() : console.once(call.path() + '?' + call.query(), () -> shown(call));
    }

    private static Reply unread(RequestAnswer refused) {
        Reply reply = Reply.text(refused.status(), refused.text());
        return refused.status() == 401
                ? reply.with("WWW-Authenticate", "Basic realm=\"Breakwater: the token is the password\"")
                        .later()
                : reply;
    }

    private Reply asked(HttpCall call, byte[] body) {
        RequestAnswer said = people.take(call, body);
        boolean browser = call.header("accept").contains("text/html");
        boolean unknown = said.status() == 401;
        RequestAnswer shown = unknown ? new RequestAnswer(401, WRONG_TOKEN) : said;
        Reply reply = browser && !shown.text().isEmpty()
                ? Reply.of(said.status(), HTML, answered(shown, call.header("referer")))
                : Reply.text(said.status(), said.text());
        return unknown ? reply.later() : reply;
    }

    private Reply shown(HttpCall call) throws IOException {
        String path = call.path();
        for (Page page : Page.values()) {
            if (path.equals(Page.FLEET == page ? "/" : '/' + page.path())) {
                ConsolePage shown = new ConsolePage(page, console.state(), query(call), Instant.now(), acts);
                return Reply.of(200, HTML, shown.html());
            }
        }
        for (Api api : Api.values()) {
            if (path.equals(api.path())) return Reply.of(200, JSON, api.json(console.state(), query(call)));
        }
        if (!path.matches("/incidents/[A-Za-z0-9-]{1,80}(\\.html)?")) return Reply.text(404, "");
        String name = path.substring("/incidents/".length());
        if (name.endsWith(".html")) return incident(call, name);
        String query = call.query().isEmpty() ? "" : '?' + call.query();
        return Reply.text(302, "").with("Location", name + ".html" + query);
    }

    private Optional<Reply> small(String path) {
        Reply reply = switch (path) {
            case "/page.css" -> Reply.of(200, "text/css; charset=utf-8", Pages.CSS);
            case "/console.js" -> Reply.of(200, "text/javascript; charset=utf-8", ConsolePage.SCRIPT);
            case "/openapi.json" -> Reply.of(200, JSON, Api.DOCUMENT);
            case "/favicon.ico" -> Reply.text(204, "");
            case "/metrics" -> Reply.of(200, TEXT, metrics());
            case "/health/job" -> health(console.state(), Instant.now());
            case "/events" -> console.news().full() ? Reply.text(503, "") : Reply.stream(console.news());
            default -> null;
        };
        return Optional.ofNullable(reply);
    }

    /**
     * Returns the health of the job, with status 503 if somebody must look. {@code /health} says only that the console
     * itself answers, so that no load balancer stops the console because of the job.
     */
    private static Reply health(ConsoleState state, Instant now) {
        boolean stale = state.at().isBefore(now.minus(STALE));
        String wrong = stale
                ? "The console has not been able to read the run's files since " + Wording.minute(state.at()) + "."
                : state.job().unhealthy();
        return Reply.of(wrong.isEmpty() ? 200 : 503, TEXT, (wrong.isEmpty() ? "ok" : wrong) + '\n');
    }

    private Reply incident(HttpCall call, String name) throws IOException {
        if (name.equals("index.html")) return Reply.text(302, "").with("Location", "../incidents");
        try {
            String silent = console.state().silent(name.replaceFirst("\\.html$", ""));
            boolean asks = call.query().equals("act");
            return Reply.of(200, HTML, shown(pages.resolve(name), acts, asks, silent));
        } catch (NoSuchFileException e) {
            return Reply.text(404, "");
        }
    }

    private static Query query(HttpCall call) {
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

    /**
     * Shows the buttons, which an incident's file contains inside a comment. Only the console shows the buttons,
     * because only the console accepts requests.
     *
     * @param acts     whether anybody may send requests
     * @param asksToAct whether the person requested the buttons
     * @param warning   the warning at the top of the page, or empty
     */
    private static String shown(Path file, boolean acts, boolean asksToAct, String warning) throws IOException {
        String page = Files.readString(file);
        Instant written = Files.getLastModifiedTime(file).toInstant();
        boolean live = page.contains(REFRESH);
        page = page.replaceAll(FILE_SCRIPT, "").replace("<p class=\"over\">Breakwater", "<p class=\"over\">" + HOME);
        // the page must not reload while a person is about to act
        if (acts && asksToAct) page = page.replaceFirst("</head>", SCRIPT + "</head>");
        else if (live) page = page.replaceFirst("</head>", NEWS);
        String shown = asksToAct ? "act" : "door";
        if (acts) page = page.replace("<!--" + shown, "").replace(shown + "-->", "");
        return page.replace("<!--age-->", age(written))
                .replaceFirst("</header>", Matcher.quoteReplacement(warning) + "</header>");
    }

    /** Keeps the page's shown age up to date while the page stays open. */
    private static String age(Instant written) {
        long age = Math.max(0, Duration.between(written, Instant.now()).toSeconds());
        return "<b>Written <time data-age=\"" + written + "\">" + age + " s ago</time>. <span id=\"link\"></span></b> ";
    }

    /** Waits until the job has had time to read the request, then shows the previous page again. */
    private static String answered(RequestAnswer said, String referer) {
        String back = referer.replaceFirst("\\?.*", "").replaceFirst(".*/", "");
        String link = back.matches("[A-Za-z0-9-]{1,80}\\.html")
                ? "incidents/" + back
                : back.equals("leases") ? back : "incidents";
        return "<!DOCTYPE html><html lang=\"en\"><meta charset=\"utf-8\"><title>Breakwater</title>"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
                + "<meta name=\"color-scheme\" content=\"light dark\">"
                + (said.status() < 300 ? "<meta http-equiv=\"refresh\" content=\"8; url=" + link + "\">" : "")
                + "<body><main style=\"font: 1.1rem/1.5 system-ui; margin: 2rem; max-width: 40rem\"><p>"
                + escaped(said.text())
                + "</p><p><a style=\"display: block; padding: 1rem 0\" href=\"" + link
                + "\">Back to the page</a></p></main></body></html>";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
