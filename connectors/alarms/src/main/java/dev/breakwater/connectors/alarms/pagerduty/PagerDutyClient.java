package dev.breakwater.connectors.alarms.pagerduty;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.breakwater.connectors.alarms.http.HttpPost;
import dev.breakwater.connectors.alarms.outbox.AlarmChannel.Delivery;
import dev.breakwater.connectors.alarms.outbox.AlarmText;
import dev.breakwater.connectors.alarms.pagerduty.PagerDutyEvent.PagerDutyChange;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Sends one event, alert or change, to PagerDuty's Events API v2 and returns the result.
 *
 * <p>202 means accepted, and 400, 413 and 422 mean refused. Every other answer means "later". For 429 and 5xx, the
 * API's documentation asks clients to try again. The answers 200, 401 and 403, and redirects, come from a proxy in
 * between. Redirects are never followed.
 */
public final class PagerDutyClient {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int WORDS = 300;

    private final URI endpoint;
    private final HttpPost http;

    /**
     * @param endpoint an https address, or an http address of a loopback host; any other address causes an
     *     IllegalArgumentException
     * @param connect  how long a connection may take
     * @param timeout  how long one attempt may take, up to the last byte of the answer
     */
    public PagerDutyClient(URI endpoint, Duration connect, Duration timeout) {
        this.endpoint = HttpPost.checked(endpoint);
        this.http = new HttpPost(connect, timeout);
    }

    /**
     * Makes one attempt, and waits no longer than the timeout. If the thread is interrupted, the result is "later", and
     * the interrupt flag stays set.
     */
    public Delivery send(PagerDutyEvent event, RoutingKey key) {
        return post(event.body(key), event.dedupKey(), key);
    }

    /** Makes one attempt to send a change event, which has another endpoint. */
    public Delivery send(PagerDutyChange change, RoutingKey key) {
        return post(change.body(key), change.key(), key);
    }

    private Delivery post(byte[] body, String dedupKey, RoutingKey key) {
        return http.send(endpoint, Map.of(), body, answer -> judge(answer, dedupKey, key));
    }

    private static Delivery judge(HttpResponse<byte[]> answer, String dedupKey, RoutingKey key) {
        int status = answer.statusCode();
        return switch (status) {
            case 202 -> new Delivery.Accepted(dedupKey);
            case 400, 413, 422 -> new Delivery.Rejected(status, errors(answer.body(), key));
            default -> HttpPost.later(answer);
        };
    }

    private static List<String> errors(byte[] body, RoutingKey key) {
        List<String> errors = new ArrayList<>();
        try {
            JsonNode answer = JSON.readTree(body);
            for (JsonNode error : answer.path("errors")) {
                errors.add(words(error.asText(), key));
            }
            if (errors.isEmpty()) {
                errors.add(words(answer.path("message").asText(), key));
            }
        } catch (JsonProcessingException e) {
            errors.add("the answer is not JSON");
        } catch (java.io.IOException e) {
            throw new IllegalStateException("an array in memory can always be read", e);
        }
        return errors.subList(0, Math.min(errors.size(), 10));
    }

    private static String words(String text, RoutingKey key) {
        return AlarmText.clean(key.redact(text), WORDS);
    }

    @Override
    public String toString() {
        return "PagerDutyClient[" + endpoint + "]";
    }
}
