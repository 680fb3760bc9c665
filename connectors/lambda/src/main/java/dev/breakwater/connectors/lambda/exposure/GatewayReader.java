package dev.breakwater.connectors.lambda.exposure;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.AwsClients;
import dev.breakwater.connectors.aws.Outcome;
import dev.breakwater.connectors.lambda.exposure.AccountSurface.ApiSurface;
import dev.breakwater.model.exposure.Fact;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;

/** Reads all APIs of API Gateway in one account and region. If an API cannot be read, a gap is reported. */
final class GatewayReader {

    private final RestApiReader rest;
    private final HttpApiReader http;
    private final SurfaceCalls calls;

    GatewayReader(AwsClients clients, SurfaceCalls calls, CallPace pace) {
        this.rest = new RestApiReader(clients.build(ApiGatewayClient.builder()), calls, pace);
        this.http = new HttpApiReader(clients.build(ApiGatewayV2Client.builder()), calls, pace);
        this.calls = calls;
    }

    /**
     * Reads all APIs. Returns nothing if an API could not be read.
     *
     * @param place the account and region as text for people
     */
    Optional<List<ApiSurface>> read(String place) {
        List<ApiSurface> found = new ArrayList<>();
        boolean whole = all(rest.list(), rest::read, place, found) && all(http.list(), http::read, place, found);
        return whole ? Optional.of(found) : Optional.empty();
    }

    private <T> boolean all(
            Answer<List<T>> listed, Function<T, Answer<ApiSurface>> read, String place, List<ApiSurface> found) {
        if (!listed.ok()) {
            calls.failed(Fact.APIS, place, listed.failure());
            return false;
        }
        for (T api : listed.value()) {
            Answer<ApiSurface> surface = read.apply(api);
            if (surface.ok()) {
                found.add(surface.value());
            } else if (!surface.failedAs(Outcome.MISSING)) {
                calls.failed(Fact.APIS, place, surface.failure());
                return false;
            }
        }
        return true;
    }

    /**
     * Adds an authoriser as an open route, because every caller of an API reaches the authoriser before any other
     * check.
     */
    static void authorizer(
            String name, String uri, List<Map<String, String>> variables, List<ApiSurface.Route> routes) {
        var functions = IntegrationUri.functions(uri, variables);
        if (!functions.isEmpty()) routes.add(new ApiSurface.Route("its authoriser " + name, functions, "", false));
    }

    /** Finds the function that an API integrates with, in each of its stages. */
    static final class IntegrationUri {

        private static final Pattern FUNCTION =
                Pattern.compile("arn:aws[a-z-]*:lambda:[a-z0-9-]+:\\d{12}:function:[A-Za-z0-9_-]+");
        private static final Pattern VARIABLE = Pattern.compile("\\$\\{stageVariables\\.([A-Za-z0-9_]+)}");

        private IntegrationUri() {}

        /**
         * Returns the unqualified ARNs. The result is empty if the URI is not a function, or if its name depends on an
         * unknown value.
         *
         * @param uri the URI, or null
         * @param stages the variables of each stage
         */
        static Set<String> functions(String uri, List<Map<String, String>> stages) {
            Set<String> found = new TreeSet<>();
            if (uri == null) return found;
            for (Map<String, String> variables : stages.isEmpty() ? List.of(Map.<String, String>of()) : stages) {
                String resolved = VARIABLE.matcher(uri)
                        .replaceAll(v -> Matcher.quoteReplacement(variables.getOrDefault(v.group(1), v.group())));
                Matcher function = FUNCTION.matcher(resolved);
                if (function.find()) found.add(function.group());
            }
            return found;
        }
    }
}
