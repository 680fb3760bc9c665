package dev.breakwater.connectors.cloudwatch;

import dev.breakwater.connectors.cloudwatch.FeedRecord.Datapoint;
import dev.breakwater.connectors.cloudwatch.FeedRecord.Pulse;
import dev.breakwater.connectors.cloudwatch.Reject.RejectReason;
import dev.breakwater.connectors.source.ImmutableSerializer;
import dev.breakwater.model.MetricRole;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/**
 * Writes only the fields that a record's kind uses. Records are immutable, so a copy of a record is the record itself.
 */
public final class FeedRecordSerializer extends ImmutableSerializer<FeedRecord> {
    public static final FeedRecordSerializer INSTANCE = new FeedRecordSerializer();
    private static final FeedRecord.Kind[] KINDS = FeedRecord.Kind.values();
    private static final MetricRole[] METRICS = MetricRole.values();
    private static final RejectReason[] REASONS = RejectReason.values();

    @Override
    public FeedRecord createInstance() {
        return FeedRecord.advance("", "", 0, 0);
    }

    @Override
    public void serialize(FeedRecord r, DataOutputView out) throws IOException {
        out.writeByte(r.kind().ordinal());
        out.writeLong(r.arrivalMinute());
        switch (r.kind()) {
            case SAMPLE, LATE -> write(r.datapoint(), out);
            case REJECT -> write(r.reject(), out);
            case PULSE -> write(r.pulse(), out);
        }
    }

    @Override
    public FeedRecord deserialize(DataInputView in) throws IOException {
        FeedRecord.Kind kind = KINDS[in.readByte()];
        long arrivalMinute = in.readLong();
        return switch (kind) {
            case SAMPLE -> FeedRecord.sample(readDatapoint(in), arrivalMinute);
            case LATE -> FeedRecord.late(readDatapoint(in), arrivalMinute);
            case REJECT -> FeedRecord.reject(readReject(in), arrivalMinute);
            case PULSE -> FeedRecord.pulse(readPulse(in), arrivalMinute);
        };
    }

    @Override
    public TypeSerializerSnapshot<FeedRecord> snapshotConfiguration() {
        return new Snapshot();
    }

    private static void write(Datapoint d, DataOutputView out) throws IOException {
        StringValue.writeString(d.account(), out);
        StringValue.writeString(d.region(), out);
        StringValue.writeString(d.function(), out);
        out.writeByte(d.metric().ordinal());
        out.writeLong(d.minute());
        out.writeDouble(d.count());
        out.writeDouble(d.sum());
        out.writeDouble(d.max());
    }

    private static Datapoint readDatapoint(DataInputView in) throws IOException {
        return new Datapoint(
                StringValue.readString(in),
                StringValue.readString(in),
                StringValue.readString(in),
                METRICS[in.readByte()],
                in.readLong(),
                in.readDouble(),
                in.readDouble(),
                in.readDouble());
    }

    private static void write(Reject r, DataOutputView out) throws IOException {
        StringValue.writeString(r.file(), out);
        out.writeLong(r.line());
        out.writeByte(r.reason().ordinal());
        StringValue.writeString(r.detail(), out);
        out.writeLong(r.bytes());
        StringValue.writeString(r.sha256(), out);
        StringValue.writeString(r.prefix(), out);
        out.writeLong(r.count());
        out.writeBoolean(r.summary());
    }

    private static Reject readReject(DataInputView in) throws IOException {
        return new Reject(
                StringValue.readString(in),
                in.readLong(),
                REASONS[in.readByte()],
                StringValue.readString(in),
                in.readLong(),
                StringValue.readString(in),
                StringValue.readString(in),
                in.readLong(),
                in.readBoolean());
    }

    private static void write(Pulse p, DataOutputView out) throws IOException {
        StringValue.writeString(p.account(), out);
        StringValue.writeString(p.region(), out);
        out.writeLong(p.minute());
        out.writeLong(p.silentFrom());
        out.writeLong(p.silentTo());
        out.writeBoolean(p.alive());
    }

    private static Pulse readPulse(DataInputView in) throws IOException {
        return new Pulse(
                StringValue.readString(in),
                StringValue.readString(in),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readBoolean());
    }

    /** The snapshot that Flink keeps with state. It has no parameters. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<FeedRecord> {
        /** Called by Flink. */
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
