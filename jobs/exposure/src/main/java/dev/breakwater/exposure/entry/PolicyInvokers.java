package dev.breakwater.exposure.entry;

import dev.breakwater.exposure.entry.Invokers.ApiInvokers;
import dev.breakwater.exposure.entry.Invokers.Invoker;
import dev.breakwater.exposure.entry.Invokers.Invoker.Kind;
import dev.breakwater.exposure.iam.Arn;
import dev.breakwater.exposure.iam.Caller;
import dev.breakwater.exposure.iam.ConditionKey;
import dev.breakwater.exposure.iam.EntryKind;
import dev.breakwater.exposure.iam.KnownService;
import dev.breakwater.exposure.iam.ResourcePolicy;
import dev.breakwater.exposure.iam.Statement;
import dev.breakwater.exposure.iam.Statement.Condition;
import dev.breakwater.exposure.iam.Statement.Principals;
import dev.breakwater.exposure.model.AccountReading.FunctionReading;
import dev.breakwater.model.exposure.Fact;
import dev.breakwater.model.exposure.FunctionSurface.Url;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds the callers that each statement of a resource policy admits. */
final class PolicyInvokers {

    private static final List<EntryKind> CALLS = List.of(EntryKind.CALL, EntryKind.CALL_ASYNC);

    private final FunctionReading function;
    private final List<Url> urls;
    private final ResourcePolicy rule;
    private final Set<EntryKind> kinds = EnumSet.copyOf(CALLS);
    private final List<Invoker> found = new ArrayList<>();

    private PolicyInvokers(FunctionReading function, String qualifier, ResourcePolicy rule) {
        this.function = function;
        this.urls = function.entryPoints().urls().stream()
                .filter(url -> url.alias().equals(qualifier))
                .toList();
        this.rule = rule;
        if (function.unread().contains(Fact.URLS)) kinds.add(EntryKind.SIGNED_URL);
        for (Url url : urls) kinds.add(EntryKind.of(url));
    }

    /** @param qualifier the alias or version with this policy, or empty */
    static List<Invoker> of(FunctionReading function, String qualifier, ResourcePolicy rule) {
        PolicyInvokers ways = new PolicyInvokers(function, qualifier, rule);
        for (Statement s : rule.policy()) if (s.allow() && s.invokes()) ways.statement(s);
        return ways.found;
    }

    private void statement(Statement s) {
        if (!s.calls() && kinds.stream().noneMatch(EntryKind::url)) {
            add(Kind.OFF, s.title() + " allows " + Statement.INVOKE_URL + ", but there is no function URL");
            return;
        }
        Principals who = s.principals();
        if (who.everyone()) everyone(s);
        if (who.whom() != Principals.Whom.ALL_BUT) {
            who.aws().forEach(name -> principal(s, name));
            who.services().forEach(service -> service(s, service));
            who.federated().forEach(name -> federated(s, name));
        }
        carriers(s);
    }

    private void everyone(Statement s) {
        for (EntryKind call : CALLS) {
            String action = call.actions().get(0);
            if (!rule.opens(s, Caller.STRANGER, call, action)) continue;
            add(Kind.ANYONE, "anyone: " + s.title() + " allows " + action + " to everybody");
            return;
        }
        boolean byUrl = opensByUrl(s);
        if (byUrl && urls.isEmpty())
            add(Kind.POSSIBLY_ANYONE, "possibly public: " + s.title() + " allows a function URL to everybody");
        if (opens(s, Caller.CARRIER))
            possibly(s, "any service", "the statement names a service that may act for any account");
        if (opens(s, Caller.SERVICE)) {
            everyService(s);
        } else if (opens(s, Caller.NEIGHBOUR) || opens(s, Caller.NEIGHBOUR_SERVICE)) {
            add(Kind.OTHER_ACCOUNT, within(s));
        } else if (!byUrl) {
            String takenBack = s.title() + " allows everybody, but a Deny excludes strangers";
            add(Kind.CALLER, s.conditions().isEmpty() ? takenBack : within(s));
        }
    }

