package dev.breakwater.connectors.source;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** Nothing, or the split: one byte 0, or 1 and the split's version and bytes. */
public final class SingleSplitStateSerializer<S extends SourceSplit>
        extends VersionedCodec<SingleSplitEnumerator.State<S>> {

    private final SimpleVersionedSerializer<S> splits;

    public SingleSplitStateSerializer(SimpleVersionedSerializer<S> splits) {
        super("enumerator state", 1);
        this.splits = splits;
    }

    @Override
    protected void write(SingleSplitEnumerator.State<S> state, DataOutputStream out) throws IOException {
        out.writeByte(state.pending() == null ? 0 : 1);
        if (state.pending() != null) {
            out.writeByte(splits.getVersion());
            out.write(splits.serialize(state.pending()));
        }
    }

    @Override
    protected SingleSplitEnumerator.State<S> read(DataInputStream in) throws IOException {
        int there = in.readByte();
        if (there == 0) {
            return new SingleSplitEnumerator.State<>(null);
        }
        if (there != 1) {
            throw damaged();
        }
        return new SingleSplitEnumerator.State<>(splits.deserialize(in.readByte(), in.readAllBytes()));
    }
}
