package dev.breakwater.connectors.cloudwatch.poll;

import dev.breakwater.connectors.source.VersionedCodec;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Writes the number of splits, then each split with its length. The serializer refuses other versions and trailing
 * bytes.
 */
final class PollSplitsSerializer extends VersionedCodec<PollSplit.All> {

    private final One one = new One();

    PollSplitsSerializer() {
        super("poll splits", 1);
    }

    @Override
    protected void write(PollSplit.All splits, DataOutputStream out) throws IOException {
        write(splits.all(), out);
    }

    @Override
    protected PollSplit.All read(DataInputStream in) throws IOException {
        return new PollSplit.All(readAll(in));
    }

    void write(List<PollSplit> splits, DataOutputStream out) throws IOException {
        out.writeInt(one.getVersion());
        out.writeInt(splits.size());
        for (PollSplit split : splits) {
            byte[] bytes = one.serialize(split);
            out.writeInt(bytes.length);
            out.write(bytes);
        }
    }

    List<PollSplit> readAll(DataInputStream in) throws IOException {
        int version = in.readInt();
        List<PollSplit> all = new ArrayList<>();
        for (int n = in.readInt(); n > 0; n--) {
            int length = in.readInt();
            if (length < 0 || length > in.available()) {
                throw damaged();
            }
            all.add(one.deserialize(version, in.readNBytes(length)));
        }
        return all;
    }

    /**
     * Writes a split, with only those values of its memory that exist. The serializer refuses other versions and
     * trailing bytes.
     */
    static final class One extends VersionedCodec<PollSplit> {

        One() {
            super("poll split", 1);
        }

        @Override
        protected void write(PollSplit split, DataOutputStream out) throws IOException {
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
            for (FunctionMemory.State function : split.functions()) {
                write(function, out);
            }
        }

        @Override
        protected PollSplit read(DataInputStream in) throws IOException {
            String id = in.readUTF();
            boolean listed = in.readBoolean();
            long gapFrom = in.readLong();
            PollSplit.Feed feed = new PollSplit.Feed(
                    in.readLong(), in.readLong(), in.readLong(), in.readLong(), in.readInt(), in.readLong());
            List<FunctionMemory.State> functions = new ArrayList<>();
            for (int n = in.readInt(); n > 0; n--) {
                functions.add(function(in));
            }
            return new PollSplit(id, listed, gapFrom, feed, functions);
        }

        private static void write(FunctionMemory.State function, DataOutputStream out) throws IOException {
            out.writeUTF(function.name());
            out.writeLong(function.seenTo());
            out.writeLong(function.activeAt());
            out.writeLong(function.bornAt());
            out.writeLong(function.top());
            BitSet there = new BitSet();
            for (int i = 0; i < function.values().length; i++) {
                there.set(i, !Float.isNaN(function.values()[i]));
            }
            out.writeShort(function.values().length);
            out.write(Arrays.copyOf(there.toByteArray(), bytes(function.values().length)));
            for (int i = there.nextSetBit(0); i >= 0; i = there.nextSetBit(i + 1)) {
                out.writeFloat(function.values()[i]);
            }
        }

        private FunctionMemory.State function(DataInputStream in) throws IOException {
            String name = in.readUTF();
            long seenTo = in.readLong();
            long activeAt = in.readLong();
            long bornAt = in.readLong();
            long top = in.readLong();
            float[] values = new float[in.readUnsignedShort()];
            Arrays.fill(values, Float.NaN);
            BitSet there = BitSet.valueOf(in.readNBytes(bytes(values.length)));
            if (there.length() > values.length) {
                throw damaged();
            }
            for (int i = there.nextSetBit(0); i >= 0; i = there.nextSetBit(i + 1)) {
                values[i] = in.readFloat();
            }
            return new FunctionMemory.State(name, seenTo, activeAt, bornAt, top, values);
        }

        private static int bytes(int bits) {
            return (bits + 7) / 8;
        }
    }
}
