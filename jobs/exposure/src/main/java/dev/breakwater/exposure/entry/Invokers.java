package dev.breakwater.exposure.entry;

import dev.breakwater.exposure.entry.Invokers.Invoker.Kind;
import dev.breakwater.exposure.iam.Arn;
import dev.breakwater.exposure.iam.Caller;
import dev.breakwater.exposure.iam.ConditionKey;
import dev.breakwater.exposure.iam.EntryKind;
import dev.breakwater.exposure.iam.KnownService;
import dev.breakwater.exposure.iam.ResourcePolicy;
import dev.breakwater.exposure.iam.Statement;
import dev.breakwater.exposure.model.AccountReading.EntryPoints.ApiRoute;
import dev.breakwater.exposure.model.AccountReading.EntryPoints.Apis;
import dev.breakwater.exposure.model.AccountReading.FunctionReading;
import dev.breakwater.model.Glob;
import dev.breakwater.model.exposure.Fact;
import dev.breakwater.model.exposure.FunctionSurface.SourceMapping;
import dev.breakwater.model.exposure.FunctionSurface.Url;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds the callers that can start a function, from its URLs, its policy, its mappings and its APIs. */
public final class Invokers {

    private static final String ONE_AWAY = "anyone, if a missing permission is added: ";

    private final FunctionReading function;
    private final Map<String, ResourcePolicy> policies = new LinkedHashMap<>();
    private final List<Invoker> found = new ArrayList<>();

    private Invokers(FunctionReading function) {
        this.function = function;
        function.entryPoints()
                .policies()
                .forEach((qualifier, statements) -> policies.put(qualifier, policy(statements)));
    }

    /** Returns the callers, the most open first. */
    public static List<Invoker> of(FunctionReading function) {
        Invokers ways = new Invokers(function);
        function.entryPoints().urls().forEach(ways::url);
        ways.policies.forEach((qualifier, policy) -> ways.found.addAll(PolicyInvokers.of(function, qualifier, policy)));
        ways.found.addAll(new ApiInvokers(function).routes());
        function.entryPoints().mappings().forEach(ways::mapping);
        return ways.found.stream()
                .distinct()
                .sorted((a, b) -> a.kind().compareTo(b.kind()))
                .toList();
    }

    private ResourcePolicy policy(List<Statement> statements) {
        return new ResourcePolicy(function.scope().account(), statements);
    }

    /** Judges a function URL by the policy of its alias or, if the alias has no policy, by the function's policy. */
    private void url(Url url) {
        ResourcePolicy policy = policies.getOrDefault(url.alias(), policy(List.of()));
        String at = "function URL " + url.url() + (url.alias().isEmpty() ? "" : " of alias " + url.alias())
                + ", AuthType " + url.authType();
        Caller caller = url.open() ? Caller.ANONYMOUS : Caller.STRANGER;
        if (url.open() && policy.shuts(caller, EntryKind.of(url), Statement.INVOKE_URL, arn(url))) {
            add(Kind.OFF, at + ", but a Deny keeps everybody out");
        } else if (policy.lets(caller, EntryKind.of(url))) {
            add(Kind.ANYONE, (url.open() ? "anyone: " : "anyone with an AWS account: ") + at);
        } else if (url.open() && function.unread().contains(Fact.POLICY)) {
            add(Kind.ANYONE, "anyone: " + at + "; its policy could not be read");
        } else if (policy.allows(caller, EntryKind.of(url), Statement.INVOKE_URL)
                && policy.shuts(caller, EntryKind.of(url), Statement.INVOKE, arn(url))) {
            add(
                    Kind.ANYONE_SOON,
                    "anyone, unless a Deny of " + Statement.INVOKE + " closes the URL: " + at
                            + ", and older URLs need only " + Statement.INVOKE_URL);
        } else if (policy.allows(caller, EntryKind.of(url), Statement.INVOKE_URL)) {
            add(Kind.ANYONE_SOON, ONE_AWAY + at + ", " + Statement.INVOKE + " through the URL is not allowed yet");
        } else if (url.open()) {
            add(Kind.ANYONE_SOON, ONE_AWAY + at + ", but no statement allows it yet");
        } else {
            add(Kind.CALLER, "signed callers with " + Statement.INVOKE_URL + ": " + at);
        }
    }

    private String arn(Url url) {
        String arn = function.arn();
        return url.alias().isEmpty() ? arn : arn + ":" + url.alias();
    }

    private void mapping(SourceMapping mapping) {
        String owner = Arn.account(mapping.sourceArn());
        boolean foreign = !owner.isEmpty() && !owner.equals(function.scope().account());
        String source = (mapping.sourceArn().isEmpty() ? "a self-managed Kafka" : Arn.brief(mapping.sourceArn()))
                + (foreign ? " of another account, " + owner : "");
        String most = mapping.maximumConcurrency() < 0 ? "" : ", at most " + mapping.maximumConcurrency() + " at once";
        if (mapping.enabled()) add(foreign ? Kind.POLL_OF_OTHER : Kind.POLL, "polls " + source + most);
        else add(Kind.OFF, "would poll " + source + most + ", but the mapping is disabled");
    }

