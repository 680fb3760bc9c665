package dev.breakwater.cli.door;

import com.fasterxml.jackson.databind.JsonNode;
import dev.breakwater.connectors.http.HttpCall;
import dev.breakwater.core.control.IncidentSnapshot;
import dev.breakwater.core.control.Request.Kind;
import dev.breakwater.guard.door.RequestDesk;
import dev.breakwater.guard.door.RequestDesk.Ask;
import dev.breakwater.guard.door.RequestDesk.NotTaken;
import dev.breakwater.ledger.RunFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Accepts a person's request that a vendor passes on with its signature: PagerDuty at {@code /pagerduty}, and Slack at
 * {@code /slack}. The service shows no data. docs/console.md describes the formats.
 */
public final class Callbacks {

    /**
     * The largest body. PagerDuty's deliveries are smaller than this, because PagerDuty drops deliveries of 256 KiB and
     * more.
     */
    public static final int LARGEST = 256 << 10;

    /** The largest age of an event from PagerDuty. PagerDuty repeats a delivery for about 20 minutes. */
    private static final Duration OLDEST_EVENT = Duration.ofMinutes(30);

    /** The largest age of a request from Slack. Slack recommends this limit. */
    private static final Duration OLDEST_CALL = Duration.ofMinutes(5);

    private final RequestDesk desk;
    private final Keys keys;
    private final Clock clock;
    private final Refusals refusals;
    private final EventTypes types;

    /**
     * @param refusals the counter of refusals
     * @param run the counter of the results of PagerDuty's events
     */
    public Callbacks(RequestDesk desk, Keys keys, Clock clock, Refusals refusals, RunFolder run) {
        this.desk = desk;
        this.keys = keys;
        this.clock = clock;
        this.refusals = refusals;
        types = new EventTypes(run);
    }

    /**
     * The people who may send requests. If a key is empty, its vendor cannot send requests.
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

    /** Handles a POST request, and never throws. */
    public Answer take(HttpCall call, byte[] body) {
        try {
            if (body.length > LARGEST) throw new Refused(413, "over 256 KiB");
            return switch (call.path()) {
                case "/pagerduty" -> pagerDuty(call, body);
                case "/slack" -> slack(call, body);
                default -> new Answer(404, "");
            };
        } catch (Refused e) {
            refusals.count(e.getMessage(), call.remote());
            return e.answer();
        } catch (IOException e) {
            refusals.count("cannot be written", call.remote());
            return new Answer(503, "the request cannot be written to a file: try again, or use the command line");
        }
    }

    private static String only(HttpCall call, String header) throws Refused {
        if (call.doubled(header)) throw new Refused(400, "the header " + header + " appears twice");
        return call.header(header);
    }

    // PagerDuty

    private Answer pagerDuty(HttpCall call, byte[] body) throws Refused, IOException {
        String signature = only(call, "x-pagerduty-signature");
        if (keys.pagerDuty.isEmpty() || !Signature.ofPagerDuty(keys.pagerDuty, signature, body)) {
            throw Refused.noKey("PagerDuty: a wrong signature");
        }
        ActionLink link = ActionLink.of(Body.form(call.query()), keys.pagerDuty)
                .orElseThrow(() -> Refused.noKey("PagerDuty: an unsigned address"));
        JsonNode event = Body.json(body).path("event");
        List<Answer.Heard> heard = List.of();
        try {
            heard = person(event, link);
        } catch (NotTaken e) {
            return new Answer(200, "not taken: " + e.getMessage());
        } finally {
            types.count(event.path("event_type").asText(), !heard.isEmpty(), clock.instant());
        }
        return Answer.of(desk, heard);
    }

    /** Returns a person's requests, one for each incident of the alert. */
    private List<Answer.Heard> person(JsonNode event, ActionLink link) throws Refused, NotTaken, IOException {
        // a 4xx would count as a failed delivery, and three failed deliveries stop all deliveries for a day
        if (EventTypes.tellsOfLife(event.path("event_type").asText())) {
            throw new Refused(204, "PagerDuty: the event is not a request");
        }
        String id = event.path("id").asText();
        if (!id.matches("[A-Za-z0-9-]{1,64}")) throw new Refused(400, "PagerDuty: an event without id");
        Instant at = time(event.path("occurred_at").asText());
        fresh(at, OLDEST_EVENT, "PagerDuty: an old event");
        JsonNode agent = event.path("agent");
        String who = agent.path("id").asText();
        if (!agent.path("type").asText().equals("user_reference") || who.isEmpty()) {
            throw new Refused(204, "PagerDuty: no person caused the event");
        }
        if (!link.until().isAfter(clock.instant())) throw new Refused(204, "PagerDuty: an expired address");
        List<String> incidents = desk
                .toldBy(event.path("data").path("incident_key").asText(), at)
                .stream()
                .filter(link::isFor)
                .toList();
        if (incidents.isEmpty()) throw new Refused(204, "PagerDuty: the address belongs to another incident");
        String by = person(agent.path("summary").asText(), who);
        return new Answer.Heard(lasting(Ask.of(link.kind(), "")), "pagerduty-" + id, by, "pagerduty", 200)
                .each(incidents);
    }

    private static String person(String name, String id) {
        return name.isEmpty() ? id : name + " (" + id + ')';
    }

    private static Instant time(String text) throws Refused {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new Refused(400, "a delivery without a timestamp");
        }
    }

    private void fresh(Instant at, Duration oldest, String old) throws Refused {
        Duration age = Duration.between(at, clock.instant());
        if (age.compareTo(oldest) > 0 || age.compareTo(OLDEST_CALL.negated()) < 0) throw Refused.noKey(old);
    }

    // Slack

    private Answer slack(HttpCall call, byte[] body) throws Refused, IOException {
        String time = only(call, "x-slack-request-timestamp");
        String signature = only(call, "x-slack-signature");
        boolean signed = time.matches("[0-9]{1,12}")
                && !keys.slack.isEmpty()
                && Signature.ofSlack(keys.slack, time, signature, body);
        if (!signed) throw Refused.noKey("Slack: a wrong signature");
        Instant at = Instant.ofEpochSecond(Long.parseLong(time));
        fresh(at, OLDEST_CALL, "Slack: an old call");
        String payload = Body.form(new String(body, StandardCharsets.UTF_8)).getOrDefault("payload", "");
        JsonNode said = Body.json(payload.getBytes(StandardCharsets.UTF_8));
        JsonNode action = said.path("actions").path(0);
        Kind kind = Body.kind(action.path("action_id").asText().replaceFirst("^breakwater-", ""));
        String who = said.path("user").path("id").asText();
        if (!keys.slackMay.getOrDefault(who, Set.of()).contains(kind)) {
            throw new Refused(
                    403,
                    "Slack: " + kind.wire() + " by a member who may not do this; door.slack.users "
                            + "lists the members");
        }
        String id = "slack-" + signature.substring("v0=".length(), "v0=".length() + 32);
        String by = person(said.path("user").path("username").asText(), who);
        String value = action.path("value").asText();
        Answer.Heard heard = new Answer.Heard(lasting(Ask.of(kind, value)), id, by, "slack", 0);
        boolean alert = value.startsWith(IncidentSnapshot.Identity.KEY);
        return alert ? Answer.ofAlert(desk, heard, value, at) : Answer.of(desk, heard);
    }

    private static Ask lasting(Ask ask) throws Refused {
        return ask.lasting(Body.length(ask.kind(), ""));
    }
}
