package dev.breakwater.core.exposure;

import dev.breakwater.core.exposure.Invoker.Kind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Whom the statements of a resource policy let in, one by one. */
final class PolicyWays {

    private static final List<Door> CALLS = List.of(Door.CALL, Door.CALL_ASYNC);

    private final FunctionReading function;
    private final PolicyRule rule;
    private final Set<Door> doors = EnumSet.copyOf(CALLS);
    private final List<Invoker> found = new ArrayList<>();

    private PolicyWays(FunctionReading function, PolicyRule rule) {
        this.function = function;
        this.rule = rule;
        if (function.unread().contains(Fact.URLS)) doors.add(Door.SIGNED_URL);
        for (FunctionUrl url : function.entrances().urls()) doors.add(url.door());
    }

    static List<Invoker> of(FunctionReading function, PolicyRule rule) {
        PolicyWays ways = new PolicyWays(function, rule);
        for (Statement s : rule.policy()) if (s.allow() && s.invokes()) ways.statement(s);
        return ways.found;
    }

    private void statement(Statement s) {
        if (!s.calls() && doors.stream().noneMatch(Door::url)) {
            add(Kind.OFF, s.title() + " allows " + Statement.INVOKE_URL + ", but there is no function URL");
            return;
        }
        Principals who = s.principals();
        if (who.everyone()) everyone(s);
        if (who.whom() != Principals.Whom.ALL_BUT) {
            who.aws().forEach(name -> principal(s, name));
            who.services().forEach(service -> service(s, service));
            who.federated().forEach(name -> outsider(s, "signed in through " + name));
        }
        for (FrontDoor door : FrontDoor.of(s)) frontDoor(s, door);
    }

    private void everyone(Statement s) {
        for (Door call : CALLS) {
            String action = call.actions().get(0);
            if (!rule.opens(s, Caller.STRANGER, call, action)) continue;
            add(Kind.ANYONE, "anyone: " + s.title() + " allows " + action + " to everybody");
            return;
        }
        boolean byUrl = opensByUrl(s);
        if (byUrl && function.entrances().urls().isEmpty())
            add(Kind.POSSIBLY_ANYONE, "possibly public: " + s.title() + " allows a function URL to everybody");
        if (opens(s, Caller.SERVICE)) {
            everyService(s);
        } else if (opens(s, Caller.NEIGHBOUR) || opens(s, Caller.NEIGHBOUR_SERVICE)) {
            add(Kind.OTHER_ACCOUNT, within(s));
        } else if (!byUrl) {
            String takenBack = s.title() + " allows everybody, a Deny takes it back from strangers";
            add(Kind.CALLER, s.conditions().isEmpty() ? takenBack : within(s));
        }
    }

    /** A named service for any account is as open as with the service for a principal; every service is anybody's. */
    private void everyService(Statement s) {
        boolean named = s.conditions().stream().anyMatch(c -> ConditionKey.of(c.key()) == ConditionKey.SERVICE_NAME);
        boolean takenBack = CALLS.stream()
                .anyMatch(call ->
                        rule.meets(s, Caller.STRANGER, call, call.actions().get(0)));
        if (named || takenBack) {
            add(Kind.ANY_SOURCE, "services for any account: " + s.title() + " names no source");
        } else {
            add(Kind.ANYONE, "anyone, through a service: " + s.title() + " allows everybody within " + conditions(s));
        }
    }

    private void principal(Statement s, String who) {
        String owner = who.startsWith("arn:") ? Arn.account(who) : who;
        String name = who.startsWith("arn:") ? Arn.brief(who) : "account " + who;
        if (owner.equals(function.key().account())) {
            add(Kind.CALLER, "this account, " + name + " (" + s.title() + ")");
        } else if (!owner.matches("\\d{12}")) {
            outsider(s, "principal " + who + ", of an account that is not known");
        } else {
            outsider(s, "other account " + owner + ", " + name);
        }
    }

    private void outsider(Statement s, String text) {
        if (opens(s, Caller.NEIGHBOUR)) add(Kind.OTHER_ACCOUNT, text + " (" + s.title() + ")");
        else add(Kind.OFF, text + ", but conditions or a Deny keep it out (" + s.title() + ")");
    }

    private void service(Statement s, String service) {
        String name = FrontDoor.shortName(service);
        if (opens(s, Caller.SERVICE)) {
            String source = s.conditions().isEmpty() ? "no source" : "no one source by " + conditions(s);
            add(Kind.ANY_SOURCE, name + " for any account: " + s.title() + " names " + source);
        } else if (opens(s, Caller.NEIGHBOUR_SERVICE)) {
            add(Kind.OTHER_ACCOUNT, name + " of another account: " + conditions(s));
        } else {
            add(Kind.EVENT, name + ": " + conditions(s));
        }
    }

    private void frontDoor(Statement s, FrontDoor door) {
        if (door == FrontDoor.API) {
            found.addAll(new ApiWays(function).allowed(s));
        } else {
            String through = s.conditions().isEmpty() ? s.title() : conditions(s);
            String text = "possibly public: " + door.service() + ": " + through + ": " + door.missing();
            add(Kind.POSSIBLY_ANYONE, text);
        }
    }

    /** Whether strangers pass at a URL by what the URL's own action needs; the URL's line says the rest. */
    private boolean opensByUrl(Statement s) {
        return doors.stream()
                .filter(Door::url)
                .anyMatch(door -> rule.opens(s, Caller.STRANGER, door, Statement.INVOKE_URL)
                        || rule.opens(s, Caller.ANONYMOUS, door, Statement.INVOKE_URL));
    }

    /** A URL asks for another action besides, which says nothing of itself. */
    private boolean opens(Statement s, Caller caller) {
        return doors.stream()
                .anyMatch(door -> rule.opens(s, caller, door, door.actions().get(0)));
    }

    private static String within(Statement s) {
        return "everybody within " + (s.conditions().isEmpty() ? "what a Deny spares" : conditions(s)) + " ("
                + s.title() + ")";
    }

    private static String conditions(Statement s) {
        return s.conditions().stream()
                .map(c -> c.key() + " " + String.join(" or ", c.values()))
                .collect(Collectors.joining(", "));
    }

    private void add(Kind kind, String text) {
        found.add(new Invoker(kind, text));
    }
}
