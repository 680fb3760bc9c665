package dev.breakwater.guard.door;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.breakwater.core.control.Request;
import dev.breakwater.core.control.Request.Kind;
import dev.breakwater.guard.door.RequestDesk.Ask;
import dev.breakwater.guard.door.RequestDesk.NotTaken;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The door for requests that come over HTTP: knows who may ask, and hands it to the {@link RequestDesk}. People come to
 * {@code /requests} with a bearer token, or named by a proxy that is trusted; PagerDuty to {@code /pagerduty/KIND} and
 * Slack to {@code /slack}, signed. Whoever has no key is told nothing. The formats: docs/console.md.
 */
public final class Door {

    /** Larger than any delivery: PagerDuty drops its own from 256 KiB on. */
    public static final int LARGEST = 256 << 10;

    /** PagerDuty tries for about 20 minutes. */
    private static final Duration OLDEST_EVENT = Duration.ofMinutes(30);

    /** What Slack recommends. */
    private static final Duration OLDEST_CALL = Duration.ofMinutes(5);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final RequestDesk desk;
    private final Keys keys;
    private final Clock clock;
    private final Refusals refusals;

    public Door(RequestDesk desk, Keys keys, Clock clock) {
        this.desk = desk;
        this.keys = keys;
        this.clock = clock;
        refusals = new Refusals(clock);
    }

    /**
     * Who may ask; what is empty opens nothing.
     *
     * @param token     of people, sent as bearer token or in a form
     * @param header    in which a trusted proxy names who asks, lower case
     * @param proxies   addresses of those proxies
     * @param pagerDuty secret of the webhook
     * @param slack     signing secret of the app
     */
    public record Keys(String token, String header, Set<String> proxies, String pagerDuty, String slack) {

        @Override
        public String toString() {
            return "***";
        }
    }

    /**
     * What was sent.
     *
     * @param headers by lower-case name
     * @param remote  the address that it came from
     */
    public record Call(String path, Map<String, String> headers, String remote, byte[] body) {

        String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    /** @param text empty where nothing is said */
    public record Answer(int status, String text) {}

    /** A request that is as it should be, and what is said where it is over. */
    private record Heard(Ask ask, String id, String by, String from, int over) {}

    /** Refused: nothing is said to whoever has no key. */
    private static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        private final int status;
        private final boolean told;

        Refused(int status, String why) {
            super(why);
            this.status = status;
            told = status != 401;
        }
    }

    /** How often something was refused, by its reason. */
    public Map<String, Long> refused() {
        return refusals.counts();
    }

    int told() {
        return refusals.told();
    }

    /** Takes a POST; never throws. */
    public Answer take(Call call) {
        try {
            if (call.body.length > LARGEST) throw new Refused(413, "over 256 KiB");
            return hand(hear(call));
        } catch (Refused e) {
            refusals.count(e.getMessage(), call.remote);
            return new Answer(e.status, e.told ? e.getMessage() : "");
        } catch (IOException e) {
            refusals.count("cannot be written", call.remote);
            return new Answer(503, "it cannot be written down: try again, or use the command line");
        }
    }

    private Answer hand(Heard heard) throws IOException {
        try {
            Request r = desk.take(heard.ask, heard.id, heard.by, heard.from);
            return new Answer(
                    202,
                    "taken: " + r.kind().wire() + ' ' + RequestDesk.name(r.scope())
                            + "; the job hears of it within seconds, or when it is started; the incident's page says what became of it");
        } catch (NotTaken e) {
            int status = switch (e.kind()) {
                case OVER -> heard.over;
                case UNKNOWN -> 404;
                case UNCLEAR -> 400;
            };
            return new Answer(status, "not taken: " + e.getMessage());
        }
    }

    private Heard hear(Call call) throws Refused {
        if (call.path.equals("/requests")) return person(call);
        if (call.path.startsWith("/pagerduty/")) return pagerDuty(call);
        if (call.path.equals("/slack")) return slack(call);
        throw new Refused(404, "no such door");
    }

    // people

    private Heard person(Call call) throws Refused {
        boolean json = call.header("content-type").startsWith("application/json");
        Map<String, String> said = json ? new HashMap<>() : form(call.body);
        String by = who(call, said.getOrDefault("token", ""));
        if (json) said.putAll(fields(read(call.body)));
        Kind kind = kind(said.getOrDefault("request", ""));
        return new Heard(
                new Ask(
                        kind,
                        said.getOrDefault("incident", ""),
                        said.getOrDefault("function", ""),
                        said.getOrDefault("account", ""),
                        said.getOrDefault("region", ""),
                        length(kind, said.getOrDefault("for", ""))),
                // a form that is sent twice is one request
                said.getOrDefault("id", "").matches("[A-Za-z0-9-]{1,64}") ? said.get("id") : "",
                by,
                "console",
                409);
    }

