package dev.breakwater.connectors.testkit.cloudwatch;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads requests of the Query protocol. */
final class QueryForm {

    private static final String QUERIES = "MetricDataQueries.member.";

    private QueryForm() {}

    static Map<String, String> parse(String body) {
        Map<String, String> form = new HashMap<>();
        for (String pair : body.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                form.put(
                        URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return form;
    }

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
            require(form, stat + "Metric.Namespace", "AWS/Lambda");
            String metric = form.get(stat + "Metric.MetricName");
            require(form, stat + "Stat", metric.endsWith("ConcurrentExecutions") ? "Maximum" : "Sum");
            String dimension = stat + "Metric.Dimensions.member.1.";
            if (form.containsKey(dimension + "Name")) {
                require(form, dimension + "Name", "FunctionName");
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
