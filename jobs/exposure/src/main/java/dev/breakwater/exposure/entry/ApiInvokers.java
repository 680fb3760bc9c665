package dev.breakwater.exposure.entry;

import dev.breakwater.core.policy.Glob;
import dev.breakwater.exposure.entry.Invoker.Kind;
import dev.breakwater.exposure.iam.Arn;
import dev.breakwater.exposure.iam.ConditionKey;
import dev.breakwater.exposure.iam.KnownService;
import dev.breakwater.exposure.iam.Statement;
import dev.breakwater.exposure.model.AccountReading.EntryPoints.ApiRoute;
import dev.breakwater.exposure.model.AccountReading.EntryPoints.Apis;
import dev.breakwater.exposure.model.AccountReading.FunctionReading;
import dev.breakwater.exposure.model.Fact;
import java.util.ArrayList;
import java.util.List;

/** Finds the callers that reach a function through APIs of API Gateway, from routes and from the function's policy. */
final class ApiInvokers {

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
        boolean here = Arn.account(source).equals(function.key().account())
                && Arn.region(source).equals(function.key().region());
        if (!here || function.unread().contains(Fact.APIS)) {
            found.add(possibly(name + " (" + source + ")", KnownService.API.missing()));
            return;
        }
        if (apis.routes().stream().anyMatch(r -> Glob.matches(id, r.api()))) return;
        if (apis.ids().stream().noneMatch(known -> Glob.matches(id, known))) {
            found.add(new Invoker(Kind.OFF, "would let in " + name + ", but there is none"));
        } else {
            found.add(possibly(name, "no route names the function now, but an earlier deployment or a variable may"));
        }
    }

    private static Invoker possibly(String what, String missing) {
        return new Invoker(Kind.POSSIBLY_ANYONE, "possibly public: " + what + ": " + missing);
    }
}
