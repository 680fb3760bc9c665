package dev.breakwater.guard.file;

import dev.breakwater.guard.wire.Row;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** The part, its length, the number of lines, then each line's time, order and text. */
final class FilePositionSerializer implements SimpleVersionedSerializer<FilePosition> {

    private static final int VERSION = 1;

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(FilePosition position) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(position.part());
        out.writeLong(position.length());
        out.writeInt(position.waiting().size());
        for (Row row : position.waiting()) {
            out.writeLong(row.time());
            write(out, row.order());
            write(out, row.json());
        }
        return bytes.toByteArray();
    }

    @Override
    public FilePosition deserialize(int version, byte[] serialized) throws IOException {
        if (version != VERSION) throw new IOException("unknown version " + version + " of a file position");
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(serialized));
        int part = in.readInt();
        long length = in.readLong();
        int count = in.readInt();
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) rows.add(new Row(in.readLong(), read(in), read(in)));
        if (in.available() > 0) throw new IOException(in.available() + " bytes too many in a file position");
        return new FilePosition(part, length, rows);
    }

    private static void write(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String read(DataInputStream in) throws IOException {
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
