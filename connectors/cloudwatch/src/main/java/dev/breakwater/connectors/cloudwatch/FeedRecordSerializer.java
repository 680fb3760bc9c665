package dev.breakwater.connectors.cloudwatch;

import dev.breakwater.connectors.cloudwatch.Reject.RejectReason;
import dev.breakwater.connectors.source.ImmutableSerializer;
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
    private static final LambdaMetric[] METRICS = LambdaMetric.values();
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
            case SAMPLE, LATE -> writeMeasured(r, out);
            case REJECT -> writeReject(r, out);
            case PULSE -> {
                StringValue.writeString(r.account(), out);
                StringValue.writeString(r.region(), out);
                out.writeLong(r.dataMinute());
                out.writeLong(r.silentFrom());
                out.writeLong(r.silentTo());
                out.writeBoolean(r.alive());
            }
        }
    }

    @Override
    public FeedRecord deserialize(DataInputView in) throws IOException {
        FeedRecord.Kind kind = KINDS[in.readByte()];
        long arrivalMinute = in.readLong();
        return switch (kind) {
            case SAMPLE -> FeedRecord.sample(readMeasured(in), arrivalMinute);
            case LATE -> FeedRecord.late(readMeasured(in), arrivalMinute);
            case REJECT -> FeedRecord.reject(readReject(in), arrivalMinute);
            case PULSE ->
                FeedRecord.pulse(
                        StringValue.readString(in),
                        StringValue.readString(in),
                        in.readLong(),
                        arrivalMinute,
                        in.readLong(),
                        in.readLong(),
                        in.readBoolean());
        };
    }

    @Override
    public TypeSerializerSnapshot<FeedRecord> snapshotConfiguration() {
        return new Snapshot();
    }

    private static void writeMeasured(FeedRecord r, DataOutputView out) throws IOException {
        StringValue.writeString(r.account(), out);
        StringValue.writeString(r.region(), out);
        StringValue.writeString(r.function(), out);
        out.writeByte(r.metric().ordinal());
        out.writeLong(r.dataMinute());
        out.writeDouble(r.count());
        out.writeDouble(r.sum());
        out.writeDouble(r.max());
    }

    private static Sample readMeasured(DataInputView in) throws IOException {
        return new Sample(
                StringValue.readString(in),
                StringValue.readString(in),
                StringValue.readString(in),
                METRICS[in.readByte()],
                in.readLong(),
                in.readDouble(),
                in.readDouble(),
                in.readDouble());
    }

    private static void writeReject(FeedRecord r, DataOutputView out) throws IOException {
        StringValue.writeString(r.file(), out);
        out.writeLong(r.line());
        out.writeByte(r.reason().ordinal());
        StringValue.writeString(r.detail(), out);
        out.writeLong(r.bytes());
        StringValue.writeString(r.sha256(), out);
        StringValue.writeString(r.prefix(), out);
        out.writeLong((long) r.count());
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

    /** The snapshot that Flink keeps with state. It has no parameters. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<FeedRecord> {
        /** Called by Flink. */
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
