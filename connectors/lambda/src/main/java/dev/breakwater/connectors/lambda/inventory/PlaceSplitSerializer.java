package dev.breakwater.connectors.lambda.inventory;

import dev.breakwater.connectors.lambda.AccountLimits;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** Writes what is remembered of a place: a function's name and about 50 bytes. Refuses versions it does not know and bytes it does not expect. */
final class PlaceSplitSerializer implements SimpleVersionedSerializer<PlaceSplit> {

    private static final int VERSION = 2;

    /**
     * Functions that were there when the job was built were not told as changes then. They are told again, as if nobody
     * had heard of anything but their names.
     */
    private static final int WITHOUT_MARKS = 1;

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(PlaceSplit split) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeUTF(split.account());
        out.writeUTF(split.region());
        out.writeBoolean(split.settled());
        out.writeBoolean(split.limits() != null);
        if (split.limits() != null) {
            out.writeInt(split.limits().concurrent());
            out.writeInt(split.limits().unreserved());
        }
        out.writeInt(split.gaps().size());
        for (Map.Entry<String, String> gap : split.gaps().entrySet()) {
            out.writeUTF(gap.getKey());
            out.writeUTF(gap.getValue());
        }
        out.writeInt(split.functions().size());
        for (KnownFunction function : split.functions()) {
            write(function, out);
        }
        out.writeInt(split.marks().size());
        for (KnownMark mark : split.marks()) {
            out.writeBoolean(mark.function());
            out.writeUTF(mark.target());
            out.writeLong(mark.reading());
        }
        return bytes.toByteArray();
    }

    @Override
    public PlaceSplit deserialize(int version, byte[] serialized) throws IOException {
        if (version != VERSION && version != WITHOUT_MARKS) {
            throw new IOException("inventory split of unknown version " + version + ", this is " + VERSION);
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(serialized));
        String account = in.readUTF();
        String region = in.readUTF();
        boolean settled = in.readBoolean();
        AccountLimits limits = in.readBoolean() ? new AccountLimits(in.readInt(), in.readInt()) : null;
        Map<String, String> gaps = new HashMap<>();
        for (int n = in.readInt(); n > 0; n--) {
            gaps.put(in.readUTF(), in.readUTF());
        }
        List<KnownFunction> functions = new ArrayList<>();
        for (int n = in.readInt(); n > 0; n--) {
            KnownFunction function = read(in);
            functions.add(version == WITHOUT_MARKS ? function.nameOnly() : function);
        }
        List<KnownMark> marks = new ArrayList<>();
        for (int n = version == WITHOUT_MARKS ? 0 : in.readInt(); n > 0; n--) {
            marks.add(new KnownMark(in.readBoolean(), in.readUTF(), in.readLong()));
        }
        if (in.read() >= 0) {
            throw new IOException("inventory split with bytes after its end");
        }
        return new PlaceSplit(account, region, functions, marks, gaps, limits, settled);
    }

    private static void write(KnownFunction function, DataOutputStream out) throws IOException {
        out.writeUTF(function.name());
        out.writeLong(function.revision());
        out.writeLong(function.listed());
        out.writeLong(function.tags());
        out.writeInt(function.reservation());
        out.writeLong(function.triggers());
        out.writeBoolean(function.marked());
        out.writeLong(function.seenMillis());
    }

    private static KnownFunction read(DataInputStream in) throws IOException {
        return new KnownFunction(
                in.readUTF(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readInt(),
                in.readLong(),
                in.readBoolean(),
                in.readLong());
    }
}
