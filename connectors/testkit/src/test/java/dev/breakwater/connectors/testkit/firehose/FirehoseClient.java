package dev.breakwater.connectors.testkit.firehose;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLContext;

/**
 * Sends deliveries as Firehose does, with the same request id in each attempt. An acknowledgement counts only if it
 * follows the contract (200, {@code application/json}, the same request id, a timestamp).
 */
public final class FirehoseClient {
    /** The ARN of the stream that sends the deliveries. */
    public static final String SOURCE = "arn:aws:firehose:eu-west-1:111122223333:deliverystream/metrics";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HEADER = "X-Amz-Firehose-";

    private final URI endpoint;
    private final String accessKey;
    private final HttpClient http;

    /** Creates a client for http, or a client for https with the JDK's certificates. */
    public FirehoseClient(URI endpoint, String accessKey) {
        this(endpoint, accessKey, null);
    }

    /** @param trust the trusted certificates; null means the JDK's certificates */
    public FirehoseClient(URI endpoint, String accessKey, SSLContext trust) {
        this.endpoint = endpoint;
        this.accessKey = accessKey;
        HttpClient.Builder builder =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(5));
        http = (trust == null ? builder : builder.sslContext(trust)).build();
    }

    /** Makes one attempt. @throws UncheckedIOException if the connection breaks */
    public Answer send(FirehoseDelivery delivery, boolean gzip) {
        byte[] body = gzip ? FirehoseDelivery.gzip(delivery.body()) : delivery.body();
        return send(delivery.requestId(), body, gzip ? Map.of("Content-Encoding", "gzip") : Map.of());
    }

    /**
     * Makes one attempt with any body and with further headers. A header given here replaces the usual header, and an
     * empty header removes it.
     */
    public Answer send(String requestId, byte[] body, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint)
                .timeout(Duration.ofSeconds(60))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        put(request, headers, HEADER + "Protocol-Version", "1.0");
        put(request, headers, HEADER + "Request-Id", requestId);
        put(request, headers, HEADER + "Source-Arn", SOURCE);
        put(request, headers, HEADER + "Access-Key", accessKey);
        put(request, headers, "Content-Type", "application/json");
        put(request, headers, "Content-Encoding", "");
        try {
            return answer(http.send(request.build(), HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while delivering", e);
        }
    }

    /** Returns whether an answer acknowledges a delivery according to the contract. */
    public static boolean acknowledges(Answer answer, FirehoseDelivery delivery) {
        return answer.status() == 200 && answer.requestId().equals(delivery.requestId()) && answer.timestamp() > 0;
    }

    /** Reads a page with GET, and returns the status, then the text. */
    public String page(String path) {
        try {
            HttpRequest request = HttpRequest.newBuilder(endpoint.resolve(path)).build();
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            return response.statusCode() + " " + response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking", e);
        }
    }

    private static void put(HttpRequest.Builder request, Map<String, String> headers, String name, String usual) {
        String value = headers.getOrDefault(name, usual);
        if (!value.isEmpty()) {
            request.header(name, value);
        }
    }

    private static Answer answer(HttpResponse<String> response) throws IOException {
        boolean json = response.headers()
                .firstValue("Content-Type")
                .filter("application/json"::equals)
                .isPresent();
        JsonNode body = json ? JSON.readTree(response.body()) : JSON.createObjectNode();
        return new Answer(
                response.statusCode(),
                body.path("requestId").asText(""),
                body.path("timestamp").asLong(0),
                body.path("errorMessage").asText(""),
                response.headers().firstValue("Retry-After").orElse(""));
    }

    /**
     * The endpoint's answer.
     *
     * @param status       the HTTP status
     * @param requestId    "" if the body has no such text
     * @param timestamp    0 if the body has no such number
     * @param errorMessage "" if the body has none
     * @param retryAfter   the header, or "" if the answer lacks it
     */
    public record Answer(int status, String requestId, long timestamp, String errorMessage, String retryAfter) {}

    /**
     * A request, which is the same in each attempt.
     *
     * @param requestId the GUID that the answer must repeat
     * @param body      JSON, not deflated
     */
    public record FirehoseDelivery(String requestId, byte[] body) {

        /** Returns a delivery of records in the form of the contract. */
        public static FirehoseDelivery of(String requestId, long timestamp, List<byte[]> records) {
            StringBuilder json = new StringBuilder("{\"requestId\":\"" + requestId + "\",\"timestamp\":" + timestamp);
            json.append(",\"records\":[");
            for (int i = 0; i < records.size(); i++) {
                json.append(i == 0 ? "" : ",").append("{\"data\":\"");
                json.append(Base64.getEncoder().encodeToString(records.get(i))).append("\"}");
            }
            return new FirehoseDelivery(requestId, json.append("]}").toString().getBytes(StandardCharsets.UTF_8));
        }

        /** Returns one record of text. */
        public static FirehoseDelivery of(String requestId, String text) {
            return of(requestId, 1_764_000_000_000L, List.of(text.getBytes(StandardCharsets.UTF_8)));
        }

        /** Returns the bytes as one gzip member. */
        public static byte[] gzip(byte[] bytes) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
                gzip.write(bytes);
            } catch (IOException e) {
                throw new IllegalStateException("memory cannot fail", e);
            }
            return out.toByteArray();
        }
    }
}
