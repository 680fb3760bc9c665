package dev.breakwater.connectors.source;

import java.io.IOException;
import java.util.Arrays;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** Nothing, or the split: one byte 0, or 1 and the split's version and bytes. */
public final class SingleSplitStateSerializer<S extends SourceSplit>
        implements SimpleVersionedSerializer<SingleSplitEnumerator.State<S>> {
    private static final int VERSION = 1;

    private final SimpleVersionedSerializer<S> splits;

    public SingleSplitStateSerializer(SimpleVersionedSerializer<S> splits) {
        this.splits = splits;
    }

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(SingleSplitEnumerator.State<S> state) throws IOException {
        if (state.pending() == null) {
            return new byte[] {0};
        }
        byte[] split = splits.serialize(state.pending());
        byte[] all = new byte[split.length + 2];
        all[0] = 1;
        all[1] = (byte) splits.getVersion();
        System.arraycopy(split, 0, all, 2, split.length);
        return all;
    }

    @Override
    public SingleSplitEnumerator.State<S> deserialize(int version, byte[] bytes) throws IOException {
        if (version != VERSION) {
            throw new IOException("enumerator state of unknown version " + version);
        }
        if (bytes.length == 1 && bytes[0] == 0) {
            return new SingleSplitEnumerator.State<>(null);
        }
        if (bytes.length < 2 || bytes[0] != 1) {
            throw new IOException("enumerator state is damaged");
        }
        return new SingleSplitEnumerator.State<>(
                splits.deserialize(bytes[1], Arrays.copyOfRange(bytes, 2, bytes.length)));
    }
}
