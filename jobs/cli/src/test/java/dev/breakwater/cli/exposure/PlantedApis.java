package dev.breakwater.cli.exposure;

import static dev.breakwater.cli.exposure.ExposureWorld.REGION;
import static dev.breakwater.cli.exposure.ExposureWorld.arnOf;

import dev.breakwater.connectors.aws.AwsClients;
import java.util.Map;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.AuthorizerType;
import software.amazon.awssdk.services.apigateway.model.IntegrationType;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.apigatewayv2.model.AuthorizationType;
import software.amazon.awssdk.services.apigatewayv2.model.ProtocolType;

/** APIs of API Gateway in the emulator. */
final class PlantedApis {

    private final ApiGatewayClient rest;
    private final ApiGatewayV2Client http;

    PlantedApis(AwsClients clients) {
        rest = clients.build(ApiGatewayClient.builder());
        http = clients.build(ApiGatewayV2Client.builder());
    }

    /** Plants an API that a stage serves. GET is open, POST needs an API key, and a third function authorises. */
    void rest(String name, String open, String byKey, String authoriser) {
        String api = rest.createRestApi(r -> r.name(name)).id();
        String root = rest.getResources(r -> r.restApiId(api)).items().get(0).id();
        method(api, root, "GET", false, uri("${stageVariables.pets}"));
        method(api, root, "POST", true, uri(arnOf(byKey)));
        rest.createAuthorizer(r -> r.restApiId(api)
                .name("gate")
                .type(AuthorizerType.TOKEN)
                .identitySource("method.request.header.Authorization")
                .authorizerUri(uri(arnOf(authoriser))));
        String deployment = rest.createDeployment(r -> r.restApiId(api)).id();
        rest.createStage(r ->
                r.restApiId(api).stageName("prod").deploymentId(deployment).variables(Map.of("pets", arnOf(open))));
    }

    private void method(String api, String resource, String verb, boolean key, String uri) {
        rest.putMethod(r -> r.restApiId(api)
                .resourceId(resource)
                .httpMethod(verb)
                .authorizationType("NONE")
                .apiKeyRequired(key));
        rest.putIntegration(r -> r.restApiId(api)
                .resourceId(resource)
                .httpMethod(verb)
                .type(IntegrationType.AWS_PROXY)
                .integrationHttpMethod("POST")
                .uri(uri));
    }

    /** Plants one route that asks for a token. */
    void http(String name, String function, boolean served) {
        String api = http.createApi(r -> r.name(name).protocolType(ProtocolType.HTTP))
                .apiId();
        String integration = http.createIntegration(r -> r.apiId(api)
                        .integrationType("AWS_PROXY")
                        .payloadFormatVersion("2.0")
                        .integrationUri(arnOf(function)))
                .integrationId();
        http.createRoute(r -> r.apiId(api)
                .routeKey("GET /orders")
                .authorizationType(AuthorizationType.JWT)
                .target("integrations/" + integration));
        if (served) http.createStage(r -> r.apiId(api).stageName("prod"));
    }

    private static String uri(String function) {
        return "arn:aws:apigateway:" + REGION + ":lambda:path/2015-03-31/functions/" + function + "/invocations";
    }
}
