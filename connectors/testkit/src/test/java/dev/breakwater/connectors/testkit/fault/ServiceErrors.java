package dev.breakwater.connectors.testkit.fault;

/** Errors in the form and protocol of the called service. */
public final class ServiceErrors {

    private enum Protocol {
        REST_JSON,
        JSON,
        QUERY,
        REST_XML,
        PLAIN
    }

    private ServiceErrors() {}

    static ApiReply tooMany(ApiRequest request, int retryAfterSeconds) {
        String code = switch (protocol(request)) {
            case REST_JSON -> "TooManyRequestsException";
            case JSON -> "ThrottlingException";
            case QUERY -> request.service().equals("sns") ? "Throttled" : "Throttling";
            case REST_XML -> "SlowDown";
            case PLAIN -> "throttled";
        };
        ApiReply reply = error(request, 429, code, "Rate exceeded");
        return retryAfterSeconds < 0 ? reply : reply.with("Retry-After", Integer.toString(retryAfterSeconds));
    }

    static ApiReply serverError(ApiRequest request) {
        String code = switch (protocol(request)) {
            case REST_JSON -> "ServiceException";
            case JSON, QUERY -> "InternalFailure";
            case REST_XML -> "InternalError";
            case PLAIN -> "error";
        };
        return error(request, 500, code, "An internal error occurred");
    }

    static ApiReply denied(ApiRequest request) {
        String code = switch (protocol(request)) {
            case REST_JSON, JSON -> "AccessDeniedException";
            case QUERY, REST_XML -> "AccessDenied";
            case PLAIN -> "forbidden";
        };
        return error(
                request,
                403,
                code,
                "User: arn:aws:sts::123456789012:assumed-role/tested/session is not authorized to perform: "
                        + request.operation() + " because no identity-based policy allows the action");
    }

    /**
     * Returns an error of the service itself.
     *
     * @param code    the name of the error, for example {@code ResourceNotFoundException}
     * @param message text that is shown to people; it must not need escaping
     */
    public static ApiReply error(ApiRequest request, int status, String code, String message) {
        String type = status >= 500 ? "Server" : "User";
        return switch (protocol(request)) {
            case REST_JSON ->
                ApiReply.json(status, "{\"Type\":\"" + type + "\",\"Message\":\"" + message + "\"}")
                        .with("x-amzn-ErrorType", code);
            case JSON ->
                ApiReply.of(
                        status,
                        "application/x-amz-json-1.1",
                        "{\"__type\":\"" + code + "\",\"message\":\"" + message + "\"}");
            case QUERY ->
                ApiReply.of(
                        status,
                        "text/xml",
                        "<ErrorResponse><Error><Type>" + (status >= 500 ? "Receiver" : "Sender") + "</Type><Code>"
                                + code
                                + "</Code><Message>" + message
                                + "</Message></Error><RequestId>fault</RequestId></ErrorResponse>");
            case REST_XML ->
                ApiReply.of(
                        status,
                        "application/xml",
                        "<Error><Code>" + code + "</Code><Message>" + message
                                + "</Message><RequestId>fault</RequestId></Error>");
            case PLAIN -> ApiReply.json(status, "{\"status\":\"" + code + "\",\"message\":\"" + message + "\"}");
        };
    }

    private static Protocol protocol(ApiRequest request) {
        if (request.service().isEmpty()) {
            return Protocol.PLAIN;
        }
        if (request.header("x-amz-target").isPresent()) {
            return Protocol.JSON;
        }
        if (request.field("Action").isPresent()) {
            return Protocol.QUERY;
        }
        return request.service().equals("s3") ? Protocol.REST_XML : Protocol.REST_JSON;
    }
}
