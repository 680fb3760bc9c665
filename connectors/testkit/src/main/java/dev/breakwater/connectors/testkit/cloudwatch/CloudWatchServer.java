package dev.breakwater.connectors.testkit.cloudwatch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A {@link CloudWatchDouble} over HTTP on loopback, in the Query protocol: ListMetrics and GetMetricData. The access key
 * id of the request is the account's id, its signature's region the region; signatures are not checked.
 */
public final class CloudWatchServer implements AutoCloseable {

    private static final Pattern CREDENTIAL = Pattern.compile("Credential=(\\d{12})/\\d+/([a-z0-9-]+)/");

    private final CloudWatchDouble cloudWatch;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(4);

    private CloudWatchServer(CloudWatchDouble cloudWatch, HttpServer server) {
        this.cloudWatch = cloudWatch;
        this.server = server;
    }

    /** Starts on a free port. */
    public static CloudWatchServer start(CloudWatchDouble cloudWatch) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            CloudWatchServer started = new CloudWatchServer(cloudWatch, server);
            server.createContext("/", started::answer);
            server.setExecutor(started.threads);
            server.start();
            return started;
        } catch (IOException e) {
            throw new IllegalStateException("the CloudWatch double could not be started", e);
        }
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        int status = 200;
        String xml;
        try {
            Map<String, String> form = QueryForm.parse(new String(body, StandardCharsets.UTF_8));
            xml = act(place(exchange, form), form);
        } catch (Refused e) {
            status = e.status();
            xml = QueryXml.error(e.code(), e.getMessage());
        }
        byte[] bytes = xml.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/xml");
        exchange.sendResponseHeaders(status, bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    private String act(Points.Place place, Map<String, String> form) {
        String token = form.getOrDefault("NextToken", "");
        return switch (form.getOrDefault("Action", "")) {
            case "ListMetrics" ->
                QueryXml.listed(cloudWatch.list(place, "PT3H".equals(form.get("RecentlyActive")), token));
            case "GetMetricData" ->
                QueryXml.told(cloudWatch.data(
                        place,
                        QueryForm.minute(form.get("StartTime")),
                        QueryForm.minute(form.get("EndTime")),
                        QueryForm.queries(form),
                        token));
            default -> throw Refused.invalid("InvalidAction", "only ListMetrics and GetMetricData are known here");
        };
    }

    private static Points.Place place(HttpExchange exchange, Map<String, String> form) {
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        Matcher matcher = CREDENTIAL.matcher(authorization == null ? "" : authorization);
        if (!matcher.find()) {
            throw Refused.denied();
        }
        // through a monitoring account, the queries name the account that they are about
        String linked = form.getOrDefault("MetricDataQueries.member.1.AccountId", form.get("OwningAccount"));
        return new Points.Place(linked == null ? matcher.group(1) : linked, matcher.group(2));
    }
}