    /** The name that a trusted proxy gives, or nobody's with the token; a proxy's users may be led here by another page. */
    private String who(Call call, String inForm) throws Refused {
        String named = keys.header.isEmpty() ? "" : call.header(keys.header);
        if (!named.isEmpty() && keys.proxies.contains(call.remote)) {
            String origin = call.header("origin");
            boolean ours =
                    origin.isEmpty() || origin.replaceFirst("^https?://", "").equals(call.header("host"));
            if (!ours) throw new Refused(401, "sent by a page of another site");
            return named;
        }
        String bearer = call.header("authorization").replaceFirst("^[Bb]earer ", "");
        String offered = bearer.isEmpty() ? inForm : bearer;
        if (keys.token.isEmpty() || !Signature.equal(keys.token, offered))
            throw new Refused(401, "no or a wrong token");
        return "the token's bearer";
    }

    private static Duration length(Kind kind, String text) throws Refused {
        String usual = kind == Kind.ACCEPT ? "30d" : kind == Kind.PROTECT ? "24h" : "";
        String length = text.isEmpty() ? usual : text;
        if (length.isEmpty() || kind == Kind.APPROVE || kind == Kind.RELEASE) return Duration.ZERO;
        return Lengths.of(kind, length).orElseThrow(() -> new Refused(400, "for: " + Lengths.bounds(kind)));
    }

    // PagerDuty

    private Heard pagerDuty(Call call) throws Refused {
        String signature = call.header("x-pagerduty-signature");
        if (keys.pagerDuty.isEmpty() || !Signature.ofPagerDuty(keys.pagerDuty, signature, call.body)) {
            throw new Refused(401, "PagerDuty: a wrong signature");
        }
        Kind kind = kind(call.path.substring("/pagerduty/".length()));
        JsonNode event = read(call.body).path("event");
        String id = event.path("id").asText();
        if (!id.matches("[A-Za-z0-9-]{1,64}")) throw new Refused(400, "PagerDuty: an event without id");
        fresh(time(event.path("occurred_at").asText()), OLDEST_EVENT, "PagerDuty: an old event");
        // a 4xx would be a failed delivery, and three of those end all of them for a day
        return new Heard(
                lasting(Ask.of(
                        kind, incident(event.path("data").path("incident_key").asText()))),
                "pagerduty-" + id,
                event.path("agent").path("summary").asText(),
                "pagerduty",
                200);
    }

    /** Our key of the alert is the key of the incident that it opened; each ring after the first has a number behind it. */
    private static String incident(String key) throws Refused {
        String incident = key.replaceFirst("^breakwater/", "").replaceFirst("/[0-9]+$", "");
        if (!incident.matches("[0-9a-f]{12}"))
            throw new Refused(400, "not an incident of one function, group or account");
        return incident;
    }

    private static Instant time(String text) throws Refused {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new Refused(400, "a delivery without its time");
        }
    }

    private void fresh(Instant at, Duration oldest, String old) throws Refused {
        Duration age = Duration.between(at, clock.instant());
        if (age.compareTo(oldest) > 0 || age.compareTo(OLDEST_CALL.negated()) < 0) throw new Refused(401, old);
    }

    // Slack

    private Heard slack(Call call) throws Refused {
        String time = call.header("x-slack-request-timestamp");
        String signature = call.header("x-slack-signature");
        boolean signed = time.matches("[0-9]{1,12}")
                && !keys.slack.isEmpty()
                && Signature.ofSlack(keys.slack, time, signature, call.body);
        if (!signed) throw new Refused(401, "Slack: a wrong signature");
        fresh(Instant.ofEpochSecond(Long.parseLong(time)), OLDEST_CALL, "Slack: an old call");
        JsonNode payload = read(form(call.body).getOrDefault("payload", "").getBytes(StandardCharsets.UTF_8));
        JsonNode action = payload.path("actions").path(0);
        Kind kind = kind(action.path("action_id").asText().replaceFirst("^breakwater-", ""));
        JsonNode user = payload.path("user");
        return new Heard(
                lasting(Ask.of(kind, incident(action.path("value").asText()))),
                "slack-" + signature.substring("v0=".length(), "v0=".length() + 32),
                user.path("username").asText(user.path("id").asText()),
                "slack",
                200);
    }

    private static Ask lasting(Ask ask) throws Refused {
        return ask.lasting(length(ask.kind(), ""));
    }

    // texts

    private static Kind kind(String word) throws Refused {
        Optional<Kind> kind = Kind.asked(word.toLowerCase(Locale.ROOT));
        return kind.orElseThrow(() -> new Refused(400, "request: approve, release, hold, accept or protect"));
    }

    private static JsonNode read(byte[] body) throws Refused {
        try {
            JsonNode node = JSON.readTree(body);
            if (node != null && node.isObject()) return node;
        } catch (IOException e) {
            throw new Refused(400, "no JSON");
        }
        throw new Refused(400, "no JSON object");
    }

    private static Map<String, String> fields(JsonNode object) {
        Map<String, String> fields = new HashMap<>();
        object.properties().forEach(f -> {
            if (f.getValue().isTextual()) fields.put(f.getKey(), f.getValue().textValue());
        });
        return fields;
    }

    private static Map<String, String> form(byte[] body) throws Refused {
        Map<String, String> form = new HashMap<>();
        for (String pair : new String(body, StandardCharsets.UTF_8).split("&")) {
            int equals = pair.indexOf('=');
            if (equals < 0) continue;
            try {
                form.put(
                        URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            } catch (IllegalArgumentException e) {
                throw new Refused(400, "no form");
            }
        }
        return form;
    }
}
