package dev.breakwater.connectors.cloudwatch.poll;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** Writes a split, of the remembered values only those that are there; refuses unknown versions and trailing bytes. */
final class PollSplitSerializer implements SimpleVersionedSerializer<PollSplit> {
    private static final int VERSION = 1;
    private static final int VALUES = MetricQuery.METRICS * FunctionMemory.SPAN;

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(PollSplit split) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeUTF(split.splitId());
        out.writeBoolean(split.listed());
        out.writeLong(split.gapFrom());
        out.writeLong(split.feed().start());
        out.writeLong(split.feed().next());
        out.writeLong(split.feed().arrivalMinute());
        out.writeLong(split.feed().silentBits());
        out.writeInt(split.feed().month());
        out.writeLong(split.feed().spentNano());
        out.writeInt(split.functions().size());
        for (FunctionState function : split.functions()) {
            write(function, out);
        }
        return bytes.toByteArray();
    }

    @Override
    public PollSplit deserialize(int version, byte[] serialized) throws IOException {
        if (version != VERSION) {
            throw new IOException("poll split of unknown version " + version);
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(serialized));
        String id = in.readUTF();
        boolean listed = in.readBoolean();
        long gapFrom = in.readLong();
        FeedState feed =
                new FeedState(in.readLong(), in.readLong(), in.readLong(), in.readLong(), in.readInt(), in.readLong());
        List<FunctionState> functions = new ArrayList<>();
        for (int n = in.readInt(); n > 0; n--) {
            functions.add(read(in));
        }
        if (in.read() >= 0) {
            throw new IOException("poll split with bytes after its end");
        }
        return new PollSplit(id, listed, gapFrom, feed, functions);
    }

    private static void write(FunctionState function, DataOutputStream out) throws IOException {
        out.writeUTF(function.name());
        out.writeLong(function.seenTo());
        out.writeLong(function.activeAt());
        out.writeLong(function.bornAt());
        out.writeLong(function.top());
        int there = 0;
        for (double value : function.values()) {
            there += Double.isNaN(value) ? 0 : 1;
        }
        out.writeByte(there);
        for (int i = 0; i < VALUES; i++) {
            if (!Double.isNaN(function.values()[i])) {
                out.writeByte(i);
                out.writeDouble(function.values()[i]);
            }
        }
    }

    private static FunctionState read(DataInputStream in) throws IOException {
        String name = in.readUTF();
        long seenTo = in.readLong();
        long activeAt = in.readLong();
        long bornAt = in.readLong();
        long top = in.readLong();
        double[] values = new double[VALUES];
        Arrays.fill(values, Double.NaN);
        for (int n = in.readUnsignedByte(); n > 0; n--) {
            int i = in.readUnsignedByte();
            if (i >= VALUES) {
                throw new IOException("poll split is damaged");
            }
            values[i] = in.readDouble();
        }
        return new FunctionState(name, seenTo, activeAt, bornAt, top, values);
    }
}
