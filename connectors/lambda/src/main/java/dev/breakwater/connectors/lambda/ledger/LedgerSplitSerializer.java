package dev.breakwater.connectors.lambda.ledger;

import dev.breakwater.connectors.source.VersionedCodec;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** Writes how far the ledger was read. Refuses versions it does not know and bytes it does not expect. */
final class LedgerSplitSerializer extends VersionedCodec<LedgerSplit> {

    private static final int VERSION = 1;

    LedgerSplitSerializer() {
        super("position in a ledger", 1, VERSION);
    }

    @Override
    protected void write(LedgerSplit split, DataOutputStream out) throws IOException {
        out.writeInt(split.segment());
        out.writeLong(split.offset());
        out.writeUTF(split.hash());
        out.writeBoolean(split.follows());
    }

    @Override
    protected LedgerSplit read(int version, DataInputStream in) throws IOException {
        LedgerSplit split = new LedgerSplit(in.readInt(), in.readLong(), in.readUTF(), in.readBoolean());
        return split;
    }
}
