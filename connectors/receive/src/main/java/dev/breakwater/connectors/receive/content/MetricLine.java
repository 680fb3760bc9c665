package dev.breakwater.connectors.receive.content;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;

/**
 * One metric line, in the format of a JSON metric stream.
 *
 * @param stream     name of the stream
 * @param account    12 digits
 * @param region     for example {@code eu-west-1}
 * @param namespace  for example {@code AWS/Lambda}
 * @param metric     the metric's name
 * @param dimensions names and values of the dimensions, in order
 * @param timestamp  the start of the metric's period, epoch ms
 * @param value      the statistics by name, in order; all values are finite
 * @param unit       CloudWatch's name of the unit
 * @param batch the delivery that contained a partial value; "" for a complete value
 */
record MetricLine(
        String stream,
        String account,
        String region,
        String namespace,
        String metric,
        Map<String, String> dimensions,
        long timestamp,
        Map<String, Double> value,
        String unit,
        String batch) {

    /** Returns the line without its end, in UTF-8. */
    byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(320);
        try (JsonGenerator json = Json.FACTORY.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("metric_stream_name", stream);
            json.writeStringField("account_id", account);
            json.writeStringField("region", region);
            json.writeStringField("namespace", namespace);
            json.writeStringField("metric_name", metric);
            json.writeObjectFieldStart("dimensions");
            for (Map.Entry<String, String> dimension : dimensions.entrySet()) {
                json.writeStringField(dimension.getKey(), dimension.getValue());
            }
            json.writeEndObject();
            json.writeNumberField("timestamp", timestamp);
            writeValue(json);
            json.writeStringField("unit", unit);
            if (!batch.isEmpty()) {
                json.writeStringField("batch", batch);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new IllegalStateException("memory cannot fail", e);
        }
        return out.toByteArray();
    }

    private void writeValue(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("value");
        for (Map.Entry<String, Double> statistic : value.entrySet()) {
            json.writeNumberField(statistic.getKey(), statistic.getValue());
        }
        json.writeEndObject();
    }
}
