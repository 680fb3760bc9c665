package dev.breakwater.connectors.alarms.http;

import dev.breakwater.config.model.ReceiveSettings;
import dev.breakwater.connectors.alarms.outbox.AlarmChannel.Delivery;
import java.io.ByteArrayOutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import javax.net.ssl.SSLHandshakeException;

/**
 * Posts JSON once, within a bounded time. The class follows no redirect, and reads only the needed part of the answer.
 */
public final class HttpPost {

    private static final int ANSWER_BYTES = 64 * 1024;
    private static final Duration CONNECT = Duration.ofSeconds(5);

    private final Duration timeout;
    private final HttpClient http;

    /** @param timeout how long one attempt may take, up to the last byte of the answer */
    HttpPost(Duration timeout) {
        this.timeout = timeout;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(timeout.compareTo(CONNECT) < 0 ? timeout : CONNECT)
                .build();
    }

    /**
     * Checks that an address is https, or plain http to this machine. An address in an answer is never used.
     *
     * @return the same address; any other address causes an IllegalArgumentException, which shows at most its scheme
     *     and host
     */
    public static URI checked(URI endpoint) {
        String host = endpoint.getHost();
        if (host == null || endpoint.getUserInfo() != null || endpoint.getFragment() != null) {
            throw new IllegalArgumentException("an alarm endpoint needs a host, and must not contain credentials");
        }
        boolean https = "https".equalsIgnoreCase(endpoint.getScheme());
        boolean local = "http".equalsIgnoreCase(endpoint.getScheme()) && ReceiveSettings.isLoopbackHost(host);
        if (!https && !local) {
            throw new IllegalArgumentException("an alarm endpoint must use https, or http to a loopback host, not "
                    + endpoint.getScheme() + "://" + host);
        }
        return endpoint;
    }

    /**
     * Makes one attempt, and waits no longer than the timeout. If the thread is interrupted, the result is "later", and
     * the interrupt flag stays set.
     *
     * @param judge a function that gives the meaning of an answer
     */
    Delivery send(URI to, Map<String, String> headers, byte[] body, Function<HttpResponse<byte[]>, Delivery> judge) {
        HttpRequest.Builder request = HttpRequest.newBuilder(to)
                .timeout(timeout)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .POST(BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        CompletableFuture<HttpResponse<byte[]>> answer = http.sendAsync(request.build(), head -> capped());
        try {
            return judge.apply(answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException e) {
            // no server answered, or a wrong server answered, so nothing was sent
            boolean unsaid = e.getCause() instanceof ConnectException || e.getCause() instanceof SSLHandshakeException;
            return new Delivery.RetryLater(causeOf(e), Duration.ZERO, !unsaid);
        } catch (TimeoutException e) {
            answer.cancel(true);
            return new Delivery.RetryLater("no answer in " + timeout, Duration.ZERO, true);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            return new Delivery.RetryLater("interrupted", Duration.ZERO, true);
        }
    }

    /** Returns the result "later" for an answer that came from a proxy and not from the receiver. */
    static Delivery later(HttpResponse<byte[]> answer) {
        int status = answer.statusCode();
        return new Delivery.RetryLater("HTTP " + status, retryAfter(answer), status >= 500);
    }

    private static String causeOf(ExecutionException e) {
        Throwable cause = e.getCause();
        return cause instanceof HttpTimeoutException
                ? "timeout"
                : cause.getClass().getSimpleName();
    }

    /** Returns the wait that the API asks for, in seconds. A date or an invalid value counts as no wait. */
    private static Duration retryAfter(HttpResponse<byte[]> answer) {
        String header = answer.headers().firstValue("Retry-After").orElse("");
        return header.matches("\\d{1,6}") ? Duration.ofSeconds(Long.parseLong(header)) : Duration.ZERO;
    }

    /** Keeps the first part of an answer, and discards the rest. */
    private static BodySubscriber<byte[]> capped() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BodySubscriber<Void> first = BodySubscribers.ofByteArrayConsumer(chunk ->
                chunk.ifPresent(c -> bytes.write(c, 0, Math.min(c.length, ANSWER_BYTES - bytes.size()))));
        return BodySubscribers.mapping(first, end -> bytes.toByteArray());
    }
}
