package dev.breakwater.connectors.alarms.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.breakwater.config.model.Key;
import dev.breakwater.config.secret.SecretRef;
import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.connectors.alarms.outbox.AlarmFacts;
import dev.breakwater.connectors.alarms.outbox.AlarmText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * An incoming webhook of Slack. The buttons in its messages send requests about the alert's incidents to the console's
 * callbacks.
 */
@Key(doc = "an incoming webhook of Slack")
public record Slack(
        @Key(
                required = true,
                remedy = "a reference like env:SLACK_WEBHOOK",
                doc = "reference to the webhook's address, which is a secret; if door.slack is set, messages "
                        + "have buttons")
        SecretRef webhook)
        implements ChatWebhook {

    /**
     * The longest text before it is escaped. Escaping makes a text longer, and Slack accepts 3,000 characters in a
     * section.
     */
    private static final int TEXT = 600;

    /** The longest text that Slack accepts in an element. If a text is longer, Slack refuses the whole message. */
    private static final int PLACE = 3_000;

    public Slack() {
        this(SecretRef.NONE);
    }

    @Override
    public ObjectNode message(AlarmEvent alarm, boolean buttons) {
        String text = '*' + word(alarm) + "* " + escaped(AlarmText.clean(alarm.summary(), TEXT));
        ObjectNode message = JSON.createObjectNode().put("text", text);
        ArrayNode blocks = message.putArray("blocks");
        text(blocks.addObject().put("type", "section").putObject("text"), text);
        text(blocks.addObject().put("type", "context").putArray("elements").addObject(), place(alarm));
        List<String> asked = buttons && alarm.opens() ? asked(alarm) : List.of();
        if (!asked.isEmpty()) {
            ArrayNode row = blocks.addObject().put("type", "actions").putArray("elements");
            asked.forEach(kind -> button(row.addObject(), kind, alarm.dedupKey()));
        }
        return message;
    }

    private static String word(AlarmEvent alarm) {
        return alarm.opens() ? AlarmFacts.of(alarm).severity().toUpperCase(Locale.ROOT) : "RESOLVED";
    }

    /** Returns text with the alert's account and region, its name, and a link to its page. */
    private static String place(AlarmEvent alarm) {
        StringBuilder text = new StringBuilder(escaped(alarm.source()));
        if (!alarm.component().isEmpty()) text.append(' ').append(escaped(alarm.component()));
        text.append(" · ").append(escaped(AlarmFacts.of(alarm).incident()));
        for (AlarmEvent.Link link : alarm.links()) {
            if (!link.href().startsWith("https://") || link.href().matches(".*[<>|\\s].*")) continue;
            String shown =
                    " · <" + escaped(link.href()) + '|' + escaped(link.text()).replace('|', ' ') + '>';
            if (text.length() + shown.length() <= PLACE) text.append(shown);
        }
        return text.toString();
    }

    /** Returns the actions that people can request now, under the requests' names. */
    private static List<String> asked(AlarmEvent alarm) {
        List<String> kinds = new ArrayList<>();
        Map<String, String> details = alarm.details();
        if (!details.containsKey("incident")) return kinds;
        boolean held = details.containsKey("release_with") || details.containsKey("limits_held");
        if (details.containsKey("approve_with")) kinds.addAll(List.of("approve", "decline"));
        if (held) kinds.add("release");
        if (held) kinds.add("hold");
        if (details.containsKey("accept_with")) kinds.add("accept");
        if (alarm.scope().equals("function")) kinds.addAll(List.of("attack", "protect"));
        return kinds;
    }

    private static void button(ObjectNode button, String kind, String alert) {
        button.put("type", "button").put("action_id", "breakwater-" + kind).put("value", alert);
        String label = kind.substring(0, 1).toUpperCase(Locale.ROOT) + kind.substring(1);
        button.putObject("text").put("type", "plain_text").put("text", label);
    }

    private static void text(ObjectNode text, String mrkdwn) {
        text.put("type", "mrkdwn").put("text", mrkdwn);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    @Override
    public boolean accepts(int status, String body) {
        return status == 200 && body.strip().equals("ok");
    }

    /**
     * The statuses of a refusal, such as "no such hook", "channel archived" and "posting forbidden". A refused alarm is
     * tried again later, because somebody may correct the address.
     */
    @Override
    public Set<Integer> refusals() {
        return Set.of(400, 403, 404, 410, 413, 422);
    }
}
