package dev.breakwater.guard.wire;

import dev.breakwater.connectors.source.ImmutableSerializer;
import dev.breakwater.connectors.source.OneValueTypeInfo;
import dev.breakwater.core.model.FunctionKey;
import dev.breakwater.core.model.Metric;
import dev.breakwater.core.model.Sample;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/**
 * A sample on the wire. The function's text goes as bytes with its hash, by which the reader finds a key that it made
 * before. Samples in a checkpoint of 0.1.0, which left the record to Flink, are readable too.
 */
public final class SampleSerializer extends ImmutableSerializer<Sample> {

    public static final TypeInformation<Sample> TYPE = new OneValueTypeInfo<>(Sample.class, new SampleSerializer());

    private static final long serialVersionUID = 1L;
    static final Metric[] METRICS = Metric.values();
    private static final int VERSION = 16;
    /** The first byte that Flink's serializer of records writes for a value. */
    private static final int BY_FLINK = 2;

    private static final int SLOTS = 1 << 14;
    /** Shared by all threads: the content of a slot never changes, and another thread's entry works too. */
    private static final Known[] KNOWN = new Known[SLOTS];

    private record Known(byte[] text, FunctionKey key) {}

    @Override
    public Sample createInstance() {
        return new Sample("", "", "", Metric.INVOCATIONS, 0, 0, 0, 0, 0, 0);
    }

    @Override
    public void serialize(Sample s, DataOutputView out) throws IOException {
        out.writeByte(VERSION);
        write(s.function(), out);
        out.writeByte(s.metric().ordinal());
        out.writeLong(s.minute());
        out.writeLong(s.arrivalMinute());
        out.writeLong(s.silentFrom());
        out.writeLong(s.silentTo());
        out.writeDouble(s.value());
        out.writeDouble(s.count());
    }

    @Override
    public Sample deserialize(DataInputView in) throws IOException {
        return deserialize(in.readByte(), in);
    }

    /** The part after the version byte. */
    static Sample deserialize(int version, DataInputView in) throws IOException {
        if (version == BY_FLINK) return byFlink(in);
        if (version != VERSION) throw new IOException("a sample of version " + version + ", not " + VERSION);
        return new Sample(
                function(in),
                METRICS[in.readByte()],
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readDouble(),
                in.readDouble());
    }

    static void write(FunctionKey function, DataOutputView out) throws IOException {
        byte[] text = function.id().getBytes(StandardCharsets.UTF_8);
        out.writeInt(function.hashCode());
        out.writeShort(text.length);
        out.write(text);
    }

    static FunctionKey function(DataInputView in) throws IOException {
        int hash = in.readInt();
        byte[] text = new byte[in.readUnsignedShort()];
        in.readFully(text);
        int slot = (hash ^ hash >>> 15) & SLOTS - 1;
        Known known = KNOWN[slot];
        if (known == null || !Arrays.equals(known.text, text)) {
            known = new Known(text, FunctionKey.parse(new String(text, StandardCharsets.UTF_8)));
            KNOWN[slot] = known;
        }
        return known.key;
    }

    /** Field by field in the order of their names, each behind a byte that is 0 if it has a value. */
    private static Sample byFlink(DataInputView in) throws IOException {
        String account = text(in);
        long arrivalMinute = number(in);
        double count = fraction(in);
        String function = text(in);
        in.readByte();
        Metric metric = METRICS[in.readInt()];
        long minute = number(in);
        String region = text(in);
        long silentFrom = number(in);
        long silentTo = number(in);
        double value = fraction(in);
        return new Sample(account, region, function, metric, minute, arrivalMinute, silentFrom, silentTo, value, count);
    }

    private static String text(DataInputView in) throws IOException {
        in.readByte();
        return StringValue.readString(in);
    }

    private static long number(DataInputView in) throws IOException {
        in.readByte();
        return in.readLong();
    }

    private static double fraction(DataInputView in) throws IOException {
        in.readByte();
        return in.readDouble();
    }

    @Override
    public TypeSerializerSnapshot<Sample> snapshotConfiguration() {
        return new Snapshot();
    }

    /** The snapshot Flink keeps with state; it has no parameters. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<Sample> {
        /** For Flink. */
        public Snapshot() {
            super(SampleSerializer::new);
        }
    }
}
