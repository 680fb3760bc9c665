package dev.breakwater.connectors.testkit.cloudwatch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.breakwater.connectors.testkit.Loopback;
import dev.breakwater.connectors.testkit.cloudwatch.CloudWatchDouble.Points;
import dev.breakwater.connectors.testkit.fault.ApiRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A {@link CloudWatchDouble} over HTTP on loopback, with the calls ListMetrics and GetMetricData of the Query protocol.
 * The request's access key id is the account's id, and the signature's region is the region. Signatures are not
 * checked.
 */
public final class CloudWatchServer implements AutoCloseable {

    private static final String LAMBDA = "AWS/Lambda";
    private static final Pattern CREDENTIAL = Pattern.compile("Credential=(\\d{12})/\\d+/([a-z0-9-]+)/");

    private final CloudWatchDouble cloudWatch;
    private final HttpServer server = Loopback.server();

    private CloudWatchServer(CloudWatchDouble cloudWatch) {
        this.cloudWatch = cloudWatch;
        server.createContext("/", this::answer);
        server.start();
    }

    /** Starts on a free port. */
    public static CloudWatchServer start(CloudWatchDouble cloudWatch) {
        return new CloudWatchServer(cloudWatch);
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        int status = 200;
        String xml;
        try {
            Map<String, String> form = ApiRequest.form(new String(body, StandardCharsets.UTF_8));
            xml = act(place(exchange), form);
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
                QueryXml.listed(
                        LAMBDA.equals(form.get("Namespace"))
                                ? cloudWatch.list(place, "PT3H".equals(form.get("RecentlyActive")), token)
                                : new CloudWatchDouble.Page<>(List.of(), ""));
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

    private static Points.Place place(HttpExchange exchange) {
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        Matcher matcher = CREDENTIAL.matcher(authorization == null ? "" : authorization);
        if (!matcher.find()) {
            throw Refused.denied();
        }
        return new Points.Place(matcher.group(1), matcher.group(2));
    }

    /** Reads requests of the Query protocol. */
    static final class QueryForm {

        private static final String QUERIES = "MetricDataQueries.member.";

        private QueryForm() {}

        static long minute(String instant) {
            if (instant == null) {
                throw Refused.invalid("MissingParameter", "StartTime and EndTime are needed");
            }
            return Math.floorDiv(Instant.parse(instant).getEpochSecond(), 60);
        }

        static List<CloudWatchDouble.Query> queries(Map<String, String> form) {
            List<CloudWatchDouble.Query> queries = new ArrayList<>();
            for (int i = 1; form.containsKey(QUERIES + i + ".Id"); i++) {
                String stat = QUERIES + i + ".MetricStat.";
                require(form, stat + "Period", "60");
                String namespace = form.get(stat + "Metric.Namespace");
                String metric = form.get(stat + "Metric.MetricName");
                String dimension = stat + "Metric.Dimensions.member.1.";
                if (LAMBDA.equals(namespace)) {
                    require(form, stat + "Stat", metric.endsWith("ConcurrentExecutions") ? "Maximum" : "Sum");
                    if (form.containsKey(dimension + "Name")) {
                        require(form, dimension + "Name", "FunctionName");
                    }
                } else {
                    // CloudWatch knows every namespace, and here only Lambda's has metrics
                    metric = namespace + '/' + metric;
                }
                queries.add(new CloudWatchDouble.Query(
                        form.get(QUERIES + i + ".Id"), form.getOrDefault(dimension + "Value", ""), metric));
            }
            return queries;
        }

        private static void require(Map<String, String> form, String key, String value) {
            if (!value.equals(form.get(key))) {
                throw Refused.invalid("ValidationError", key + " is " + form.get(key) + ", here it must be " + value);
            }
        }
    }

    /** Writes answers of the Query protocol. */
    static final class QueryXml {

        private static final String NAMESPACE = "http://monitoring.amazonaws.com/doc/2010-08-01/";

        private QueryXml() {}

        static String listed(CloudWatchDouble.Page<String> page) {
            StringBuilder xml = new StringBuilder("<Metrics>");
            for (String function : page.items()) {
                xml.append("<member><Namespace>AWS/Lambda</Namespace><MetricName>Invocations</MetricName>")
                        .append("<Dimensions><member><Name>FunctionName</Name><Value>")
                        .append(escape(function))
                        .append("</Value></member></Dimensions></member>");
            }
            return response("ListMetrics", xml.append("</Metrics>"), page.nextToken());
        }

        static String told(CloudWatchDouble.Page<CloudWatchDouble.Result> page) {
            StringBuilder xml = new StringBuilder("<MetricDataResults>");
            for (CloudWatchDouble.Result told : page.items()) {
                xml.append("<member><Id>").append(told.id()).append("</Id><Timestamps>");
                for (long minute : told.minutes()) {
                    xml.append("<member>")
                            .append(Instant.ofEpochSecond(minute * 60))
                            .append("</member>");
                }
                xml.append("</Timestamps><Values>");
                for (double value : told.values()) {
                    xml.append("<member>").append(value).append("</member>");
                }
                xml.append("</Values><StatusCode>").append(told.status()).append("</StatusCode></member>");
            }
            return response("GetMetricData", xml.append("</MetricDataResults>"), page.nextToken());
        }

        static String error(String code, String message) {
            return "<ErrorResponse xmlns=\"" + NAMESPACE + "\"><Error><Type>Sender</Type><Code>" + escape(code)
                    + "</Code><Message>" + escape(message)
                    + "</Message></Error><RequestId>00000000-0000-0000-0000-000000000000</RequestId></ErrorResponse>";
        }

        private static String response(String action, StringBuilder body, String token) {
            String next = token.isEmpty() ? "" : "<NextToken>" + escape(token) + "</NextToken>";
            return "<" + action + "Response xmlns=\"" + NAMESPACE + "\"><" + action + "Result>" + body + next + "</"
                    + action
                    + "Result><ResponseMetadata><RequestId>00000000-0000-0000-0000-000000000000</RequestId>"
                    + "</ResponseMetadata></" + action + "Response>";
        }

        private static String escape(String text) {
            return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        }
    }
}
