package dev.breakwater.config;

import com.fasterxml.jackson.databind.JsonNode;
import dev.breakwater.config.model.ChannelSettings;
import dev.breakwater.config.model.NotifySettings;
import dev.breakwater.config.model.RouteSettings;
import dev.breakwater.config.read.Binder;
import dev.breakwater.config.read.Section;
import dev.breakwater.config.read.Texts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Checks receivers and routes against each other, and finds settings that are probably a mistake. */
final class RouteRules {

    private static final List<String> SEVERITIES = List.of("critical", "error", "warning", "info");
    private static final String CHANNEL = "one of " + String.join(", ", ChannelSettings.NAMES);
    private static final String NO_ACCOUNT = "no account (for feeds, the ledger, or all accounts together)";

    private RouteRules() {}

    static void addTo(Binder binder) {
        binder.after(NotifySettings.class, RouteRules::receivers);
        binder.after(RouteSettings.Receiver.class, RouteRules::receiver);
        binder.after(RouteSettings.class, RouteRules::route);
        binder.after(RouteSettings.Match.class, RouteRules::match);
        binder.read(ChannelSettings.EventBridge.class, "bus", (section, usual) -> section.written() ? usual.get() : "");
    }

    private static void receivers(Section notify, NotifySettings settings) {
        Set<String> seen = new TreeSet<>(Set.of(NotifySettings.DEFAULT));
        for (Section receiver : notify.children("receivers")) {
            String name = receiver.value("name").map(JsonNode::asText).orElse("");
            if (name.isEmpty() || !receiver.cleanAt("name") || seen.add(name)) continue;
            boolean first = name.equals(NotifySettings.DEFAULT);
            String rule = first
                    ? "is the name of the receiver that is written directly under notify"
                    : "names must be unique";
            receiver.problem("name", Texts.shown(name), rule, "another name");
        }
    }

    private static void receiver(Section section, RouteSettings.Receiver receiver) {
        if (!receiver.channels().reaches() && section.names().size() <= 1) section.missing("", CHANNEL);
    }

    private static void route(Section section, RouteSettings route) {
        Section notify = section.outer();
        Set<String> names = new TreeSet<>();
        for (Section receiver : notify.children("receivers")) {
            receiver.value("name").map(JsonNode::asText).ifPresent(names::add);
        }
        if (notify.names().stream().anyMatch(ChannelSettings.NAMES::contains)) names.add(NotifySettings.DEFAULT);
        References.each(
                section,
                "to",
                (at, name) -> References.known(
                        section, at, name, names, "is not the name of a receiver", "a receiver first"));
    }

    private static void match(Section section, RouteSettings.Match match) {
        References.accounts(section);
        References.each(section, "groups", (at, group) -> References.group(section, at, group));
    }

    /**
     * Returns routes that no alarm reaches, receivers that no route names, and alarms that no receiver gets, by their
     * paths.
     */
    static Map<String, String> warnings(NotifySettings notify, Collection<String> accounts) {
        Map<String, String> found = new LinkedHashMap<>();
        Set<String> named = new TreeSet<>();
        int end = -1;
        List<RouteSettings> routes = notify.effective();
        for (int i = 0; i < routes.size(); i++) {
            if (end < 0) named.addAll(routes.get(i).to());
            else if (i < notify.routes().size()) {
                found.put("notify.routes[" + i + "]", "is never reached, because routes[" + end + "] takes all alarms");
            }
            if (end < 0 && routes.get(i).takesAll()) end = i;
        }
        for (RouteSettings.Receiver receiver : notify.all()) {
            if (named.contains(receiver.name())) continue;
            found.put(
                    receiver.path(), "the receiver " + receiver.name() + " gets no alerts, because no route names it");
        }
        String unheard = unheard(routes, accounts);
        if (!notify.routes().isEmpty() && !unheard.isEmpty()) {
            found.put(
                    "notify.routes",
                    "some alarms reach nobody unless a route names their function, tags or group: " + unheard
                            + ". To catch them, end with a route without match, like { to: [NAME] }");
        }
        return found;
    }

    /** Returns, for each account, the severities without an unconditional route. */
    private static String unheard(List<RouteSettings> routes, Collection<String> accounts) {
        List<RouteSettings> wide =
                routes.stream().filter(r -> !r.match().ofFunctions()).toList();
        Map<String, List<String>> by = new TreeMap<>();
        List<String> all = new ArrayList<>(accounts);
        all.add("");
        for (String account : all) {
            List<String> left = SEVERITIES.stream()
                    .filter(severity -> wide.stream().noneMatch(r -> takes(r.match(), account, severity)))
                    .toList();
            if (left.isEmpty()) continue;
            String severities = left.size() == SEVERITIES.size() ? "any severity" : String.join(", ", left);
            by.computeIfAbsent(severities, s -> new ArrayList<>()).add(account.isEmpty() ? NO_ACCOUNT : account);
        }
        List<String> texts = new ArrayList<>();
        by.forEach((severities, of) -> texts.add(severities + " of " + String.join(", ", of)));
        return String.join("; ", texts);
    }

    private static boolean takes(RouteSettings.Match match, String account, String severity) {
        return (match.accounts().isEmpty() || match.accounts().contains(account))
                && (match.severities().isEmpty() || match.severities().contains(severity));
    }
}
