package dev.breakwater.connectors.testkit.fault;

import java.util.Optional;

/**
 * Answers ListFunctionUrlConfigs with the result of GetFunctionUrlConfig behind the proxy: the URL of the unqualified
 * function, or none. URLs of aliases are not listed.
 */
public final class FunctionUrls implements MissingApi {

    @Override
    public Optional<ApiReply> answer(ApiRequest request, Upstream upstream) {
        if (!request.operation().equals("lambda:ListFunctionUrlConfigs")) {
            return Optional.empty();
        }
        String path = request.path().replaceAll("/?$", "");
        ApiReply url = upstream.get(request, path.substring(0, path.length() - 1));
        if (url.ok()) {
            return Optional.of(ApiReply.json(200, "{\"FunctionUrlConfigs\":[" + url.text() + "]}"));
        }
        String function = path.split("/")[3];
        ApiReply found = upstream.get(request, "/2015-03-31/functions/" + function + "/configuration");
        return Optional.of(found.ok() ? ApiReply.json(200, "{\"FunctionUrlConfigs\":[]}") : missing(request, function));
    }

    private static ApiReply missing(ApiRequest request, String function) {
        return ServiceErrors.error(request, 404, "ResourceNotFoundException", "Function not found: " + function);
    }
}
