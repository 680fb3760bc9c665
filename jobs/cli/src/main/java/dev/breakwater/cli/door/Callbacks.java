package dev.breakwater.cli.door;

import com.fasterxml.jackson.databind.JsonNode;
import dev.breakwater.cli.door.People.Refusals;
import dev.breakwater.cli.door.RequestAnswer.Denied;
import dev.breakwater.connectors.http.Service;
import dev.breakwater.connectors.http.Service.HttpCall;
import dev.breakwater.connectors.http.Service.Reply;
import dev.breakwater.engine.control.IncidentSnapshot;
import dev.breakwater.engine.control.Request.Kind;
import dev.breakwater.guard.door.RequestDesk;
import dev.breakwater.guard.door.RequestDesk.Ask;
import dev.breakwater.guard.door.RequestDesk.NotTaken;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The listener for PagerDuty and Slack. It accepts a person's request that a vendor passes on with its signature: PagerDuty at {@code /pagerduty}, and Slack at
 * {@code /slack}. The service shows no data. docs/console.md describes the formats.
 */
public final class Callbacks implements Service {

    /**
     * The largest body. PagerDuty's deliveries are smaller than this, because PagerDuty drops deliveries of 256 KiB and
     * more.
     */
    public static final int LARGEST = 256 << 10;

    /** The largest age of an event from PagerDuty. PagerDuty repeats a delivery for about 20 minutes. */
    private static final Duration OLDEST_EVENT = Duration.ofMinutes(30);

    /** The largest age of a request from Slack. Slack recommends this limit. */
    private static final Duration OLDEST_CALL = Duration.ofMinutes(5);

    /** The events of PagerDuty's webhooks V3 that belong to an incident's life cycle, whatever their cause. */
    private static final Set<String> LIFE = Set.of(
            "incident.acknowledged",
            "incident.annotated",
            "incident.delegated",
            "incident.escalated",
            "incident.priority_updated",
            "incident.reassigned",
            "incident.reopened",
            "incident.resolved",
            "incident.status_update_published",
            "incident.triggered",
            "incident.unacknowledged");

    private static final Set<String> PATHS = Set.of("/pagerduty", "/slack");

    private final RequestDesk desk;
    private final Keys keys;
    private final Clock clock;
    private final Refusals refusals;

    /** @param refusals the counter of refusals */
    public Callbacks(RequestDesk desk, Keys keys, Clock clock, Refusals refusals) {
        this.desk = desk;
        this.keys = keys;
        this.clock = clock;
        this.refusals = refusals;
    }

    /**
     * The keys of the vendors, and what the members may request. If a key is empty, its vendor cannot send requests.
     *
     * @param pagerDuty secret of the webhook
     * @param slack     signing secret of the app
     * @param slackMay  the requests that each member may send, by id
     */
    public record Keys(String pagerDuty, String slack, Map<String, Set<Kind>> slackMay) {

        @Override
        public String toString() {
            return "***";
        }
    }

    @Override
    public int largest() {
        return LARGEST;
    }

    @Override
    public Optional<Reply> atOnce(HttpCall call) {
        if (call.path().equals("/health") && call.reads()) return Optional.of(Reply.text(200, "ok"));
        if (!PATHS.contains(call.path())) return Optional.of(Reply.text(404, ""));
        return call.method().equals("POST") ? Optional.empty() : Optional.of(Reply.text(405, ""));
    }

    @Override
    public Reply answer(HttpCall call, InputStream body) throws IOException {
        RequestAnswer said = take(call, body.readAllBytes());
        Reply reply = Reply.text(said.status(), said.text());
        return said.status() == 401 ? reply.later() : reply;
    }

    /** Handles a POST request, and never throws. */
    public RequestAnswer take(HttpCall call, byte[] body) {
        return RequestAnswer.to(call, refusals, () -> {
            if (body.length > LARGEST) throw new Denied(413, "over 256 KiB");
            return switch (call.path()) {
                case "/pagerduty" -> pagerDuty(call, body);
                case "/slack" -> slack(call, body);
                default -> new RequestAnswer(404, "");
            };
        });
    }

    // PagerDuty

    private RequestAnswer pagerDuty(HttpCall call, byte[] body) throws Denied, IOException {
        String signature = RequestFields.header(call, "x-pagerduty-signature");
        if (keys.pagerDuty.isEmpty() || !new Signature(keys.pagerDuty).ofPagerDuty(signature, body)) {
            throw Denied.noKey("PagerDuty: a wrong signature");
        }
        ActionLink link = ActionLink.of(RequestFields.form(call.query()), keys.pagerDuty)
                .orElseThrow(() -> call.query().isEmpty()
                        // PagerDuty's own webhook without an action, for which a 401 would stop the actions for a day
                        ? new Denied(204, "PagerDuty: an address without an action")
                        : Denied.noKey("PagerDuty: an unsigned address"));
        JsonNode event = RequestFields.object(body).path("event");
        try {
            return RequestAnswer.of(desk, person(event, link));
        } catch (NotTaken e) {
            return new RequestAnswer(200, "not taken: " + e.getMessage());
        }
    }

