package dev.breakwater.connectors.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.breakwater.connectors.aws.AwsClients.InterruptibleHttp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.lambda.LambdaClient;

class AwsClientsTest {

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private int status;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI().getPath());
            exchange.getResponseHeaders().add("Location", url() + "/elsewhere");
            exchange.getResponseHeaders().add("Retry-After", "2");
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void redirectsAreRefusedNotFollowed() {
        status = 302;
        assertThat(ask().failure().outcome()).isEqualTo(Outcome.INVALID);
        assertThat(asked).doesNotContain("/elsewhere").hasSize(1);
    }

    /** The JDK's connection fails like this if the SDK's timeout closes it during the call. */
    @Test
    void aConnectionThatIsClosedDuringTheCallFailsLikeANetwork() {
        ExecutableHttpRequest closed = new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() {
                throw new NullPointerException("this.http is null");
            }

            @Override
            public void abort() {}
        };
        SdkHttpClient http = new SdkHttpClient() {
            @Override
            public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
                return closed;
            }

            @Override
            public void close() {}
        };
        try (LambdaClient client = LambdaClient.builder()
                .region(Region.EU_WEST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("a", "b")))
                .httpClient(new InterruptibleHttp(http))
                .build()) {
            assertThatThrownBy(client::listFunctions).isInstanceOf(SdkClientException.class);
        }
    }

    @Test
    void nothingIsRetriedBehindTheCallersBack() {
        status = 429;
        AwsFailure failure = ask().failure();
        assertThat(failure.outcome()).isEqualTo(Outcome.THROTTLED);
        assertThat(failure.retryAfterMillis()).isEqualTo(2_000);
        assertThat(asked).hasSize(1);
    }

    @Test
    void everyCallWaitsForItsTurnFirst() {
        status = 200;
        List<String> turns = new ArrayList<>();
        try (AwsClients clients = clients()) {
            LambdaClient lambda = clients.lambda(() -> turns.add("asked " + asked.size()));
            for (int call = 0; call < 2; call++) Answer.ask(() -> lambda.getAccountSettings(r -> {}));
        }
        assertThat(turns).containsExactly("asked 0", "asked 1");
    }

    @Test
    void aTurnThatIsBrokenOffIsATransientFailureAndNoCall() {
        try (AwsClients clients = clients()) {
            LambdaClient lambda = clients.lambda(() -> {
                throw new InterruptedException();
            });
            Answer<?> answer = Answer.ask(() -> lambda.getAccountSettings(r -> {}));
            assertThat(answer.failedAs(Outcome.TRANSIENT)).isTrue();
        }
        assertThat(Thread.interrupted()).isTrue();
        assertThat(asked).isEmpty();
    }

    @Test
    void theEnvironmentNamesTheEndpointUnlessTheSettingsDo() {
        Map<String, String> environment = Map.of("AWS_ENDPOINT_URL", "https://a.example");
        assertThat(AwsSettings.chooseEndpoint("", environment))
                .hasValueSatisfying(u -> assertThat(u).hasHost("a.example"));
        assertThat(AwsSettings.chooseEndpoint("https://b.example", environment))
                .hasValueSatisfying(u -> assertThat(u).hasHost("b.example"));
        assertThat(AwsSettings.chooseEndpoint("", Map.of())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:5555", "http://localhost", "http://[::1]:80", "https://a.example"})
    void loopbackMayBeHttpAndTheRestHttps(String endpoint) {
        assertThat(AwsSettings.chooseEndpoint(endpoint, Map.of())).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://a.example",
                "http://127.0.0.1.a.example",
                "ftp://127.0.0.1",
                "http:///x",
                "127.0.0.1:5555",
                "https://user:hunter2@a.example",
                "https://hunter2 x"
            })
    void otherEndpointsAreRefusedWithoutShowingThem(String endpoint) {
        assertThatThrownBy(() -> AwsSettings.chooseEndpoint(endpoint, Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("hunter2");
    }

    private Answer<Integer> ask() {
        try (AwsClients clients = clients()) {
            return Answer.ask(() -> clients.lambda()
                    .getFunctionConcurrency(r -> r.functionName("f"))
                    .reservedConcurrentExecutions());
        }
    }

    private AwsClients clients() {
        StaticCredentialsProvider credentials =
                StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"));
        return new AwsClients(new AwsSettings("eu-west-1", url(), "", 20_000), Map.of(), credentials);
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }
}
