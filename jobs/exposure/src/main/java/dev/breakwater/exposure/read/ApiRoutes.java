package dev.breakwater.exposure.read;

import dev.breakwater.connectors.lambda.exposure.AccountSurface;
import dev.breakwater.connectors.lambda.exposure.ApiSurface;
import dev.breakwater.connectors.lambda.exposure.ApiSurface.Reach;
import dev.breakwater.exposure.model.EntryPoints.ApiRoute;
import dev.breakwater.exposure.model.EntryPoints.ApiRoute.Asks;
import dev.breakwater.exposure.model.EntryPoints.Apis;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The ways through APIs of API Gateway, by the function they lead to, and what each asks its callers for. */
final class ApiRoutes {

    private final String account;
    private final Set<String> ids;
    private final Map<String, List<ApiRoute>> byFunction = new HashMap<>();

    ApiRoutes(AccountSurface surface) {
        account = surface.account();
        ids = surface.apis().stream().map(ApiSurface::id).collect(Collectors.toUnmodifiableSet());
        for (ApiSurface api : surface.apis()) {
            for (ApiSurface.Route route : api.routes()) {
                ApiRoute judged = judged(api, route);
                route.functions()
                        .forEach(f -> byFunction
                                .computeIfAbsent(f, arn -> new ArrayList<>())
                                .add(judged));
            }
        }
    }

    Apis of(String functionArn) {
        return new Apis(ids, List.copyOf(byFunction.getOrDefault(functionArn, List.of())));
    }

    private ApiRoute judged(ApiSurface api, ApiSurface.Route route) {
        String text = api.title() + ", " + route.name();
        if (api.stages().isEmpty()) {
            return new ApiRoute(api.id(), Asks.NOT_DEPLOYED, text + ", but no stage serves it");
        }
        String asks = asks(route);
        if (!asks.isEmpty()) return new ApiRoute(api.id(), Asks.SOMETHING, text + " asks for " + asks);
        if (api.reach() == Reach.PRIVATE) {
            return new ApiRoute(
                    api.id(), Asks.NOT_KNOWN, text + " asks for nothing; who is in its private networks is not read");
        }
        if (!api.policy().isEmpty()) return byPolicy(api, text);
        return unasked(api, text);
    }

    private ApiRoute byPolicy(ApiSurface api, String text) {
        PolicyJson policy = PolicyJson.ofResource(api.policy());
        if (!policy.problems().isEmpty()) {
            String problem = policy.problems().get(0);
            return new ApiRoute(api.id(), Asks.NOT_KNOWN, text + " asks for nothing; its policy: " + problem);
        }
        if (ApiRoute.open(account, policy.statements())) return unasked(api, text);
        return new ApiRoute(api.id(), Asks.SOMETHING, text + " lets in whom its policy names");
    }

    private static ApiRoute unasked(ApiSurface api, String text) {
        return api.reach() == Reach.OWN_DOMAINS
                ? new ApiRoute(
                        api.id(),
                        Asks.NOT_KNOWN,
                        text + " asks for nothing; its own address is off, what its domains ask for is not read")
                : new ApiRoute(api.id(), Asks.NOTHING, text + " asks for nothing" + waf(api));
    }

    /** What stands before a route that asks for nothing: it cuts who comes, so it changes no verdict. */
    private static String waf(ApiSurface api) {
        if (!api.kind().equals("REST")) return "; no WAF (" + api.kind() + " APIs take none)";
        return api.stages().stream()
                .map(s ->
                        (s.webAcl().isEmpty() ? "no WAF" : "WAF " + aclName(s.webAcl())) + " before stage " + s.name())
                .collect(Collectors.joining(", ", "; ", ""));
    }

    /** {@code arn:aws:wafv2:REGION:ACCOUNT:regional/webacl/NAME/ID}, or one of the old WAF, which has an id alone. */
    private static String aclName(String arn) {
        String[] part = arn.split("/");
        return part.length >= 3 ? part[2] : part[part.length - 1];
    }

    /** In words; empty where nothing is asked. */
    private static String asks(ApiSurface.Route route) {
        String key = route.keyRequired() ? "an API key" : "";
        return switch (route.authorization()) {
            case "", "NONE" -> key;
            case "AWS_IAM" -> "a signature";
            case "JWT", "COGNITO_USER_POOLS" -> "a token";
            default -> "what its authoriser takes (" + route.authorization() + ")";
        };
    }
}