    /** Returns a person's requests, one for each incident of the alert. */
    private List<RequestAnswer.Heard> person(JsonNode event, ActionLink link) throws Denied, NotTaken, IOException {
        // a 4xx would count as a failed delivery, and three failed deliveries stop all deliveries for a day
        String type = event.path("event_type").asText();
        if (LIFE.contains(type) || type.startsWith("incident.responder.")) {
            throw new Denied(204, "PagerDuty: the event is not a request");
        }
        String id = event.path("id").asText();
        if (!id.matches("[A-Za-z0-9-]{1,64}")) throw new Denied(400, "PagerDuty: an event without id");
        Instant at = time(event.path("occurred_at").asText());
        fresh(at, OLDEST_EVENT, "PagerDuty: an old event");
        JsonNode agent = event.path("agent");
        String who = agent.path("id").asText();
        if (!agent.path("type").asText().equals("user_reference") || who.isEmpty()) {
            // PagerDuty documents no type for custom actions, so the log names a type that names no person
            String name = type.matches("[A-Za-z0-9._-]{1,64}") ? type : "without a type";
            throw new Denied(204, "PagerDuty: no person caused the event " + name);
        }
        if (!link.until().isAfter(clock.instant())) throw new Denied(204, "PagerDuty: an expired address");
        List<String> incidents = desk
                .toldBy(event.path("data").path("incident_key").asText(), at)
                .stream()
                .filter(link::isFor)
                .toList();
        if (incidents.isEmpty()) throw new Denied(204, "PagerDuty: the address belongs to another incident");
        String by = person(agent.path("summary").asText(), who);
        return new RequestAnswer.Heard(lasting(Ask.of(link.kind(), "")), "pagerduty-" + id, by, "pagerduty", 200, false)
                .each(incidents);
    }

    private static String person(String name, String id) {
        return name.isEmpty() ? id : name + " (" + id + ')';
    }

    private static Instant time(String text) throws Denied {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new Denied(400, "a delivery without a timestamp");
        }
    }

    private void fresh(Instant at, Duration oldest, String old) throws Denied {
        Duration age = Duration.between(at, clock.instant());
        if (age.compareTo(oldest) > 0 || age.compareTo(OLDEST_CALL.negated()) < 0) throw Denied.noKey(old);
    }

    // Slack

    private RequestAnswer slack(HttpCall call, byte[] body) throws Denied, IOException {
        String time = RequestFields.header(call, "x-slack-request-timestamp");
        String signature = RequestFields.header(call, "x-slack-signature");
        boolean signed = time.matches("[0-9]{1,12}")
                && !keys.slack.isEmpty()
                && new Signature(keys.slack).ofSlack(time, signature, body);
        if (!signed) throw Denied.noKey("Slack: a wrong signature");
        Instant at = Instant.ofEpochSecond(Long.parseLong(time));
        fresh(at, OLDEST_CALL, "Slack: an old call");
        String payload =
                RequestFields.form(new String(body, StandardCharsets.UTF_8)).get("payload");
        JsonNode said = RequestFields.object(payload.getBytes(StandardCharsets.UTF_8));
        JsonNode action = said.path("actions").path(0);
        Kind kind = RequestFields.kind(action.path("action_id").asText().replaceFirst("^breakwater-", ""));
        String who = said.path("user").path("id").asText();
        if (!keys.slackMay.getOrDefault(who, Set.of()).contains(kind)) {
            throw new Denied(
                    403,
                    "Slack: " + kind.wire() + " by a member who may not do this; door.slack.users "
                            + "lists the members");
        }
        String id = "slack-" + signature.substring("v0=".length(), "v0=".length() + 32);
        String by = person(said.path("user").path("username").asText(), who);
        String value = action.path("value").asText();
        RequestAnswer.Heard heard = new RequestAnswer.Heard(lasting(Ask.of(kind, value)), id, by, "slack", 0, false);
        boolean alert = value.startsWith(IncidentSnapshot.Identity.KEY);
        return alert ? RequestAnswer.ofAlert(desk, heard, value, at) : RequestAnswer.of(desk, heard);
    }

    private static Ask lasting(Ask ask) throws Denied {
        return ask.lasting(RequestFields.length(ask.kind(), ""));
    }
}
