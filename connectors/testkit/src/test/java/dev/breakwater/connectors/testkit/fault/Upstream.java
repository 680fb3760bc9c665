package dev.breakwater.connectors.testkit.fault;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The server behind the proxy. */
public final class Upstream {

    private static final Set<String> HOP = Set.of(
            "host", "content-length", "connection", "expect", "upgrade", "transfer-encoding", "keep-alive", ":status");
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final URI address;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(HttpClient.Builder.NO_PROXY)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    Upstream(URI address) {
        this.address = address;
    }

    /** Passes the same request on. Returns a 502 if no server answers. */
    public ApiReply ask(ApiRequest request) {
        return ask(request, request.method(), request.target(), request.body());
    }

    /** Sends a GET of another path on behalf of the caller, with the same service, region and credentials. */
    public ApiReply get(ApiRequest request, String target) {
        return ask(request, "GET", target, new byte[0]);
    }

    private ApiReply ask(ApiRequest request, String method, String target, byte[] body) {
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(URI.create(address + target)).timeout(LIMIT);
        request.headers().forEach((name, value) -> {
            if (!HOP.contains(name)) {
                builder.header(name, value);
            }
        });
        builder.method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        try {
            return reply(http.send(builder.build(), HttpResponse.BodyHandlers.ofByteArray()));
        } catch (IOException e) {
            return ApiReply.json(502, "{\"message\":\"nothing answers behind the proxy\"}");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ApiReply.json(502, "{\"message\":\"interrupted\"}");
        }
    }

    private static ApiReply reply(HttpResponse<byte[]> answer) {
        Map<String, String> headers = new LinkedHashMap<>();
        answer.headers().map().forEach((name, values) -> {
            if (!HOP.contains(name.toLowerCase(Locale.ROOT))) {
                headers.put(name, values.get(0));
            }
        });
        return new ApiReply(answer.statusCode(), headers, answer.body());
    }
}
