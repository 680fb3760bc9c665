package dev.breakwater.connectors.lambda.inventory;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** Which places are given away, and those that are not. Refuses versions it does not know and bytes it does not expect. */
final class InventoryEnumeratorStateSerializer implements SimpleVersionedSerializer<InventoryEnumerator.State> {

    private static final int VERSION = 1;

    private final PlaceSplitSerializer splits = new PlaceSplitSerializer();

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(InventoryEnumerator.State state) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(state.given().size());
        for (String place : state.given()) {
            out.writeUTF(place);
        }
        out.writeByte(splits.getVersion());
        out.writeInt(state.pending().size());
        for (PlaceSplit split : state.pending()) {
            byte[] serialized = splits.serialize(split);
            out.writeInt(serialized.length);
            out.write(serialized);
        }
        return bytes.toByteArray();
    }

    @Override
    public InventoryEnumerator.State deserialize(int version, byte[] serialized) throws IOException {
        if (version != VERSION) {
            throw new IOException("inventory enumerator state of unknown version " + version + ", this is " + VERSION);
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(serialized));
        Set<String> given = new HashSet<>();
        for (int n = in.readInt(); n > 0; n--) {
            given.add(in.readUTF());
        }
        int splitVersion = in.readByte();
        List<PlaceSplit> pending = new ArrayList<>();
        for (int n = in.readInt(); n > 0; n--) {
            int length = in.readInt();
            if (length < 0 || length > in.available()) {
                throw new IOException("inventory enumerator state is damaged");
            }
            pending.add(splits.deserialize(splitVersion, in.readNBytes(length)));
        }
        if (in.read() >= 0) {
            throw new IOException("inventory enumerator state with bytes after its end");
        }
        return new InventoryEnumerator.State(given, pending);
    }
}
