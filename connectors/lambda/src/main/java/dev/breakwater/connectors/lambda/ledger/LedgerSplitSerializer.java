package dev.breakwater.connectors.lambda.ledger;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** Writes how far the ledger was read. Refuses versions it does not know and bytes it does not expect. */
final class LedgerSplitSerializer implements SimpleVersionedSerializer<LedgerSplit> {

    private static final int VERSION = 1;

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(LedgerSplit split) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(split.segment());
        out.writeLong(split.offset());
        out.writeUTF(split.hash());
        out.writeBoolean(split.follows());
        return bytes.toByteArray();
    }

    @Override
    public LedgerSplit deserialize(int version, byte[] serialized) throws IOException {
        if (version != VERSION) {
            throw new IOException("position in a ledger of unknown version " + version + ", this is " + VERSION);
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(serialized));
        LedgerSplit split = new LedgerSplit(in.readInt(), in.readLong(), in.readUTF(), in.readBoolean());
        if (in.read() >= 0) {
            throw new IOException("position in a ledger with bytes after its end");
        }
        return split;
    }
}
