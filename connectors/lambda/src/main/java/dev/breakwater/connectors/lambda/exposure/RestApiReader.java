package dev.breakwater.connectors.lambda.exposure;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.lambda.exposure.AccountSurface.ApiSurface;
import dev.breakwater.connectors.lambda.exposure.GatewayReader.IntegrationUri;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.Authorizer;
import software.amazon.awssdk.services.apigateway.model.Method;
import software.amazon.awssdk.services.apigateway.model.Resource;
import software.amazon.awssdk.services.apigateway.model.RestApi;
import software.amazon.awssdk.services.apigateway.model.Stage;

/** Reads REST APIs with three calls per API, and their pages. */
record RestApiReader(ApiGatewayClient gateway, SurfaceCalls calls, CallPace pace) {

    private static final int PAGE = 500;

    Answer<List<RestApi>> list() {
        return calls.pages(
                pace,
                at -> gateway.getRestApis(r -> r.position(at).limit(PAGE)),
                page -> page.items(),
                page -> page.position());
    }

    Answer<ApiSurface> read(RestApi api) {
        Answer<List<Stage>> stages = calls.ask(
                pace, () -> gateway.getStages(r -> r.restApiId(api.id())).item());
        if (!stages.ok()) return Answer.failed(stages.failure());
        Answer<List<Resource>> resources = calls.pages(
                pace,
                at -> gateway.getResources(
                        r -> r.restApiId(api.id()).embed("methods").position(at).limit(PAGE)),
                page -> page.items(),
                page -> page.position());
        if (!resources.ok()) return Answer.failed(resources.failure());
        Answer<List<Authorizer>> authorizers = calls.pages(
                pace,
                at -> gateway.getAuthorizers(
                        r -> r.restApiId(api.id()).position(at).limit(PAGE)),
                page -> page.items(),
                page -> page.position());
        if (!authorizers.ok()) return Answer.failed(authorizers.failure());
        return Answer.of(surface(api, stages.value(), resources.value(), authorizers.value()));
    }

    private static ApiSurface surface(
            RestApi api, List<Stage> stages, List<Resource> resources, List<Authorizer> authorizers) {
        List<Map<String, String>> variables =
                stages.stream().map(Stage::variables).toList();
        List<ApiSurface.Route> routes = new ArrayList<>();
        for (Resource resource : resources) {
            resource.resourceMethods()
                    .forEach((verb, method) -> route(verb + " " + resource.path(), method, variables, routes));
        }
        for (Authorizer authorizer : authorizers) {
            GatewayReader.authorizer(authorizer.name(), authorizer.authorizerUri(), variables, routes);
        }
        boolean closed = api.endpointConfiguration() != null
                && api.endpointConfiguration().typesAsStrings().contains("PRIVATE");
        boolean off = Boolean.TRUE.equals(api.disableExecuteApiEndpoint());
        return new ApiSurface(
                api.id(),
                api.name(),
                "REST",
                closed ? ApiSurface.Reach.PRIVATE : off ? ApiSurface.Reach.OWN_DOMAINS : ApiSurface.Reach.INTERNET,
                stages.stream()
                        .map(s -> new ApiSurface.Stage(s.stageName(), s.webAclArn() == null ? "" : s.webAclArn()))
                        .toList(),
                api.policy() == null ? "" : api.policy().replace("\\\"", "\""),
                routes);
    }

    private static void route(
            String name, Method method, List<Map<String, String>> variables, List<ApiSurface.Route> routes) {
        if (method.methodIntegration() == null) return;
        var functions = IntegrationUri.functions(method.methodIntegration().uri(), variables);
        if (functions.isEmpty()) return;
        String authorization = method.authorizationType() == null ? "" : method.authorizationType();
        routes.add(new ApiSurface.Route(name, functions, authorization, Boolean.TRUE.equals(method.apiKeyRequired())));
    }
}
