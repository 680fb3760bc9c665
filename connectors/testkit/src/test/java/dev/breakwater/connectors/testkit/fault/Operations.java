package dev.breakwater.connectors.testkit.fault;

import java.util.List;
import java.util.regex.Pattern;

/** Finds the operation of a request by X-Amz-Target, by the Query protocol's Action, or by method and path. */
final class Operations {

    private record Route(String method, Pattern path, String name) {}

    private static final List<Route> LAMBDA = List.of(
            route("GET", "/2015-03-31/functions", "ListFunctions"),
            route("POST", "/2015-03-31/functions", "CreateFunction"),
            route("GET", "/2015-03-31/functions/[^/]+", "GetFunction"),
            route("DELETE", "/2015-03-31/functions/[^/]+", "DeleteFunction"),
            route("GET", "/2015-03-31/functions/[^/]+/configuration", "GetFunctionConfiguration"),
            route("GET", "/2015-03-31/functions/[^/]+/policy", "GetPolicy"),
            route("POST", "/2015-03-31/functions/[^/]+/policy", "AddPermission"),
            route("POST", "/2015-03-31/functions/[^/]+/invocations", "Invoke"),
            route("GET", "/2015-03-31/functions/[^/]+/aliases", "ListAliases"),
            route("GET", "/2015-03-31/functions/[^/]+/versions", "ListVersionsByFunction"),
            route("GET", "/[0-9-]+/functions/[^/]+/concurrency", "GetFunctionConcurrency"),
            route("GET", "/[0-9-]+/functions/[^/]+/provisioned-concurrency", "ListProvisionedConcurrencyConfigs"),
            route("PUT", "/[0-9-]+/functions/[^/]+/concurrency", "PutFunctionConcurrency"),
            route("DELETE", "/[0-9-]+/functions/[^/]+/concurrency", "DeleteFunctionConcurrency"),
            route("GET", "/[0-9-]+/functions/[^/]+/event-invoke-config", "GetFunctionEventInvokeConfig"),
            route("GET", "/[0-9-]+/functions/[^/]+/recursion-config", "GetFunctionRecursionConfig"),
            route("GET", "/[0-9-]+/functions/[^/]+/url", "GetFunctionUrlConfig"),
            route("POST", "/[0-9-]+/functions/[^/]+/url", "CreateFunctionUrlConfig"),
            route("GET", "/[0-9-]+/functions/[^/]+/urls", "ListFunctionUrlConfigs"),
            route("GET", "/[0-9-]+/account-settings", "GetAccountSettings"),
            route("GET", "/[0-9-]+/tags/.+", "ListTags"),
            route("POST", "/[0-9-]+/tags/.+", "TagResource"),
            route("DELETE", "/[0-9-]+/tags/.+", "UntagResource"),
            route("GET", "/[0-9-]+/event-source-mappings", "ListEventSourceMappings"),
            route("POST", "/[0-9-]+/event-source-mappings", "CreateEventSourceMapping"),
            route("GET", "/[0-9-]+/event-source-mappings/[^/]+", "GetEventSourceMapping"),
            route("PUT", "/[0-9-]+/event-source-mappings/[^/]+", "UpdateEventSourceMapping"),
            route("DELETE", "/[0-9-]+/event-source-mappings/[^/]+", "DeleteEventSourceMapping"));

    /** Reads S3 calls with the bucket in the path, as clients of non-AWS endpoints send them. */
    private static final List<Route> S3 = List.of(
            route("GET", "/[^/]+", "ListObjectsV2"),
            route("PUT", "/[^/]+", "CreateBucket"),
            route("GET", "/[^/]+/.+", "GetObject"),
            route("PUT", "/[^/]+/.+", "PutObject"),
            route("DELETE", "/[^/]+/.+", "DeleteObject"));

    private Operations() {}

    static String name(ApiRequest request) {
        String service = request.service();
        String plain = request.method() + " " + request.path();
        if (service.isEmpty()) {
            return plain;
        }
        String target = request.header("x-amz-target").orElse("");
        if (!target.isEmpty()) {
            return service + ":" + target.substring(target.lastIndexOf('.') + 1);
        }
        return service + ":" + request.field("Action").orElseGet(() -> routed(service, request, plain));
    }

    private static String routed(String service, ApiRequest request, String plain) {
        // IAM names these calls only by their verb
        if (service.equals("apigateway")) return request.method();
        List<Route> routes = switch (service) {
            case "lambda" -> LAMBDA;
            case "s3" -> S3;
            default -> List.of();
        };
        return routes.stream()
                .filter(route -> route.method.equals(request.method()))
                .filter(route -> route.path.matcher(request.path()).matches())
                .map(Route::name)
                .findFirst()
                .orElse(plain);
    }

    private static Route route(String method, String path, String name) {
        return new Route(method, Pattern.compile(path + "/?"), name);
    }
}
