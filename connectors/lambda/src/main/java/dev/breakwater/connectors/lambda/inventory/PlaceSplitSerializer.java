package dev.breakwater.connectors.lambda.inventory;

import dev.breakwater.connectors.lambda.inventory.PlaceDirectory.AccountLimits;
import dev.breakwater.connectors.source.VersionedCodec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes the memory of an account and region. Each function needs its name and about 55 bytes. The serializer refuses
 * unknown versions and unexpected bytes.
 */
final class PlaceSplitSerializer extends VersionedCodec<PlaceSplit> {

    PlaceSplitSerializer() {
        super("inventory split", 1);
    }

    @Override
    protected void write(PlaceSplit split, DataOutputStream out) throws IOException {
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
        out.write(split.functions().array());
        out.writeInt(split.marks().size());
        for (PlaceSplit.KnownMark mark : split.marks()) {
            out.writeBoolean(mark.function());
            out.writeUTF(mark.target());
            out.writeLong(mark.reading());
        }
    }

    @Override
    protected PlaceSplit read(DataInputStream in) throws IOException {
        String account = in.readUTF();
        String region = in.readUTF();
        boolean settled = in.readBoolean();
        AccountLimits limits = in.readBoolean() ? new AccountLimits(in.readInt(), in.readInt()) : null;
        Map<String, String> gaps = new HashMap<>();
        for (int n = in.readInt(); n > 0; n--) {
            gaps.put(in.readUTF(), in.readUTF());
        }
        ByteBuffer functions = packed(functions(in));
        List<PlaceSplit.KnownMark> marks = new ArrayList<>();
        for (int n = in.readInt(); n > 0; n--) {
            marks.add(new PlaceSplit.KnownMark(in.readBoolean(), in.readUTF(), in.readLong()));
        }
        return new PlaceSplit(account, region, functions, marks, gaps, limits, settled);
    }

    /** The functions as they are written. */
    static ByteBuffer packed(Collection<PlaceSplit.KnownFunction> functions) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(functions.size());
            for (PlaceSplit.KnownFunction function : functions) write(function, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ByteBuffer.wrap(bytes.toByteArray());
    }

    static List<PlaceSplit.KnownFunction> functions(ByteBuffer packed) {
        try {
            return functions(new DataInputStream(new ByteArrayInputStream(packed.array())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<PlaceSplit.KnownFunction> functions(DataInputStream in) throws IOException {
        List<PlaceSplit.KnownFunction> functions = new ArrayList<>();
        for (int n = in.readInt(); n > 0; n--) functions.add(function(in));
        return functions;
    }

    private static void write(PlaceSplit.KnownFunction function, DataOutputStream out) throws IOException {
        out.writeUTF(function.name());
        out.writeLong(function.revision());
        out.writeLong(function.listed());
        out.writeLong(function.tags());
        out.writeInt(function.reservation());
        out.writeLong(function.triggers());
        out.writeInt(function.provisioned());
        out.writeBoolean(function.marked());
        out.writeLong(function.seenMillis());
    }

    private static PlaceSplit.KnownFunction function(DataInputStream in) throws IOException {
        return new PlaceSplit.KnownFunction(
                in.readUTF(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readInt(),
                in.readLong(),
                in.readInt(),
                in.readBoolean(),
                in.readLong());
    }
}
