package dev.breakwater.connectors.testkit.s3;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.breakwater.connectors.testkit.Loopback;
import dev.breakwater.connectors.testkit.fault.ApiRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * S3 on a loopback port, with get, head, put, delete and list of objects. The conditions of a put are decided in one
 * step, as in S3. Every bucket exists, except the bucket with the name {@code missing}. The double uses this machine's
 * clock.
 */
public final class BucketDouble implements AutoCloseable {

    private static final String METADATA = "x-amz-meta-";

    private final HttpServer server = Loopback.server();
    private final TreeMap<String, Stored> objects = new TreeMap<>();
    private int lost;
    private int refused;
    private int refusedHeads;
    private int puts;

    private record Stored(byte[] bytes, String etag, Map<String, String> metadata, Instant at) {}

    private record Reply(int status, byte[] body) {}

    private BucketDouble() {
        server.createContext("/", this::answer);
        server.start();
    }

    /** Starts a double on a free port. */
    public static BucketDouble start() {
        return new BucketDouble();
    }

    public String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Carries out the next puts without sending an answer to them. */
    public synchronized void loseAnswers(int count) {
        lost = count;
    }

    /** Answers the next calls of any kind with 503, without carrying them out. */
    public synchronized void refuse(int count) {
        refused = count;
    }

    /** Answers the next head requests with 403, so that callers do not learn which objects exist. */
    public synchronized void refuseNextHeads(int count) {
        refusedHeads = count;
    }

    /** Returns the number of puts that were carried out. */
    public synchronized int puts() {
        return puts;
    }

    /** Returns the keys with their bucket, in the form {@code bucket/key}. */
    public synchronized List<String> keys() {
        return List.copyOf(objects.keySet());
    }

    /** Returns the text of an object, which is named as {@code bucket/key}. */
    public synchronized String text(String key) {
        return new String(objects.get(key).bytes(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        Reply reply;
        boolean hidden;
        synchronized (this) {
            int before = puts;
            boolean head = exchange.getRequestMethod().equals("HEAD");
            reply = refused-- > 0
                    ? error(503, "SlowDown")
                    : head && refusedHeads-- > 0 ? error(403, "AccessDenied") : reply(exchange, body);
            hidden = puts > before && lost-- > 0;
        }
        if (hidden) {
            exchange.close();
            return;
        }
        boolean bodyless = exchange.getRequestMethod().equals("HEAD") || reply.body().length == 0;
        exchange.sendResponseHeaders(reply.status(), bodyless ? -1 : reply.body().length);
        if (!bodyless) {
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(reply.body());
            }
        }
        exchange.close();
    }

    private Reply reply(HttpExchange exchange, byte[] body) {
        URI uri = exchange.getRequestURI();
        String key = uri.getPath().substring(1);
        if (key.startsWith("missing/") || key.equals("missing")) {
            return error(404, "NoSuchBucket");
        }
        return switch (exchange.getRequestMethod()) {
            case "PUT" -> put(exchange, key, body);
            case "DELETE" -> {
                objects.remove(key);
                yield new Reply(204, new byte[0]);
            }
            default -> uri.getQuery() != null && uri.getQuery().contains("list-type") ? list(uri) : get(exchange, key);
        };
    }

    private Reply put(HttpExchange exchange, String key, byte[] body) {
        Stored there = objects.get(key);
        String match = exchange.getRequestHeaders().getFirst("If-Match");
        boolean fresh = "*".equals(exchange.getRequestHeaders().getFirst("If-None-Match"));
        if (match != null && there == null) {
            return error(404, "NoSuchKey");
        }
        if (fresh && there != null || match != null && !match.equals(there.etag())) {
            return error(412, "PreconditionFailed");
        }
        Map<String, String> metadata = new HashMap<>();
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (name.toLowerCase(Locale.ROOT).startsWith(METADATA)) metadata.put(name, values.get(0));
        });
        Stored stored = new Stored(body, '"' + md5(body) + '"', metadata, Instant.now());
        objects.put(key, stored);
        puts++;
        exchange.getResponseHeaders().set("ETag", stored.etag());
        return new Reply(200, new byte[0]);
    }

    private Reply get(HttpExchange exchange, String key) {
        Stored stored = objects.get(key);
        if (stored == null) {
            return error(404, "NoSuchKey");
        }
        if (stored.etag().equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
            return new Reply(304, new byte[0]);
        }
        var headers = exchange.getResponseHeaders();
        headers.set("ETag", stored.etag());
        headers.set(
                "Last-Modified",
                DateTimeFormatter.RFC_1123_DATE_TIME.format(stored.at().atOffset(ZoneOffset.UTC)));
        stored.metadata().forEach(headers::set);
        if (exchange.getRequestMethod().equals("HEAD")) {
            headers.set("Content-Length", String.valueOf(stored.bytes().length));
        }
        return new Reply(200, stored.bytes());
    }

    private Reply list(URI uri) {
        Map<String, String> query = ApiRequest.form(uri.getRawQuery());
        String bucket = uri.getPath().replace("/", "") + '/';
        String prefix = bucket + query.getOrDefault("prefix", "");
        Set<String> folders = new TreeSet<>();
        StringBuilder xml = new StringBuilder("<ListBucketResult><IsTruncated>false</IsTruncated>");
        objects.tailMap(prefix).forEach((key, stored) -> {
            if (!key.startsWith(prefix)) return;
            int slash = key.indexOf('/', prefix.length());
            if (slash >= 0 && query.containsKey("delimiter")) {
                folders.add(key.substring(bucket.length(), slash + 1));
                return;
            }
            xml.append("<Contents><Key>").append(key.substring(bucket.length())).append("</Key><Size>");
            xml.append(stored.bytes().length).append("</Size><LastModified>").append(stored.at());
            xml.append("</LastModified></Contents>");
        });
        folders.forEach(f -> xml.append("<CommonPrefixes><Prefix>").append(f).append("</Prefix></CommonPrefixes>"));
        return new Reply(200, xml.append("</ListBucketResult>").toString().getBytes(StandardCharsets.UTF_8));
    }

    private static Reply error(int status, String code) {
        return new Reply(status, ("<Error><Code>" + code + "</Code></Error>").getBytes(StandardCharsets.UTF_8));
    }

    private static String md5(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
