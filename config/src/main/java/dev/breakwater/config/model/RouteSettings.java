package dev.breakwater.config.model;

import dev.breakwater.config.model.Key.Form;
import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * Selects which receivers get which alerts.
 *
 * @param goesOn whether the alert is also checked against later routes
 */
public record RouteSettings(
        @Key(doc = "the alarms that the route is for; if unset, all")
        Match match,

        @Key(required = true, form = Form.NAME, remedy = "the names of receivers", doc = "names of receivers")
        List<String> to,

        @Key(name = "continue", initial = "off", doc = "if `on`, later routes are checked too")
        boolean goesOn)
        implements Serializable {

    private static final Match EVERY = new Match(new MatchSettings("*", Map.of()), List.of(), List.of(), List.of());

    /** Returns the route that takes every alarm. */
    static RouteSettings ofAll(String receiver) {
        return new RouteSettings(EVERY, List.of(receiver), false);
    }

    /** Returns whether this route takes every alarm. No alarm reaches the routes after such a route. */
    public boolean takesAll() {
        return match.matchesEverything() && !goesOn;
    }

    /**
     * Selects alerts. Every given field must match. A name or tags match only alerts of a function.
     *
     * @param accounts empty for all alarms, even alarms that belong to no account
     * @param groups empty for all alarms; otherwise only alarms of these groups and of their functions
     * @param severities empty for any severity
     */
    public record Match(
            @Key(name = ".") MatchSettings functions,

            @Key(form = Form.ACCOUNT, doc = "account numbers")
            List<String> accounts,

            @Key(form = Form.NAME, doc = "names of groups") List<String> groups,

            @Key(
                    words = {"critical", "error", "warning", "info"},
                    doc = "critical, error, warning, info")
            List<String> severities)
            implements Serializable {

        /** Returns whether the match selects functions by name, tags or group. */
        public boolean ofFunctions() {
            return !functions.matchesEverything() || !groups.isEmpty();
        }

        /** Returns whether every alarm matches. */
        public boolean matchesEverything() {
            return !ofFunctions() && accounts.isEmpty() && severities.isEmpty();
        }
    }

    /** A person or team that gets alerts through one or more channels. */
    public record Receiver(
            @Key(
                    required = true,
                    form = Form.NAME,
                    doc = "a unique name; the receiver that is written directly in `notify` is called `default`")
            String name,

            @Key(name = ".") ChannelSettings channels)
            implements Serializable {

        /** Returns the receiver's path in the file, like {@code notify.receivers[payments]}. */
        public String path() {
            return name.equals(NotifySettings.DEFAULT) ? "notify" : "notify.receivers[" + name + "]";
        }
    }
}
