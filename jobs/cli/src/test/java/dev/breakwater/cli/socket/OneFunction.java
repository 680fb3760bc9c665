package dev.breakwater.cli.socket;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** AWS with one function, {@code mail}, which a message broker feeds. */
final class OneFunction {

    static final String MAPPING = "4f1c2a9e-0000-4000-8000-000000000001";

    private OneFunction() {}

    static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            byte[] body = body(exchange.getRequestURI().getPath()).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static String body(String path) {
        String arn = "arn:aws:lambda:eu-west-1:111122223333:function:mail";
        if (path.equals("/")) return "{\"ResourceTagMappingList\": [], \"PaginationToken\": \"\"}";
        if (path.contains("/account-settings")) {
            return "{\"AccountLimit\": {\"ConcurrentExecutions\": 1000, \"UnreservedConcurrentExecutions\": 1000}}";
        }
        if (path.contains("/tags/")) return "{\"Tags\": {}}";
        if (path.contains("/event-source-mappings")) {
            return """
                    {"EventSourceMappings": [{"UUID": "%s", "FunctionArn": "%s", "State": "Enabled",
                        "EventSourceArn": "arn:aws:mq:eu-west-1:111122223333:broker:post:b-1"}]}
                    """.formatted(MAPPING, arn);
        }
        if (path.matches(".*/functions/?")) {
            return """
                    {"Functions": [{"FunctionName": "mail", "FunctionArn": "%s", "MemorySize": 128, "Timeout": 3}]}
                    """.formatted(arn);
        }
        return "{}";
    }
}
