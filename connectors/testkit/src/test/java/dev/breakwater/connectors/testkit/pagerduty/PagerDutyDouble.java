package dev.breakwater.connectors.testkit.pagerduty;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.breakwater.connectors.testkit.Loopback;
import dev.breakwater.connectors.testkit.fault.ApiReply;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;

/**
 * PagerDuty's {@code /v2/enqueue} and {@code /v2/change/enqueue} on a free loopback port. The double first answers by
 * its script, and after that accepts every valid call. The double validates an event strictly, stores the event, and
 * updates a model of the alerts that people would see.
 *
 * <p>Differences from the real service: the double refuses http links and every field that Breakwater does not send, and
 * has no rate limit of its own.
 */
public final class PagerDutyDouble implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final String ALERTS = "/v2/enqueue";
    private static final String CHANGES = "/v2/change/enqueue";
    private static final int MOST_BYTES = 512 * 1024;

    private final HttpServer server = Loopback.server();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final ArrayDeque<Answer> script = new ArrayDeque<>();
    private final List<ReceivedEvent> accepted = new ArrayList<>();
    private final List<List<String>> refusals = new ArrayList<>();
    private final List<JsonNode> changes = new ArrayList<>();
    private final AlertBook book = new AlertBook();
    private int calls;

    private PagerDutyDouble() {
        server.createContext(ALERTS, this::serve);
        server.createContext(CHANGES, this::serve);
        server.start();
    }

    /** Starts on 127.0.0.1 and a free port. */
    public static PagerDutyDouble start() {
        return new PagerDutyDouble();
    }

    /** Returns the address for events. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + ALERTS);
    }

    /** Adds answers for the next calls, in order. After these answers, every call is handled normally. */
    public synchronized PagerDutyDouble script(Answer... answers) {
        script.addAll(List.of(answers));
        return this;
    }

    /** Returns the number of calls, including failed calls. */
    public synchronized int calls() {
        return calls;
    }

    /** Returns the accepted events, in order. */
    public synchronized List<ReceivedEvent> accepted() {
        return List.copyOf(accepted);
    }

    /**
     * Returns the accepted change events, in order. Repeated events are included, because the real service has no key
     * for change events.
     */
    public synchronized List<JsonNode> changes() {
        return List.copyOf(changes);
    }

    /** Returns the error lists of the events that were refused as invalid, in order. */
    public synchronized List<List<String>> refusals() {
        return List.copyOf(refusals);
    }

    /** Returns the alerts that people would see, in the order of their first trigger. */
    public synchronized List<Alert> alerts() {
        return book.alerts();
    }

    /** Returns the alert under a dedup key. If the key is unknown, returns an alert that was never opened. */
    public synchronized Alert alert(String dedupKey) {
        return book.alerts().stream()
                .filter(alert -> alert.dedupKey().equals(dedupKey))
                .findFirst()
                .orElse(Alert.unknown(dedupKey));
    }

    /** Returns the number of resolves and acknowledgements that found no open alert. */
    public synchronized List<String> anomalies() {
        return book.anomalies();
    }

    /**
     * Waits until the condition is true. If the wait takes too long, throws an AssertionError with all received events.
     */
    public void await(Predicate<PagerDutyDouble> condition, Duration atMost) {
        Loopback.await(this, condition, atMost);
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readNBytes(MOST_BYTES + 1);
            answer(exchange, nextAnswer(), body);
        }
    }

    private void answer(HttpExchange exchange, Answer answer, byte[] body) throws IOException {
        switch (answer.kind()) {
            case PASS -> reply(exchange, take(exchange, body));
            case ACCEPT_THEN_DROP -> take(exchange, body);
            case ACCEPT_THEN_TRICKLE -> trickle(exchange, take(exchange, body));
            case TOO_MANY -> {
                ApiReply reply = error(429, "throttled");
                int wait = answer.retryAfterSeconds();
                reply(exchange, wait < 0 ? reply : reply.with("Retry-After", "" + wait));
            }
            case REFUSE ->
                reply(exchange, refusal(List.of("will not take " + new String(body, StandardCharsets.UTF_8))));
            case SERVER_ERROR -> reply(exchange, error(500, "internal error"));
            case UNAUTHORIZED -> reply(exchange, error(401, "unauthorized"));
            case FORBIDDEN -> reply(exchange, error(403, "forbidden"));
            case REDIRECT -> reply(exchange, error(302, "elsewhere").with("Location", endpoint() + "?elsewhere"));
            case PORTAL -> reply(exchange, ApiReply.json(200, "<html>please log in</html>"));
            case STALL -> awaitClosing();
            case DROP -> {}
        }
    }

    private synchronized Answer nextAnswer() {
        calls++;
        notifyAll();
        return script.isEmpty() ? Answer.pass() : script.removeFirst();
    }

    private synchronized ApiReply take(HttpExchange exchange, byte[] body) {
        List<String> errors = new ArrayList<>();
        JsonNode event = parse(exchange, body, errors);
        boolean change = exchange.getRequestURI().getPath().equals(CHANGES);
        if (errors.isEmpty()) {
            errors.addAll(change ? EventSchema.changeErrors(event) : EventSchema.errors(event));
        }
        if (!errors.isEmpty()) {
            refusals.add(List.copyOf(errors));
            notifyAll();
            return refusal(errors);
        }
        if (change) {
            changes.add(event);
            notifyAll();
            return ApiReply.json(
                    202, status("success", "Change event processed").toString());
        }
        return take(event);
    }

    private ApiReply take(JsonNode event) {
        String key = event.path("dedup_key").asText("made-up-" + accepted.size());
        String action = event.path("event_action").asText();
        ReceivedEvent received = new ReceivedEvent(event.path("routing_key").asText(), action, key, event);
        accepted.add(received);
        book.take(received);
        notifyAll();
        return ApiReply.json(
                202, status("success", "Event processed").put("dedup_key", key).toString());
    }

    private static JsonNode parse(HttpExchange exchange, byte[] body, List<String> errors) {
        if (!exchange.getRequestMethod().equals("POST")) {
            errors.add("the method must be POST");
        }
        if (!String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"))
                .startsWith("application/json")) {
            errors.add("the content type must be application/json");
        }
        if (body.length > MOST_BYTES) {
            errors.add("the body is larger than 512 KB");
            return null;
        }
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            errors.add("the body is not JSON");
        }
        return null;
    }

    private static ApiReply error(int status, String message) {
        return ApiReply.json(status, status("error", message).toString());
    }

    private static ApiReply refusal(List<String> errors) {
        ObjectNode refusal = status("invalid event", "Event object is invalid");
        errors.forEach(refusal.putArray("errors")::add);
        return ApiReply.json(400, refusal.toString());
    }

    private static ObjectNode status(String status, String message) {
        return JSON.createObjectNode().put("status", status).put("message", message);
    }

    private static void reply(HttpExchange exchange, ApiReply reply) throws IOException {
        reply.headers().forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(reply.status(), reply.body().length);
        exchange.getResponseBody().write(reply.body());
    }

    private void trickle(HttpExchange exchange, ApiReply reply) throws IOException {
        exchange.sendResponseHeaders(reply.status(), 0);
        exchange.getResponseBody().write(reply.body(), 0, reply.body().length / 2);
        exchange.getResponseBody().flush();
        awaitClosing();
    }

    private void awaitClosing() {
        try {
            closing.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized String toString() {
        return "PagerDutyDouble[calls=" + calls + ", alerts=" + book.alerts() + ", anomalies=" + book.anomalies()
                + ", refusals=" + refusals + "]";
    }

    /**
     * The alerts that the real service would have. Events with the same routing key and dedup key belong together, and
     * an alert that was resolved can be opened again.
     */
    static final class AlertBook {

        private record Key(String routingKey, String dedupKey) {}

        private final Map<Key, Alert> alerts = new LinkedHashMap<>();
        private final List<String> anomalies = new ArrayList<>();

        void take(ReceivedEvent event) {
            Key key = new Key(event.routingKey(), event.dedupKey());
            Alert alert = alerts.getOrDefault(key, Alert.unknown(event.dedupKey()));
            if (event.action().equals("trigger")) {
                alerts.put(key, alert.triggered(event.payload("summary")));
            } else if (!alert.open()) {
                anomalies.add(event.action() + " without an open alert: " + event.dedupKey());
            } else if (event.action().equals("resolve")) {
                alerts.put(key, alert.resolved());
            }
        }

        List<Alert> alerts() {
            return List.copyOf(alerts.values());
        }

        List<String> anomalies() {
            return List.copyOf(anomalies);
        }
    }

    /**
     * An event that the double accepted. If a trigger has no {@code dedupKey}, the double makes one up, like the real
     * service.
     */
    public record ReceivedEvent(String routingKey, String action, String dedupKey, JsonNode body) {

        /** Returns a text from the payload, or an empty string. */
        public String payload(String field) {
            return body.path("payload").path(field).asText();
        }
    }
}
