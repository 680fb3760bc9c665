package dev.breakwater.connectors.testkit.fault;

/** Errors in the form and protocol of the called service. */
public final class ServiceErrors {

    /** The protocol of a service, with its names of three errors. */
    private enum Protocol {
        REST_JSON("TooManyRequestsException", "ServiceException", "AccessDeniedException"),
        JSON("ThrottlingException", "InternalFailure", "AccessDeniedException"),
        QUERY("Throttling", "InternalFailure", "AccessDenied"),
        REST_XML("SlowDown", "InternalError", "AccessDenied"),
        PLAIN("throttled", "error", "forbidden");

        private final String tooMany;
        private final String serverError;
        private final String denied;

        Protocol(String tooMany, String serverError, String denied) {
            this.tooMany = tooMany;
            this.serverError = serverError;
            this.denied = denied;
        }
    }

    private ServiceErrors() {}

    static ApiReply tooMany(ApiRequest request) {
        String code = request.service().equals("sns") ? "Throttled" : protocol(request).tooMany;
        return error(request, 429, code, "Rate exceeded").with("Retry-After", "2");
    }

    static ApiReply serverError(ApiRequest request) {
        return error(request, 500, protocol(request).serverError, "An internal error occurred");
    }

    static ApiReply denied(ApiRequest request) {
        return error(
                request,
                403,
                protocol(request).denied,
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
