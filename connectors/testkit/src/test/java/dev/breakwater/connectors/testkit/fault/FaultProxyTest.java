package dev.breakwater.connectors.testkit.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultProxyTest {

    private static final String HELLO = "POST /hello";
    private static final String SIGNED =
            "AWS4-HMAC-SHA256 Credential=AKID/20260801/eu-west-1/%s/aws4_request, SignedHeaders=host, Signature=0";

    private final List<String> reached = new CopyOnWriteArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private HttpServer behind;
    private FaultProxy proxy;

    @BeforeEach
    void serve() throws IOException {
        behind = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        behind.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            reached.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + new String(body, StandardCharsets.UTF_8));
            exchange.getResponseHeaders().set("X-Seen", "yes");
            exchange.sendResponseHeaders(201, 10);
            exchange.getResponseBody().write("0123456789".getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        behind.start();
        proxy = FaultProxy.before(
                URI.create("http://127.0.0.1:" + behind.getAddress().getPort()));
    }

    @AfterEach
    void close() {
        proxy.close();
        behind.stop(0);
    }

    @Test
    void passesRequestAndAnswerOnUnchanged() throws Exception {
        HttpResponse<String> answer = post("/hello?a=b%2Fc", "body");
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.body()).isEqualTo("0123456789");
        assertThat(answer.headers().firstValue("x-seen")).contains("yes");
        assertThat(reached).containsExactly("POST /hello?a=b%2Fc body");
        assertThat(proxy.calls()).containsExactly(new FaultProxy.SeenCall(HELLO, Fault.PASS, 201));
    }

    @Test
    void answersFromTheScriptAndThenPasses() throws Exception {
        proxy.script(HELLO, Fault.TOO_MANY, Fault.SERVER_ERROR).script(FaultProxy.ANY, Fault.DENIED);
        HttpResponse<String> first = post("/hello", "");
        assertThat(first.statusCode()).isEqualTo(429);
        assertThat(first.headers().firstValue("Retry-After")).contains("2");
        assertThat(post("/hello", "").statusCode()).isEqualTo(500);
        assertThat(post("/hello", "").statusCode()).isEqualTo(403);
        assertThat(reached).isEmpty();
        assertThat(post("/hello", "").statusCode()).isEqualTo(201);
    }

    @Test
    void aStandingFaultLastsUntilItIsLifted() throws Exception {
        proxy.always(HELLO, Fault.SERVER_ERROR);
        assertThat(post("/hello", "").statusCode()).isEqualTo(500);
        assertThat(post("/hello", "").statusCode()).isEqualTo(500);
        assertThat(post("/other", "").statusCode()).isEqualTo(201);
        proxy.always(HELLO, Fault.PASS);
        assertThat(post("/hello", "").statusCode()).isEqualTo(201);
    }

    @Test
    void aResetBeforeReachesNothingAndAResetAfterLosesOnlyTheAnswer() {
        proxy.script(HELLO, Fault.RESET_BEFORE);
        assertThatThrownBy(() -> post("/hello", "1")).isInstanceOf(IOException.class);
        assertThat(reached).isEmpty();
        proxy.script(HELLO, Fault.RESET_AFTER);
        assertThatThrownBy(() -> post("/hello", "2")).isInstanceOf(IOException.class);
        assertThat(reached).containsExactly("POST /hello 2");
        assertThat(proxy.calls(HELLO))
                .extracting(FaultProxy.SeenCall::tookEffect)
                .containsExactly(false, true);
    }

    @Test
    void aTruncatedAnswerBreaksOffAfterTheCallWasMade() {
        proxy.script(HELLO, Fault.TRUNCATE);
        assertThatThrownBy(() -> post("/hello", "")).isInstanceOf(IOException.class);
        assertThat(reached).hasSize(1);
    }

    @Test
    void aStallSaysNothingUntilTheCallerLeaves() {
        proxy.script(HELLO, Fault.STALL);
        assertThatThrownBy(() -> send(request("/hello", "").timeout(Duration.ofMillis(400))))
                .isInstanceOf(HttpTimeoutException.class);
        assertThat(reached).isEmpty();
    }

    @Test
    void aFollowedRedirectIsSeen() throws Exception {
        proxy.script(HELLO, Fault.REDIRECT, Fault.REDIRECT);
        assertThat(post("/hello", "").statusCode()).isEqualTo(307);
        assertThat(proxy.wasFollowed()).isFalse();
        HttpClient follower = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.ALWAYS)
                .build();
        follower.send(request("/hello", "").build(), BodyHandlers.discarding());
        assertThat(proxy.wasFollowed()).isTrue();
    }

    @Test
    void tellsTheOperationByTargetActionAndPathAndRefusesInTheServicesWords() throws Exception {
        proxy.always(FaultProxy.ANY, Fault.DENIED);
        HttpRequest.Builder events = signed("events", "/", "{}").header("X-Amz-Target", "AWSEvents.PutEvents");
        assertThat(send(events).body()).contains("\"__type\":\"AccessDeniedException\"");
        HttpRequest.Builder sns = signed("sns", "/", "Action=Publish&Version=2010-03-31")
                .header("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8");
        assertThat(send(sns).body()).contains("<Code>AccessDenied</Code>");
        HttpRequest.Builder lambda =
                signed("lambda", "/2017-10-31/functions/f/concurrency", "").PUT(BodyPublishers.noBody());
        assertThat(send(lambda).headers().firstValue("x-amzn-ErrorType")).contains("AccessDeniedException");
        assertThat(proxy.calls())
                .extracting(FaultProxy.SeenCall::operation)
                .containsExactly("events:PutEvents", "sns:Publish", "lambda:PutFunctionConcurrency");
    }

    private HttpRequest.Builder signed(String service, String target, String body) {
        return request(target, body).header("Authorization", String.format(SIGNED, service));
    }

    private HttpResponse<String> post(String target, String body) throws Exception {
        return send(request(target, body));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String target, String body) {
        return HttpRequest.newBuilder(URI.create(proxy.endpoint() + target))
                .timeout(Duration.ofSeconds(30))
                .POST(BodyPublishers.ofString(body));
    }
}
