package dev.breakwater.connectors.receive.content;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import dev.breakwater.connectors.receive.content.Batch.RejectReason;
import dev.breakwater.connectors.receive.content.ReportMinutes.MetricLine;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.metrics.v1.SummaryDataPoint;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Converts metric streams in the formats OpenTelemetry 1.0 and 0.7 into lines of the JSON format. The timestamp of a
 * line is the start of the period. In 0.7, a point has a list of labels, in a field that 1.0 does not use. All other
 * fields have the wire format of 1.0.
 *
 * @param accounts the accounts whose lines are accepted
 */
record OtelMetrics(GzipMember out, Rejects rejects, Set<String> accounts) {

    void take(byte[] bytes, int length) throws Refused {
        OtelFrames frames = new OtelFrames(bytes, length);
        for (long number = 1; frames.more(); number++) {
            if (!frames.next()) {
                rejects.add(RejectReason.BAD_PROTOBUF, "a message is cut off", number, bytes, 0, length);
                return;
            }
            message(bytes, frames.from(), frames.size(), number);
        }
    }

    private void message(byte[] bytes, int from, int size, long number) throws Refused {
        ExportMetricsServiceRequest request;
        try {
            CodedInputStream in = CodedInputStream.newInstance(bytes, from, size);
            in.setRecursionLimit(32);
            request = ExportMetricsServiceRequest.parseFrom(in);
        } catch (InvalidProtocolBufferException e) {
            rejects.add(RejectReason.BAD_PROTOBUF, "not an ExportMetricsServiceRequest", number, bytes, from, size);
            return;
        } catch (IOException e) {
            throw new IllegalStateException("memory cannot fail", e);
        }
        for (ResourceMetrics resource : request.getResourceMetricsList()) {
            for (ScopeMetrics scope : resource.getScopeMetricsList()) {
                for (Metric metric : scope.getMetricsList()) {
                    metric(resource.getResource().getAttributesList(), metric, number);
                }
            }
        }
    }

    private void metric(List<KeyValue> resource, Metric metric, long number) throws Refused {
        if (!metric.hasSummary()) {
            refuse(RejectReason.UNUSED_METRIC, metric.getName() + " is not a summary", metric, number);
            return;
        }
        for (SummaryDataPoint point : metric.getSummary().getDataPointsList()) {
            MetricLine line = line(resource, metric, point);
            if (line.namespace().isEmpty()
                    || line.metricName().isEmpty()
                    || line.accountId().isEmpty()
                    || line.region().isEmpty()) {
                refuse(RejectReason.UNUSED_METRIC, metric.getName() + " lacks an attribute", metric, number);
            } else if (!accounts.contains(line.accountId())) {
                String what = metric.getName() + " is about an account for which the key is not valid";
                refuse(RejectReason.WRONG_ACCOUNT, what, metric, number);
            } else if (!line.value().values().stream().allMatch(Double::isFinite)) {
                refuse(RejectReason.BAD_VALUE, metric.getName() + " has a value that is not a number", metric, number);
            } else {
                byte[] bytes = Json.line(line);
                out.line(bytes, 0, bytes.length);
            }
        }
    }

    private static MetricLine line(List<KeyValue> resource, Metric metric, SummaryDataPoint point) {
        List<KeyValue> attributes =
                point.getAttributesCount() > 0 ? point.getAttributesList() : Labels.asAttributes(point);
        return new MetricLine(
                stream(text(resource, "aws.exporter.arn")),
                text(resource, "cloud.account.id"),
                text(resource, "cloud.region"),
                text(attributes, "Namespace"),
                text(attributes, "MetricName"),
                dimensions(attributes),
                point.getStartTimeUnixNano() / 1_000_000,
                value(point),
                Unit.ofUcum(metric.getUnit()),
                "");
    }

    private void refuse(RejectReason reason, String detail, Metric metric, long number) throws Refused {
        byte[] bytes = metric.toByteArray();
        rejects.add(reason, detail, number, bytes, 0, bytes.length);
    }

    private static Map<String, Double> value(SummaryDataPoint point) {
        Map<String, Double> value = new LinkedHashMap<>();
        value.put("count", (double) point.getCount());
        value.put("sum", point.getSum());
        for (SummaryDataPoint.ValueAtQuantile quantile : point.getQuantileValuesList()) {
            value.put(statistic(quantile.getQuantile()), quantile.getValue());
        }
        return value;
    }