    /**
     * Adds services that a condition admits for any account. Such a condition is as open as a principal that names the
     * service.
     */
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
        if (owner.equals("cloudfront")) {
            carrier(s, "cloudfront.amazonaws.com", Optional.of(KnownService.DISTRIBUTION));
        } else if (owner.equals(function.scope().account())) {
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
        String name = KnownService.shortName(service);
        if (opens(s, Caller.SERVICE)) {
            String source = s.conditions().isEmpty() ? "no source" : "no single source by " + conditions(s);
            add(Kind.ANY_SOURCE, name + " for any account: " + s.title() + " names " + source);
        } else if (opens(s, Caller.NEIGHBOUR_SERVICE)) {
            add(Kind.OTHER_ACCOUNT, name + " of another account: " + conditions(s));
        } else {
            add(Kind.EVENT, name + ": " + conditions(s));
        }
    }

    /**
     * Adds the callers that sign in through an identity provider. Breakwater does not know who can sign in at the
     * identity provider.
     */
    private void federated(Statement s, String provider) {
        if (opens(s, Caller.NEIGHBOUR)) {
            String text = "possibly public: anyone who signs in through " + provider;
            add(Kind.POSSIBLY_ANYONE, text + ", and exposure does not read who can sign in (" + s.title() + ")");
        } else {
            outsider(s, "signed in through " + provider);
        }
    }

    /** Returns the services in principals or conditions that may forward strangers' requests. */
    private void carriers(Statement s) {
        if (s.principals().whom() != Principals.Whom.ALL_BUT) {
            s.principals().services().forEach(name -> carrier(s, name, KnownService.ofPrincipal(name)));
        }
        for (Condition c : s.conditions()) {
            ConditionKey key = ConditionKey.of(c.key());
            for (String value : c.values()) {
                Optional<KnownService> known = Optional.empty();
                if (key == ConditionKey.SERVICE_NAME) known = KnownService.ofPrincipal(value);
                if (key == ConditionKey.SOURCE_ARN && s.principals().everyone()) known = KnownService.ofArn(value);
                if (known.isPresent()) carrier(s, known.get().principal(), known);
            }
        }
    }

    private void carrier(Statement s, String name, Optional<KnownService> known) {
        if (known.isPresent() && known.get() == KnownService.API) {
            found.addAll(new ApiInvokers(function).allowed(s));
        } else if (known.isEmpty() || !known.get().ofAccountAlone()) {
            possibly(s, name, known.map(KnownService::missing).orElse("it is unknown which callers it admits"));
        }
    }

    private void possibly(Statement s, String service, String missing) {
        String through = s.conditions().isEmpty() ? s.title() : conditions(s);
        add(
                Kind.POSSIBLY_ANYONE,
                "possibly public: " + service + " may act for strangers (" + through + "): " + missing);
    }

    /** Returns whether a URL's own action admits strangers. The text about the URL has the other facts. */
    private boolean opensByUrl(Statement s) {
        return kinds.stream()
                .filter(EntryKind::url)
                .anyMatch(kind -> rule.opens(s, Caller.STRANGER, kind, Statement.INVOKE_URL)
                        || rule.opens(s, Caller.ANONYMOUS, kind, Statement.INVOKE_URL));
    }

    /**
     * Returns whether the statement opens the function to a caller. A URL also requires a second action. The second
     * action alone admits nobody, so only the first action counts.
     */
    private boolean opens(Statement s, Caller caller) {
        return kinds.stream()
                .anyMatch(kind -> rule.opens(s, caller, kind, kind.actions().get(0)));
    }

    private static String within(Statement s) {
        return "everybody " + (s.conditions().isEmpty() ? "whom no Deny excludes" : "within " + conditions(s)) + " ("
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
