package dev.breakwater.connectors.lambda.exposure;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.lambda.exposure.AccountSurface.ApiSurface;
import dev.breakwater.connectors.lambda.exposure.GatewayReader.IntegrationUri;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.apigatewayv2.model.Api;
import software.amazon.awssdk.services.apigatewayv2.model.Authorizer;
import software.amazon.awssdk.services.apigatewayv2.model.Integration;
import software.amazon.awssdk.services.apigatewayv2.model.Route;
import software.amazon.awssdk.services.apigatewayv2.model.Stage;

/** Reads HTTP and WebSocket APIs with four calls per API, and their pages. */
record HttpApiReader(ApiGatewayV2Client gateway, SurfaceCalls calls, CallPace pace) {

    private static final String CONNECT = "$connect";

    Answer<List<Api>> list() {
        return calls.pages(
                pace, at -> gateway.getApis(r -> r.nextToken(at)), page -> page.items(), page -> page.nextToken());
    }

    Answer<ApiSurface> read(Api api) {
        String id = api.apiId();
        Answer<List<Stage>> stages = calls.pages(
                pace, at -> gateway.getStages(r -> r.apiId(id).nextToken(at)), p -> p.items(), p -> p.nextToken());
        if (!stages.ok()) return Answer.failed(stages.failure());
        Answer<List<Integration>> integrations = calls.pages(
                pace,
                at -> gateway.getIntegrations(r -> r.apiId(id).nextToken(at)),
                p -> p.items(),
                p -> p.nextToken());
        if (!integrations.ok()) return Answer.failed(integrations.failure());
        Answer<List<Route>> routes = calls.pages(
                pace, at -> gateway.getRoutes(r -> r.apiId(id).nextToken(at)), p -> p.items(), p -> p.nextToken());
        if (!routes.ok()) return Answer.failed(routes.failure());
        Answer<List<Authorizer>> authorizers = calls.pages(
                pace, at -> gateway.getAuthorizers(r -> r.apiId(id).nextToken(at)), p -> p.items(), p -> p.nextToken());
        if (!authorizers.ok()) return Answer.failed(authorizers.failure());
        return Answer.of(surface(api, stages.value(), integrations.value(), routes.value(), authorizers.value()));
    }

    private static ApiSurface surface(
            Api api,
            List<Stage> stages,
            List<Integration> integrations,
            List<Route> routes,
            List<Authorizer> authorizers) {
        List<Map<String, String>> variables =
                stages.stream().map(Stage::stageVariables).toList();
        Map<String, String> uris = new HashMap<>();
        integrations.forEach(i -> uris.put("integrations/" + i.integrationId(), i.integrationUri()));
        boolean socket = "WEBSOCKET".equals(api.protocolTypeAsString());
        Route connect = routes.stream()
                .filter(r -> CONNECT.equals(r.routeKey()))
                .findFirst()
                .orElse(null);
        List<ApiSurface.Route> found = new ArrayList<>();
        for (Route route : routes) {
            var functions = IntegrationUri.functions(uris.get(route.target()), variables);
            // a WebSocket API authorises a caller only when the connection is opened
            Route asking = socket ? connect : route;
            String asks =
                    asking == null || asking.authorizationType() == null ? "" : asking.authorizationTypeAsString();
            boolean key = asking != null && Boolean.TRUE.equals(asking.apiKeyRequired());
            if (!functions.isEmpty()) found.add(new ApiSurface.Route(route.routeKey(), functions, asks, key));
        }
        for (Authorizer a : authorizers) GatewayReader.authorizer(a.name(), a.authorizerUri(), variables, found);
        boolean off = Boolean.TRUE.equals(api.disableExecuteApiEndpoint());
        return new ApiSurface(
                api.apiId(),
                api.name(),
                api.protocolTypeAsString(),
                off ? ApiSurface.Reach.OWN_DOMAINS : ApiSurface.Reach.INTERNET,
                stages.stream()
                        .map(s -> new ApiSurface.Stage(s.stageName(), ""))
                        .toList(),
                "",
                found);
    }
}
