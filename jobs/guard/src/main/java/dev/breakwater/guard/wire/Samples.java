package dev.breakwater.guard.wire;

import dev.breakwater.connectors.source.ImmutableSerializer;
import dev.breakwater.model.FunctionKey;
import dev.breakwater.model.MetricRole;
import dev.breakwater.model.Sample;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Consecutive samples of one function in one arrival minute. Samples are grouped so that the function's state is read
 * only once. The record can instead have a change of the inventory about the function, which must arrive in order with
 * the samples.
 *
 * @param all    the samples in order; they differ only in metric, minute, value and count; empty for a change
 * @param change the change of the inventory; null for samples
 */
public record Samples(List<Sample> all, FleetChange change) {

    /** The most samples in one group. */
    public static final int MOST = 100;

    public Samples(List<Sample> all) {
        this(all, null);
    }

    public static Samples of(FleetChange change) {
        return new Samples(List.of(), change);
    }

    /** Creates a group of a single sample. */
    public static Samples of(Sample one) {
        return new Samples(List.of(one));
    }

    public FunctionKey function() {
        return change == null ? all.get(0).function() : FunctionKey.parse(change.key());
    }

    public long arrivalMinute() {
        return all.get(0).arrivalMinute();
    }

    /**
     * Serializes groups of samples. Samples are the most frequent records, so the common part of a group is written
     * once. The serializer also reads older checkpoints, which stored each sample separately.
     */
    public static final class SamplesSerializer extends ImmutableSerializer<Samples> {

        public static final TypeInformation<Samples> TYPE = new SamplesSerializer().describing(Samples.class);

        private static final int VERSION = 1;
        private static final int CHANGE = 2;

        private transient TypeSerializer<FleetChange> changes;

        /** Creates a copy of the serializer, because threads must not share the part that writes changes. */
        @Override
        public SamplesSerializer duplicate() {
            return new SamplesSerializer();
        }

        private TypeSerializer<FleetChange> changes() {
            if (changes == null)
                changes = TypeInformation.of(FleetChange.class).createSerializer(new SerializerConfigImpl());
            return changes;
        }

        @Override
        public Samples createInstance() {
            return new Samples(List.of());
        }

        @Override
        public void serialize(Samples s, DataOutputView out) throws IOException {
            if (s.change() != null) {
                out.writeByte(CHANGE);
                changes().serialize(s.change(), out);
                return;
            }
            Sample first = s.all().get(0);
            out.writeByte(VERSION);
            SampleSerializer.write(s.function(), out);
            out.writeLong(first.arrivalMinute());
            out.writeLong(first.silentFrom());
            out.writeLong(first.silentTo());
            out.writeByte(s.all().size());
            for (Sample one : s.all()) {
                out.writeByte(one.metric().ordinal());
                out.writeLong(one.minute());
                out.writeDouble(one.value());
                out.writeDouble(one.count());
            }
        }

        @Override
        public Samples deserialize(DataInputView in) throws IOException {
            int version = in.readByte();
            if (version == CHANGE) return Samples.of(changes().deserialize(in));
            if (version != VERSION) throw new IOException("samples of version " + version + ", not " + VERSION);
            FunctionKey function = SampleSerializer.function(in);
            long arrival = in.readLong();
            long silentFrom = in.readLong();
            long silentTo = in.readLong();
            int n = in.readByte();
            List<Sample> all = new ArrayList<>(n);
            for (int i = 0; i < n; i++) {
                MetricRole metric = SampleSerializer.METRICS[in.readByte()];
                long minute = in.readLong();
                all.add(new Sample(
                        function, metric, minute, arrival, silentFrom, silentTo, in.readDouble(), in.readDouble()));
            }
            return new Samples(all);
        }

        @Override
        public TypeSerializerSnapshot<Samples> snapshotConfiguration() {
            return new Snapshot();
        }

        /** The description of this serializer that Flink stores with state. The description has no parameters. */
        public static final class Snapshot extends SimpleTypeSerializerSnapshot<Samples> {
            /** Flink needs this constructor. */
            public Snapshot() {
                super(SamplesSerializer::new);
            }
        }
    }
}
