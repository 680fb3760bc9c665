package dev.breakwater.connectors.cloudwatch.poll;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** Writes the ids that are known and the splits that wait; refuses unknown versions and trailing bytes. */
final class PollEnumeratorStateSerializer implements SimpleVersionedSerializer<PollEnumerator.State> {
    private static final int VERSION = 1;

    private final PollSplitSerializer splits = new PollSplitSerializer();

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(PollEnumerator.State state) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(state.known().size());
        for (String id : state.known()) {
            out.writeUTF(id);
        }
        out.writeInt(splits.getVersion());
        out.writeInt(state.pending().size());
        for (PollSplit split : state.pending()) {
            byte[] one = splits.serialize(split);
            out.writeInt(one.length);
            out.write(one);
        }
        return bytes.toByteArray();
    }

    @Override
    public PollEnumerator.State deserialize(int version, byte[] bytes) throws IOException {
        if (version != VERSION) {
            throw new IOException("poll enumerator state of unknown version " + version);
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        List<String> known = new ArrayList<>();
        for (int n = in.readInt(); n > 0; n--) {
            known.add(in.readUTF());
        }
        int splitVersion = in.readInt();
        List<PollSplit> pending = new ArrayList<>();
        for (int n = in.readInt(); n > 0; n--) {
            int length = in.readInt();
            if (length < 0 || length > in.available()) {
                throw new IOException("poll enumerator state is damaged");
            }
            byte[] one = new byte[length];
            in.readFully(one);
            pending.add(splits.deserialize(splitVersion, one));
        }
        if (in.read() >= 0) {
            throw new IOException("poll enumerator state with bytes after its end");
        }
        return new PollEnumerator.State(pending, known);
    }
}
