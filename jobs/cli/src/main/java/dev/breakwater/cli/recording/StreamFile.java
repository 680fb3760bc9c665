package dev.breakwater.cli.recording;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.breakwater.connectors.cloudwatch.LambdaMetric;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Writes samples as metric streams deliver them: JSON, one object a line, compressed. */
public final class StreamFile implements Closeable {

    private final OutputStream out;
    private long samples;

    public StreamFile(Path file) throws IOException {
        this.out = new GZIPOutputStream(new BufferedOutputStream(Files.newOutputStream(file)), 1 << 16);
    }

    /** Returns the number of written samples. */
    public long samples() {
        return samples;
    }

    /**
     * Appends a sample.
     *
     * @param function the function's name; empty for the whole region
     * @param minute floor(epoch seconds / 60)
     */
    public void write(
            String account,
            String region,
            String function,
            LambdaMetric metric,
            long minute,
            double count,
            double sum,
            double max)
            throws IOException {
        samples++;
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("metric_stream_name", "recording").put("account_id", account).put("region", region);
        line.put("namespace", "AWS/Lambda").put("metric_name", metric.wire());
        ObjectNode dimensions = line.putObject("dimensions");
        if (!function.isEmpty()) dimensions.put("FunctionName", function);
        line.put("timestamp", minute * 60_000);
        line.putObject("value")
                .put("count", count)
                .put("sum", sum)
                .put("max", max)
                .put("min", 0.0);
        line.put("unit", metric == LambdaMetric.DURATION ? "Milliseconds" : "Count");
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
