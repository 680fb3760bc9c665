package dev.breakwater.connectors.receive;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.metrics.v1.SummaryDataPoint;
import java.util.ArrayList;
import java.util.List;

/**
 * The labels of a point in OpenTelemetry 0.7: pairs of texts, {@code Namespace}, {@code MetricName}, then one for each dimension.
 * Format 1.0 has no such field, so its reader keeps them as unknown.
 */
final class OtelLabels {
    private static final int LABELS = 1;
    private static final int KEY = 1;
    private static final int VALUE = 2;

    private OtelLabels() {}

    /** As 1.0 would have them; empty if there are none or they cannot be read. */
    static List<KeyValue> asAttributes(SummaryDataPoint point) {
        List<KeyValue> attributes = new ArrayList<>();
        KeyValueList.Builder dimensions = KeyValueList.newBuilder();
        for (ByteString label : point.getUnknownFields().getField(LABELS).getLengthDelimitedList()) {
            KeyValue pair = pair(label);
            if (pair == null) {
                return List.of();
            }
            // a dimension may have one of these names too: it comes after them
            boolean names = attributes.size() < 2
                    && (pair.getKey().equals("Namespace") || pair.getKey().equals("MetricName"));
            if (names) {
                attributes.add(pair);
            } else {
                dimensions.addValues(pair);
            }
        }
        AnyValue all = AnyValue.newBuilder().setKvlistValue(dimensions).build();
        attributes.add(KeyValue.newBuilder().setKey("Dimensions").setValue(all).build());
        return attributes;
    }

    private static KeyValue pair(ByteString label) {
        try {
            UnknownFieldSet fields = UnknownFieldSet.parseFrom(label);
            AnyValue value =
                    AnyValue.newBuilder().setStringValue(text(fields, VALUE)).build();
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
