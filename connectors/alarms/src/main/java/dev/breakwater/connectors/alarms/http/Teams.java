package dev.breakwater.connectors.alarms.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.breakwater.config.model.Key;
import dev.breakwater.config.secret.SecretRef;
import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.connectors.alarms.outbox.AlarmFacts;
import dev.breakwater.connectors.alarms.outbox.AlarmText;
import java.util.Locale;
import java.util.Set;

/**
 * A workflow of Microsoft Teams. The workflow posts each Adaptive Card that its webhook receives.
 *
 * <p>Teams accepts messages of 28 KB and four requests a second
 * (learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/add-incoming-webhook).
 */
@Key(doc = "a workflow of Microsoft Teams that posts the messages sent to its webhook")
public record Teams(
        @Key(
                required = true,
                remedy = "a reference like env:TEAMS_WEBHOOK",
                doc = "reference to the workflow's address, which is a secret")
        SecretRef webhook)
        implements ChatWebhook {

    /** A text length that keeps the whole message far below 28 KB. */
    private static final int TEXT = 600;

    /** The number of buttons that Teams shows below a card. */
    private static final int LINKS = 6;

    public Teams() {
        this(SecretRef.NONE);
    }

    @Override
    public ObjectNode message(AlarmEvent alarm, boolean buttons) {
        ObjectNode message = JSON.createObjectNode().put("type", "message");
        ObjectNode attachment = message.putArray("attachments").addObject();
        attachment.put("contentType", "application/vnd.microsoft.card.adaptive").putNull("contentUrl");
        ObjectNode card = attachment.putObject("content");
        card.put("$schema", "http://adaptivecards.io/schemas/adaptive-card.json");
        card.put("type", "AdaptiveCard").put("version", "1.4");
        ArrayNode body = card.putArray("body");
        AlarmFacts facts = AlarmFacts.of(alarm);
        String severity = facts.severity();
        boolean urgent = alarm.opens() && (severity.equals("critical") || severity.equals("error"));
        text(body, alarm.opens() ? severity.toUpperCase(Locale.ROOT) : "RESOLVED")
                .put("weight", "Bolder")
                .put("size", "Medium")
                .put("color", !alarm.opens() ? "Good" : urgent ? "Attention" : "Warning");
        text(body, AlarmText.clean(alarm.summary(), TEXT));
        ArrayNode rows = body.addObject().put("type", "FactSet").putArray("facts");
        row(rows, "Where", alarm.source());
        row(rows, "What", alarm.component());
        row(rows, "Incident", facts.incident());
        links(card, alarm);
        return message;
    }

    private static ObjectNode text(ArrayNode body, String text) {
        return body.addObject()
                .put("type", "TextBlock")
                .put("text", escaped(text))
                .put("wrap", true);
    }

    private static void row(ArrayNode rows, String title, String value) {
        if (!value.isEmpty()) rows.addObject().put("title", title).put("value", escaped(value));
    }

    private static void links(ObjectNode card, AlarmEvent alarm) {
        ArrayNode actions = card.putArray("actions");
        for (AlarmEvent.Link link : alarm.links()) {
            if (!link.href().startsWith("https://") || actions.size() == LINKS) continue;
            actions.addObject()
                    .put("type", "Action.OpenUrl")
                    .put("title", link.text())
                    .put("url", link.href());
        }
    }

    /** Escapes a text, so that a card does not read it as Markdown. */
    private static String escaped(String text) {
        return text.replaceAll("([\\\\*_\\[\\]`])", "\\\\$1");
    }

    /** Accepts the status 202, because a workflow answers before it posts the card. */
    @Override
    public boolean accepts(int status, String body) {
        return status == 202 || status == 200 && !body.contains("<");
    }

    /**
     * The statuses of a refusal, such as "workflow deleted" and "disabled". A refused alarm is tried again later,
     * because somebody may correct the address.
     */
    @Override
    public Set<Integer> refusals() {
        return Set.of(400, 401, 403, 404, 410, 413, 422);
    }
}
