package dev.breakwater.guard.wire;

import dev.breakwater.connectors.source.ImmutableSerializer;
import dev.breakwater.model.FunctionKey;
import dev.breakwater.model.MetricRole;
import dev.breakwater.model.Sample;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Serializes a sample between tasks. The function's key is written as bytes with a hash. The reader uses the hash to
 * find a key object that it already has.
 */
public final class SampleSerializer extends ImmutableSerializer<Sample> {

    public static final TypeInformation<Sample> TYPE = new SampleSerializer().describing(Sample.class);

    static final MetricRole[] METRICS = MetricRole.values();
    private static final int VERSION = 1;

    private static final int SLOTS = 1 << 14;
    /**
     * Keys that were already created. All threads can share the keys, because a key never changes and an equal key of
     * another thread is as good.
     */
    private static final Known[] KNOWN = new Known[SLOTS];

    private record Known(byte[] text, FunctionKey key) {}

    @Override
    public Sample createInstance() {
        return new Sample("", "", "", MetricRole.CALLS, 0, 0, 0, 0, 0, 0);
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
        int version = in.readByte();
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

    @Override
    public TypeSerializerSnapshot<Sample> snapshotConfiguration() {
        return new Snapshot();
    }

    /** The description of this serializer that Flink stores with state. The description has no parameters. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<Sample> {
        /** Flink needs this constructor. */
        public Snapshot() {
            super(SampleSerializer::new);
        }
    }
}
