package dev.breakwater.cli.recording;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.breakwater.connectors.cloudwatch.FeedRecord.Datapoint;
import dev.breakwater.model.MetricRole;
import dev.breakwater.model.kind.ResourceKind;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Writes samples as metric streams deliver them, which is compressed JSON with one object on each line. */
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

    /** Appends a sample. */
    public void write(Datapoint d) throws IOException {
        samples++;
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("metric_stream_name", "recording")
                .put("account_id", d.account())
                .put("region", d.region());
        ResourceKind kind = ResourceKind.of(d.function());
        line.put("namespace", kind.namespace()).put("metric_name", kind.metric(d.metric()));
        ObjectNode dimensions = line.putObject("dimensions");
        if (!d.function().isEmpty()) dimensions.put(kind.dimension(), kind.atAws(d.function()));
        line.put("timestamp", d.minute() * 60_000);
        line.putObject("value")
                .put("count", d.count())
                .put("sum", d.sum())
                .put("max", d.max())
                .put("min", 0.0);
        line.put("unit", d.metric() == MetricRole.MILLISECONDS ? "Milliseconds" : "Count");
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
