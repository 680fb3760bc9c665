package dev.breakwater.core.exposure;

import dev.breakwater.core.exposure.Invoker.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Whom a resource policy lets in. */
final class PolicyRule {

    private static final Set<String> GATEWAYS =
            Set.of("apigateway.amazonaws.com", "elasticloadbalancing.amazonaws.com");
    private static final String SOURCE_ACCOUNT = "aws:sourceaccount";
    private static final String SOURCE_ARN = "aws:sourcearn";

    private final String account;
    private final List<Statement> policy;

    PolicyRule(String account, List<Statement> policy) {
        this.account = account;
        this.policy = policy;
    }

    /** Whether an Allow of the action reaches strangers, and no Deny takes it back. */
    boolean allowsEveryone(String action) {
        return policy.stream().anyMatch(s -> opens(s, action));
    }

    List<Invoker> invokers() {
        List<Invoker> found = new ArrayList<>();
        for (Statement s : policy) {
            if (!s.allow() || !s.invokes()) continue;
            if (s.principals().everyone()) found.add(everyone(s));
            s.principals().aws().forEach(who -> found.add(principal(s, who)));
            s.principals().services().forEach(service -> found.add(service(s, service)));
            s.principals().federated().forEach(who -> found.add(other(s, "signed in through " + who)));
        }
        return found;
    }

    private boolean opens(Statement s, String action) {
        return s.allow()
                && s.principals().everyone()
                && s.grant().covers(action)
                && !Narrowing.narrows(s.conditions())
                && policy.stream().noneMatch(deny -> takesBack(deny, s, action));
    }

    private static boolean takesBack(Statement deny, Statement allow, String action) {
        return !deny.allow()
                && deny.principals().everyone()
                && deny.grant().covers(action)
                && Narrowing.shutsOut(deny.conditions())
                && !deny.grant().notResources()
                && allow.grant().resources().stream().allMatch(r -> reaches(deny.grant(), r));
    }

    private static boolean reaches(Grant deny, String resource) {
        return deny.resources().isEmpty() || deny.resources().stream().anyMatch(d -> Wildcard.matches(d, resource));
    }

    private Invoker everyone(Statement s) {
        boolean call = opens(s, Statement.INVOKE);
        if (call || opens(s, Statement.INVOKE_URL)) {
            String action = call ? Statement.INVOKE : Statement.INVOKE_URL;
            return new Invoker(Kind.ANYONE, "anyone: " + s.title() + " allows " + action + " to everybody");
        }
        if (!Narrowing.narrows(s.conditions())) {
            return new Invoker(Kind.CALLER, s.title() + " allows everybody, a Deny takes it back from strangers");
        }
        return other(s, "everybody within " + conditions(s));
    }

    private Invoker principal(Statement s, String who) {
        String owner = who.startsWith("arn:") ? Arn.account(who) : who;
        String name = who.startsWith("arn:") ? Arn.brief(who) : "account " + who;
        if (owner.equals(account)) return new Invoker(Kind.CALLER, "this account, " + name + " (" + s.title() + ")");
        boolean number = owner.matches("\\d{12}");
        return number
                ? new Invoker(Kind.OTHER_ACCOUNT, "other account " + owner + ", " + name + " (" + s.title() + ")")
                : other(s, "principal " + who);
    }

    private Invoker service(Statement s, String service) {
        String name = service.replaceFirst("\\.amazonaws\\.com(\\.cn)?$", "");
        if (!Narrowing.narrows(s.conditions())) {
            String text = name + " for any account: " + s.title() + " names no source";
            return new Invoker(Kind.ANY_SOURCE, text);
        }
        if (foreign(s)) return new Invoker(Kind.OTHER_ACCOUNT, name + " of another account: " + conditions(s));
        return new Invoker(GATEWAYS.contains(service) ? Kind.GATEWAY : Kind.EVENT, name + ": " + conditions(s));
    }

    private Invoker other(Statement s, String text) {
        return new Invoker(foreign(s) ? Kind.OTHER_ACCOUNT : Kind.CALLER, text + " (" + s.title() + ")");
    }

    /** Whether the conditions name an account, and it is not this one. */
    private boolean foreign(Statement s) {
        return s.conditions().stream().anyMatch(this::namesAnother);
    }

    private boolean namesAnother(Condition c) {
        String key = c.key().toLowerCase(java.util.Locale.ROOT);
        if (key.equals(SOURCE_ACCOUNT) || key.equals("aws:principalaccount")) {
            return c.values().stream().anyMatch(v -> !v.equals(account));
        }
        if (!key.equals(SOURCE_ARN) && !key.equals("aws:principalarn")) return key.contains("org");
        return c.values().stream().map(Arn::account).anyMatch(a -> !a.isEmpty() && !a.equals(account));
    }

    private static String conditions(Statement s) {
        return s.conditions().stream()
                .map(c -> c.key() + " " + String.join(" or ", c.values()))
                .collect(Collectors.joining(", "));
    }
}