    private static String statistic(double quantile) {
        if (quantile == 0 || quantile == 1 || !Double.isFinite(quantile)) {
            return quantile == 0 ? "min" : "max";
        }
        // the value is computed with decimals, because 0.999 x 100 as a double is not 99.9
        return "p"
                + BigDecimal.valueOf(quantile)
                        .movePointRight(2)
                        .stripTrailingZeros()
                        .toPlainString();
    }

    private static Map<String, String> dimensions(List<KeyValue> attributes) {
        Map<String, String> dimensions = new LinkedHashMap<>();
        for (KeyValue attribute : attributes) {
            if (attribute.getKey().equals("Dimensions")) {
                for (KeyValue pair : attribute.getValue().getKvlistValue().getValuesList()) {
                    dimensions.put(pair.getKey(), pair.getValue().getStringValue());
                }
            }
        }
        return dimensions;
    }

    private static String text(List<KeyValue> attributes, String key) {
        for (KeyValue attribute : attributes) {
            AnyValue value = attribute.getValue();
            if (attribute.getKey().equals(key) && value.hasStringValue()) {
                return value.getStringValue();
            }
        }
        return "";
    }

    private static String stream(String arn) {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }

    /**
     * The labels of a point in OpenTelemetry 0.7. The labels are pairs of texts: {@code Namespace}, {@code MetricName},
     * then each dimension. Format 1.0 has no such field, so its reader returns the labels as unknown fields.
     */
    private static final class Labels {
        private static final int LABELS = 1;
        private static final int KEY = 1;
        private static final int VALUE = 2;

        private Labels() {}

        /**
         * Returns the labels in the form of 1.0. The result is empty if the point has no labels or they cannot be read.
         */
        static List<KeyValue> asAttributes(SummaryDataPoint point) {
            List<KeyValue> attributes = new ArrayList<>();
            KeyValueList.Builder dimensions = KeyValueList.newBuilder();
            for (ByteString label : point.getUnknownFields().getField(LABELS).getLengthDelimitedList()) {
                KeyValue pair = pair(label);
                if (pair == null) {
                    return List.of();
                }
                // a dimension may have one of these names too, but it comes later
                boolean names = attributes.size() < 2
                        && (pair.getKey().equals("Namespace") || pair.getKey().equals("MetricName"));
                if (names) {
                    attributes.add(pair);
                } else {
                    dimensions.addValues(pair);
                }
            }
            AnyValue all = AnyValue.newBuilder().setKvlistValue(dimensions).build();
            attributes.add(
                    KeyValue.newBuilder().setKey("Dimensions").setValue(all).build());
            return attributes;
        }

        private static KeyValue pair(ByteString label) {
            try {
                UnknownFieldSet fields = UnknownFieldSet.parseFrom(label);
                AnyValue value = AnyValue.newBuilder()
                        .setStringValue(text(fields, VALUE))
                        .build();
                return KeyValue.newBuilder()
                        .setKey(text(fields, KEY))
                        .setValue(value)
                        .build();
            } catch (InvalidProtocolBufferException e) {
                return null;
            }
        }

        private static String text(UnknownFieldSet fields, int number) {
            List<ByteString> values = fields.getField(number).getLengthDelimitedList();
            return values.isEmpty() ? "" : values.get(values.size() - 1).toStringUtf8();
        }
    }

    /**
     * Converts units. In OpenTelemetry, metric streams write CloudWatch's units in the Unified Code for Units of
     * Measure.
     */
    static final class Unit {
        private static final Map<String, String> SINGLE = Map.ofEntries(
                Map.entry("1", "None"),
                Map.entry("{Count}", "Count"),
                Map.entry("%", "Percent"),
                Map.entry("s", "Seconds"),
                Map.entry("us", "Microseconds"),
                Map.entry("ms", "Milliseconds"),
                Map.entry("By", "Bytes"),
                Map.entry("kBy", "Kilobytes"),
                Map.entry("MBy", "Megabytes"),
                Map.entry("GBy", "Gigabytes"),
                Map.entry("TBy", "Terabytes"),
                Map.entry("bit", "Bits"),
                Map.entry("kbit", "Kilobits"),
                Map.entry("Mbit", "Megabits"),
                Map.entry("Gbit", "Gigabits"),
                Map.entry("Tbit", "Terabits"));

        private Unit() {}

        /** Returns CloudWatch's name of a unit, or {@code None} for units that CloudWatch lacks. */
        static String ofUcum(String ucum) {
            boolean rate = ucum.endsWith("/s");
            String name = SINGLE.getOrDefault(rate ? ucum.substring(0, ucum.length() - 2) : ucum, "None");
            return rate && !name.equals("None") ? name + "/Second" : name;
        }
    }
}
