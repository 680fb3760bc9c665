package dev.breakwater.guard.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.breakwater.connectors.testkit.AwsKeys;
import dev.breakwater.model.function.FunctionFacts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The start with a large account through the real SDK, at the rate at which a real control plane is called. */
@ExtendWith(AwsKeys.class)
class FirstInventoryIT {

    private static final String ACCOUNT = "999900001111";

    private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
    private HttpServer server;
    private int functions;

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newFixedThreadPool(2));
        server.createContext("/2015-03-31/functions", this::functions);
        server.createContext("/2015-03-31/event-source-mappings", e -> {
            count("ListEventSourceMappings");
            answer(e, "{\"EventSourceMappings\":[]}");
        });
        server.createContext("/2016-08-19/account-settings", e -> {
            count("GetAccountSettings");
            answer(e, "{\"AccountLimit\":{\"ConcurrentExecutions\":1000,\"UnreservedConcurrentExecutions\":900}}");
        });
        server.createContext("/", this::tags);
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    @Test
    void aThousandFunctionsHoldTheStartUpForSixSeconds() {
        start(1_000);
    }

    @Test
    @Tag("full")
    void fiveThousandFunctionsHoldTheStartUpForHalfAMinute() {
        start(5_000);
    }

    private void start(int many) {
        functions = many;
        WatchedPlace place = new WatchedPlace(
                ACCOUNT,
                "eu-west-1",
                "",
                "",
                "",
                "http://127.0.0.1:" + server.getAddress().getPort());
        long begun = System.nanoTime();

        FirstInventory first = FirstInventory.read(List.of(place), Map.of());

        double seconds = (System.nanoTime() - begun) * 1e-9;
        assertThat(first.gaps()).isEmpty();
        assertThat(first.fleet())
                .hasSize(functions)
                .allSatisfy((key, f) -> assertThat(f.memoryMb()).isEqualTo(512));
        assertThat(first.fleet().values()).allMatch(FunctionFacts::tagsRead);
        assertThat(calls.get("ListFunctions")).hasValue(functions / 50);
        assertThat(calls.get("GetResources")).hasValue(functions / 100);
        assertThat(calls.get("ListEventSourceMappings")).hasValue(1);
        // 5 calls of Lambda's control plane a second, the first five at once
        double paced = (functions / 50 + 2 - 5) / 5.0;
        assertThat(seconds).isBetween(paced - 0.4, 3 * paced);
    }

    private void functions(HttpExchange e) throws IOException {
        count("ListFunctions");
        int from = after(e.getRequestURI().getQuery(), "Marker=");
        String items = IntStream.range(from, Math.min(functions, from + 50))
                .mapToObj(i -> "{\"FunctionName\":\"f%d\",\"MemorySize\":512,\"Timeout\":30}".formatted(i))
                .collect(Collectors.joining(","));
        answer(e, "{\"Functions\":[" + items + "]" + next("NextMarker", from + 50) + "}");
    }

    private void tags(HttpExchange e) throws IOException {
        count("GetResources");
        String body = new String(e.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        int from = after(body, "\"PaginationToken\":\"");
        String items = IntStream.range(from, Math.min(functions, from + 100))
                .mapToObj(i -> ("{\"ResourceARN\":\"arn:aws:lambda:eu-west-1:%s:function:f%d\","
                                + "\"Tags\":[{\"Key\":\"tier\",\"Value\":\"low\"}]}")
                        .formatted(ACCOUNT, i))
                .collect(Collectors.joining(","));
        answer(e, "{\"ResourceTagMappingList\":[" + items + "]" + next("PaginationToken", from + 100) + "}");
    }

    private String next(String key, int from) {
        return from < functions ? ",\"" + key + "\":\"" + from + "\"" : "";
    }

    private static int after(String text, String key) {
        int at = text == null ? -1 : text.indexOf(key);
        return at < 0 ? 0 : Integer.parseInt(text.substring(at + key.length()).replaceAll("\\D.*", ""));
    }

    private void count(String call) {
        calls.computeIfAbsent(call, k -> new AtomicInteger()).incrementAndGet();
    }

    private static void answer(HttpExchange e, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        e.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.1");
        e.sendResponseHeaders(200, bytes.length);
        e.getResponseBody().write(bytes);
        e.close();
    }
}
