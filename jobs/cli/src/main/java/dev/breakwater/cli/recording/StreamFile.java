package dev.breakwater.cli.recording;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.breakwater.connectors.cloudwatch.FeedRecord.Datapoint;
import dev.breakwater.model.MetricRole;
import dev.breakwater.model.kind.ResourceKind;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Writes samples as metric streams deliver them, which is compressed JSON with one object on each line. */
public final class StreamFile implements Closeable {

    private static final JsonFactory JSON = new JsonFactory().setRootValueSeparator("");
    /** Below this, a double is exact, so that a whole number can be written without a fraction. */
    private static final double WHOLE_BELOW = 1e15;

    private final JsonGenerator json;
    private long samples;

    public StreamFile(Path file) throws IOException {
        this.json = JSON.createGenerator(new FastGzip(Files.newOutputStream(file)));
    }

    /** Returns the number of written samples. */
    public long samples() {
        return samples;
    }

    /** Appends a sample. Its minimum is 0, because the readers of these samples do not use it. */
    public void write(Datapoint d) throws IOException {
        samples++;
        ResourceKind kind = ResourceKind.of(d.function());
        json.writeStartObject();
        json.writeStringField("metric_stream_name", "recording");
        json.writeStringField("account_id", d.account());
        json.writeStringField("region", d.region());
        json.writeStringField("namespace", kind.namespace());
        json.writeStringField("metric_name", kind.metric(d.metric()));
        json.writeObjectFieldStart("dimensions");
        if (!d.function().isEmpty()) json.writeStringField(kind.dimension(), kind.atAws(d.function()));
        json.writeEndObject();
        json.writeNumberField("timestamp", d.minute() * 60_000);
        json.writeObjectFieldStart("value");
        number("count", d.count());
        number("sum", d.sum());
        number("max", d.max());
        number("min", 0);
        json.writeEndObject();
        json.writeStringField("unit", d.metric() == MetricRole.MILLISECONDS ? "Milliseconds" : "Count");
        json.writeEndObject();
        json.writeRaw('\n');
    }

    private void number(String name, double value) throws IOException {
        boolean whole = value == Math.rint(value) && value < WHOLE_BELOW;
        if (whole) json.writeNumberField(name, (long) value);
        else json.writeNumberField(name, value);
    }

    @Override
    public void close() throws IOException {
        json.close();
    }

    /** Compresses fast rather than well, because the files exist for one run only. */
    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(OutputStream out) throws IOException {
            super(out, 1 << 16);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
