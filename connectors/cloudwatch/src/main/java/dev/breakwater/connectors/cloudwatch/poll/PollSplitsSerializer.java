package dev.breakwater.connectors.cloudwatch.poll;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** How many, and each with its length. Version 1 was one account and region alone. Refuses unknown versions and trailing bytes. */
final class PollSplitsSerializer implements SimpleVersionedSerializer<PollSplits> {
    private static final int VERSION = 2;
    private static final int ALONE = 1;

    private final PollSplitSerializer one = new PollSplitSerializer();

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(PollSplits splits) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        write(splits.all(), new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    @Override
    public PollSplits deserialize(int version, byte[] bytes) throws IOException {
        if (version == ALONE) {
            return new PollSplits(List.of(one.deserialize(ALONE, bytes)));
        }
        if (version != VERSION) {
            throw new IOException("poll splits of unknown version " + version);
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        List<PollSplit> all = read(in);
        if (in.read() >= 0) {
            throw new IOException("poll splits with bytes after their end");
        }
        return new PollSplits(all);
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

    List<PollSplit> read(DataInputStream in) throws IOException {
        int version = in.readInt();
        List<PollSplit> all = new ArrayList<>();
        for (int n = in.readInt(); n > 0; n--) {
            int length = in.readInt();
            if (length < 0 || length > in.available()) {
                throw new IOException("poll splits are damaged");
            }
            byte[] bytes = new byte[length];
            in.readFully(bytes);
            all.add(one.deserialize(version, bytes));
        }
        return all;
    }
}
