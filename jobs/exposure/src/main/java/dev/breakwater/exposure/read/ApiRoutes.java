package dev.breakwater.exposure.read;

import dev.breakwater.connectors.lambda.exposure.AccountSurface;
import dev.breakwater.connectors.lambda.exposure.AccountSurface.ApiSurface;
import dev.breakwater.connectors.lambda.exposure.AccountSurface.ApiSurface.Reach;
import dev.breakwater.exposure.iam.Caller;
import dev.breakwater.exposure.iam.EntryKind;
import dev.breakwater.exposure.iam.ResourcePolicy;
import dev.breakwater.exposure.model.AccountReading.EntryPoints.ApiRoute;
import dev.breakwater.exposure.model.AccountReading.EntryPoints.ApiRoute.Asks;
import dev.breakwater.exposure.model.AccountReading.EntryPoints.Apis;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The routes through APIs of API Gateway, by function, with the authorization of each route. */
final class ApiRoutes {

    private static final Set<String> KNOWN = Set.of("", "NONE", "AWS_IAM", "JWT", "COGNITO_USER_POOLS");

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
        if (route.keyRequired() && !ofAuthoriser(route)) {
            return new ApiRoute(api.id(), Asks.SOMETHING, text + " asks for an API key");
        }
        return switch (route.authorization()) {
            case "", "NONE" -> unasked(api, text + " asks for nothing");
            case "AWS_IAM" -> signed(api, text + " asks for a signature");
            case "JWT", "COGNITO_USER_POOLS" ->
                new ApiRoute(
                        api.id(),
                        Asks.NOT_KNOWN,
                        text + " asks for a token; exposure does not read whether anyone can sign up for one"
                                + " (look at cognito-idp:DescribeUserPool, AllowAdminCreateUserOnly)");
            default ->
                new ApiRoute(
                        api.id(),
                        Asks.NOT_KNOWN,
                        text + " asks for credentials that its authoriser accepts (" + route.authorization()
                                + "); exposure does not read whom that admits");
        };
    }

    /**
     * Returns whether a function of the account authorises callers. A function that authorises callers may also provide
     * the API key.
     */
    private static boolean ofAuthoriser(ApiSurface.Route route) {
        return !KNOWN.contains(route.authorization());
    }

    private ApiRoute unasked(ApiSurface api, String text) {
        if (api.policy().isEmpty() || api.reach() == Reach.PRIVATE) return reached(api, text);
        return byPolicy(api, text, text, Caller.ANONYMOUS, Caller.STRANGER);
    }

    /**
     * Describes a route that requires a signature. If the API has no policy, only signatures of the API's own account
     * count.
     */
    private ApiRoute signed(ApiSurface api, String text) {
        if (api.policy().isEmpty()) return new ApiRoute(api.id(), Asks.SOMETHING, text);
        return byPolicy(
                api,
                text,
                text + ", which any AWS account can give, because the API's policy admits everybody",
                Caller.STRANGER);
    }

    /**
     * Judges a route by the API's own policy.
     *
     * @param open  the note for a policy that admits a stranger
     */
    private ApiRoute byPolicy(ApiSurface api, String text, String open, Caller... strangers) {
        PolicyJson policy = PolicyJson.ofResource(api.policy());
        if (!policy.problems().isEmpty()) {
            String problem = policy.problems().get(0);
            return new ApiRoute(
                    api.id(), Asks.NOT_KNOWN, text + "; exposure could not understand the API's policy: " + problem);
        }
        ResourcePolicy rule = new ResourcePolicy(account, policy.statements());
        if (Stream.of(strangers).anyMatch(caller -> rule.lets(caller, EntryKind.API))) return reached(api, open);
        return new ApiRoute(api.id(), Asks.SOMETHING, text + " and admits the callers in its policy");
    }

    /** Describes a route that admits a stranger who can reach the API. */
    private static ApiRoute reached(ApiSurface api, String text) {
        return switch (api.reach()) {
            case INTERNET -> new ApiRoute(api.id(), Asks.NOTHING, text + waf(api));
            case PRIVATE ->
                new ApiRoute(
                        api.id(), Asks.NOT_KNOWN, text + "; exposure does not read who is in its private networks");
            case OWN_DOMAINS ->
                new ApiRoute(
                        api.id(),
                        Asks.NOT_KNOWN,
                        text
                                + "; the API's own address is disabled, and exposure does not read"
                                + " what its domains require");
        };
    }

    /**
     * Describes the web application firewall in front of an open route. A firewall only filters callers, so a firewall
     * does not change the verdict.
     */
    private static String waf(ApiSurface api) {
        if (!api.kind().equals("REST")) return "; no WAF (" + api.kind() + " APIs cannot have one)";
        return api.stages().stream()
                .map(s ->
                        (s.webAcl().isEmpty() ? "no WAF" : "WAF " + aclName(s.webAcl())) + " before stage " + s.name())
                .collect(Collectors.joining(", ", "; ", ""));
    }

    /**
     * Returns the firewall's name from {@code arn:aws:wafv2:REGION:ACCOUNT:regional/webacl/NAME/ID}. ARNs of the old
     * WAF have only an id.
     */
    private static String aclName(String arn) {
        String[] part = arn.split("/");
        return part.length >= 3 ? part[2] : part[part.length - 1];
    }
}
