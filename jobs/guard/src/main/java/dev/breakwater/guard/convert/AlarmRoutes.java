package dev.breakwater.guard.convert;

import dev.breakwater.config.model.MatchSettings;
import dev.breakwater.config.model.RouteSettings;
import dev.breakwater.config.model.Settings;
import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.engine.control.FleetStatus;
import dev.breakwater.engine.policy.Match;
import dev.breakwater.engine.policy.PolicyBook.Group;
import dev.breakwater.guard.Book;
import dev.breakwater.model.ScopeKind;
import dev.breakwater.model.Severity;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Selects the receivers of each alarm. The receivers of the first matching route get the alarm. If the option {@code
 * continue} is set for that route, the receivers of later matching routes get the alarm too.
 *
 * @param routes in order; if empty, every receiver gets every alarm
 * @param groups the policy book's groups, which routes use to select functions
 */
public record AlarmRoutes(List<Route> routes, List<Group> groups) implements Serializable {

    public static final AlarmRoutes NONE = new AlarmRoutes(List.of(), List.of());

    /**
     * A route of the file, and the functions that it selects. A route with a name or tags does not apply to groups,
     * accounts and feeds.
     */
    record Route(RouteSettings settings, Match match) implements Serializable {}

    /**
     * The subject of an alarm.
     *
     * @param scope function, group, account or another source of alarms
     * @param name  name of the function or group, otherwise empty
     * @param tags  tags of the function
     */
    public record Subject(String account, String scope, String name, Map<String, String> tags) {

        boolean isFunction() {
            return scope.equals(ScopeKind.FUNCTION.wire());
        }
    }

    /** Returns the routes of the file. If there is no route, every receiver gets every alarm. */
    public static AlarmRoutes of(Settings settings) {
        if (settings.alarms().routes().isEmpty()) return NONE;
        return new AlarmRoutes(
                settings.alarms().effective().stream().map(AlarmRoutes::route).toList(),
                Book.policyBook(settings).groups());
    }

    private static Route route(RouteSettings r) {
        MatchSettings functions = r.match().functions();
        return new Route(r, new Match(functions.patterns(), functions.tags(), Set.of()));
    }

    /**
     * Adds the receivers to an event. A fleet page also goes to the receivers of each of its functions. The resolve of
     * a fleet page goes to all receivers, because the page's functions may have changed.
     *
     * @param tags returns the tags of a function in the alarm's account and region, by name
     */
    public AlarmEvent send(AlarmEvent e, Function<String, Map<String, String>> tags) {
        if (routes.isEmpty()) return e;
        if (e.dedupKey() != null && e.dedupKey().startsWith(FleetStatus.KEY) && !e.raises()) {
            return e.to(routes.stream()
                    .flatMap(r -> r.settings().to().stream())
                    .distinct()
                    .toList());
        }
        Set<String> all = new LinkedHashSet<>(receivers(e, subject(e, e.scope(), e.component(), tags)));
        for (String function : e.functions()) {
            all.addAll(receivers(e, subject(e, ScopeKind.FUNCTION.wire(), function, tags)));
        }
        return e.to(List.copyOf(all));
    }

    private static Subject subject(
            AlarmEvent e, String scope, String name, Function<String, Map<String, String>> tags) {
        String account = e.source().split("/", 2)[0];
        boolean function = scope.equals(ScopeKind.FUNCTION.wire());
        return new Subject(account, scope, name, function ? tags.apply(name) : Map.of());
    }

    private Set<String> receivers(AlarmEvent e, Subject of) {
        return switch (e.action()) {
            case TRIGGER, UPDATE, STANDS -> receivers(of, e.severity() == null ? Severity.CRITICAL : e.severity());
            // a notice does not page, whatever the severity of its incident
            case NOTICE -> receivers(of, (Severity) null);
            case RESOLVE -> everyOneOf(of);
        };
    }

    /** Returns the receivers of a resolve: all receivers that may have got the alert, at any severity. */
    private Set<String> everyOneOf(Subject of) {
        Set<String> all = new LinkedHashSet<>();
        for (Severity severity : Severity.HIGHEST_FIRST) all.addAll(receivers(of, severity));
        return all;
    }

    /** @param severity severity of the alarm; null to ignore the severities of routes */
    public Set<String> receivers(Subject of, Severity severity) {
        Set<String> receivers = new LinkedHashSet<>();
        for (Route route : routes) {
            if (!matches(route, of, severity)) continue;
            receivers.addAll(route.settings().to());
            if (!route.settings().goesOn()) break;
        }
        return receivers;
    }

    /**
     * Returns the receivers of alarms by severity, highest first. The result is empty if every receiver gets every
     * alarm.
     */
    public Map<String, List<String>> bySeverity(Subject of) {
        Map<String, List<String>> by = new LinkedHashMap<>();
        if (routes.isEmpty()) return by;
        for (Severity severity : Severity.HIGHEST_FIRST) by.put(severity.wire(), List.copyOf(receivers(of, severity)));
        return by;
    }

    private boolean matches(Route route, Subject of, Severity severity) {
        RouteSettings.Match m = route.settings().match();
        boolean loud =
                severity == null || m.severities().isEmpty() || m.severities().contains(severity.wire());
        boolean there = m.accounts().isEmpty() || m.accounts().contains(of.account());
        boolean named = m.functions().matchesEverything()
                || of.isFunction() && route.match().matches(of.name(), of.tags());
        return loud && there && named && (m.groups().isEmpty() || belongs(m.groups(), of));
    }

    private boolean belongs(List<String> names, Subject of) {
        if (of.scope().equals(ScopeKind.GROUP.wire())) return names.contains(of.name());
        return of.isFunction()
                && groups.stream()
                        .anyMatch(g -> names.contains(g.name()) && g.match().matches(of.name(), of.tags()));
    }
}
