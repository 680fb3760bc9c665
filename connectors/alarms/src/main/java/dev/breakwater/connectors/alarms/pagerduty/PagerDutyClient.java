package dev.breakwater.connectors.alarms.pagerduty;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.breakwater.connectors.alarms.outbox.AlarmText;
import dev.breakwater.connectors.alarms.outbox.Delivery;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLHandshakeException;

/**
 * Sends one event, alert or change, to PagerDuty's Events API v2 and says what became of it.
 *
 * <p>202 is accepted; 400, 413 and 422 are refused for good; all else is "later": 429 and 5xx by the API's own word,
 * redirects (never followed), 401, 403 and a 200 because they come from something that stands between.
 */
public final class PagerDutyClient {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ANSWER_BYTES = 64 * 1024;
    private static final int WORDS = 300;

    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}|\\[::1]|\\[0:0:0:0:0:0:0:1]");

    private final URI endpoint;
    private final Duration timeout;
    private final HttpClient http;

    /**
     * @param endpoint https, or http to a loopback host; else an IllegalArgumentException
     * @param connect  how long a connection may take
     * @param timeout  how long one attempt may take in all, the answer's last byte included
     */
    public PagerDutyClient(URI endpoint, Duration connect, Duration timeout) {
        this.endpoint = checked(endpoint);
        this.timeout = timeout;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(connect)
                .build();
    }

    /**
     * Where alarms may be sent to: https, or plain http to this machine; from the settings only, never from an answer.
     *
     * @return the address itself, or an IllegalArgumentException that says what is wrong with it
     */
    static URI checked(URI endpoint) {
        String host = endpoint.getHost();
        if (host == null || endpoint.getUserInfo() != null || endpoint.getFragment() != null) {
            throw new IllegalArgumentException("an alarm endpoint is a plain address with a host, without credentials");
        }
        boolean https = "https".equalsIgnoreCase(endpoint.getScheme());
        boolean local = "http".equalsIgnoreCase(endpoint.getScheme())
                && LOOPBACK.matcher(host).matches();
        if (!https && !local) {
            throw new IllegalArgumentException("an alarm endpoint is https, or http to a loopback host; this is "
                    + endpoint.getScheme() + "://" + host);
        }
        return endpoint;
    }

    /** One attempt. Blocks for the timeout at most; when interrupted, answers "later" and leaves the flag set. */
    public Delivery send(PagerDutyEvent event, RoutingKey key) {
        return post(event.body(key), event.dedupKey(), key);
    }

    /** One attempt with a change event; the endpoint is another one. */
    public Delivery send(PagerDutyChange change, RoutingKey key) {
        return post(change.body(key), change.key(), key);
    }

    private Delivery post(byte[] body, String dedupKey, RoutingKey key) {
        HttpRequest request = HttpRequest.newBuilder(endpoint)
                .timeout(timeout)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .POST(BodyPublishers.ofByteArray(body))
                .build();
        CompletableFuture<HttpResponse<byte[]>> answer = http.sendAsync(request, head -> new CappedBody(ANSWER_BYTES));
        try {
            return judge(answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS), dedupKey, key);
        } catch (ExecutionException e) {
            // nobody was there, or not the one we took him for: nothing was said
            boolean unsaid = e.getCause() instanceof ConnectException || e.getCause() instanceof SSLHandshakeException;
            return later(causeOf(e), Duration.ZERO, !unsaid);
        } catch (TimeoutException e) {
            answer.cancel(true);
            return later("no answer in " + timeout, Duration.ZERO, true);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            return later("interrupted", Duration.ZERO, true);
        }
    }

    private static Delivery judge(HttpResponse<byte[]> answer, String dedupKey, RoutingKey key) {
        int status = answer.statusCode();
        return switch (status) {
            case 202 -> new Delivery.Accepted(dedupKey);
            case 400, 413, 422 -> new Delivery.Rejected(status, errors(answer.body(), key));
            case 429 -> later("HTTP 429", retryAfter(answer), false);
            default -> later("HTTP " + status, retryAfter(answer), status >= 500);
        };
    }

    private static Delivery later(String reason, Duration retryAfter, boolean mayHaveArrived) {
        return new Delivery.RetryLater(reason, retryAfter, mayHaveArrived);
    }

    private static String causeOf(ExecutionException e) {
        Throwable cause = e.getCause();
        return cause instanceof HttpTimeoutException
                ? "timeout"
                : cause.getClass().getSimpleName();
    }

    /** Seconds as the API gives them; a date or nonsense counts as not given. */
    private static Duration retryAfter(HttpResponse<byte[]> answer) {
        String header = answer.headers().firstValue("Retry-After").orElse("");
        return header.matches("\\d{1,6}") ? Duration.ofSeconds(Long.parseLong(header)) : Duration.ZERO;
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
            errors.add("an answer that is not JSON");
        } catch (java.io.IOException e) {
            throw new IllegalStateException("reading an array does no input or output", e);
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
