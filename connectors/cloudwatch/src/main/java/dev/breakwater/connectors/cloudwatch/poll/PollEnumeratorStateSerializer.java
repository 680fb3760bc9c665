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

    private final PollSplitsSerializer splits = new PollSplitsSerializer();

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
        splits.write(state.pending(), out);
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
        List<PollSplit> pending = splits.read(in);
        if (in.read() >= 0) {
            throw new IOException("poll enumerator state with bytes after its end");
        }
        return new PollEnumerator.State(pending, known);
    }
}