    private void add(Kind kind, String text) {
        found.add(new Invoker(kind, text));
    }

    /**
     * Finds the callers that reach a function through APIs of API Gateway, from routes and from the function's policy.
     */
    static final class ApiInvokers {

        private final FunctionReading function;
        private final Apis apis;

        ApiInvokers(FunctionReading function) {
            this.function = function;
            this.apis = function.entryPoints().apis();
        }

        List<Invoker> routes() {
            return apis.routes().stream().map(ApiInvokers::route).toList();
        }

        private static Invoker route(ApiRoute route) {
            return switch (route.asks()) {
                case NOTHING -> new Invoker(Kind.ANYONE, "anyone: " + route.text());
                case SOMETHING -> new Invoker(Kind.GATEWAY, route.text());
                case NOT_KNOWN -> new Invoker(Kind.POSSIBLY_ANYONE, "possibly public: " + route.text());
                case NOT_DEPLOYED -> new Invoker(Kind.OFF, route.text());
            };
        }

        /** Returns the invokers that a policy statement for API Gateway adds to the invokers from routes. */
        List<Invoker> allowed(Statement s) {
            List<String> sources = s.conditions().stream()
                    .filter(c -> ConditionKey.of(c.key()) == ConditionKey.SOURCE_ARN && c.binds())
                    .flatMap(c -> c.values().stream())
                    .toList();
            if (sources.isEmpty()) return List.of(possibly("any API (" + s.title() + ")", KnownService.API.missing()));
            List<Invoker> found = new ArrayList<>();
            sources.forEach(source -> allowed(source, found));
            return found;
        }

        private void allowed(String source, List<Invoker> found) {
            String id = Arn.path(source).replaceFirst("/.*", "");
            String name = "API " + id;
            boolean here = Arn.account(source).equals(function.scope().account())
                    && Arn.region(source).equals(function.scope().region());
            if (!here || function.unread().contains(Fact.APIS)) {
                found.add(possibly(name + " (" + source + ")", KnownService.API.missing()));
                return;
            }
            if (apis.routes().stream().anyMatch(r -> Glob.matches(id, r.api()))) return;
            if (apis.ids().stream().noneMatch(known -> Glob.matches(id, known))) {
                found.add(new Invoker(Kind.OFF, "would admit " + name + ", but there is no such API"));
            } else {
                found.add(possibly(
                        name, "no route names the function now, but an earlier deployment or a variable may name it"));
            }
        }

        private static Invoker possibly(String what, String missing) {
            return new Invoker(Kind.POSSIBLY_ANYONE, "possibly public: " + what + ": " + missing);
        }
    }

    /**
     * A caller that can start a function.
     *
     * @param text one line for people
     */
    public record Invoker(Kind kind, String text) {

        /** The kinds of caller, the most open first. */
        public enum Kind {
            /** Anybody on the internet, or anybody with an AWS account. */
            ANYONE,
            /**
             * A function URL that counts as public, although no statement allows it yet, or although a Deny closes new
             * URLs.
             */
            ANYONE_SOON,
            /** A service that forwards anybody's requests. The service's requirements for callers are unknown. */
            POSSIBLY_ANYONE,
            /** A service that acts for any account, because the policy names no source. */
            ANY_SOURCE,
            OTHER_ACCOUNT,
            /** An enabled event source mapping that polls a source of another account. */
            POLL_OF_OTHER,
            /** An API that requires a key, a signature or an authorizer. */
            GATEWAY,
            EVENT,
            /** An event source mapping that is enabled. */
            POLL,
            CALLER,
            /** An invoker that is disabled at present. */
            OFF
        }

        /** Whether this kind of caller makes a function public. */
        public boolean open() {
            return kind == Kind.ANYONE || kind == Kind.ANYONE_SOON;
        }

        /** Returns whether Breakwater does not know if this kind of caller makes a function public. */
        public boolean unsure() {
            return kind == Kind.POSSIBLY_ANYONE;
        }

        /** Returns whether the caller is outside the account. */
        public boolean foreign() {
            return kind == Kind.ANY_SOURCE
                    || kind == Kind.OTHER_ACCOUNT
                    || kind == Kind.POLL_OF_OTHER
                    || kind == Kind.GATEWAY;
        }

        /** Returns whether the caller is an event source mapping that is enabled. */
        public boolean polls() {
            return kind == Kind.POLL || kind == Kind.POLL_OF_OTHER;
        }
    }
}
