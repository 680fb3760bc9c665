package dev.breakwater.connectors.testkit.cloudwatch;

import java.time.Instant;

/** Writes answers of the Query protocol. */
final class QueryXml {

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
