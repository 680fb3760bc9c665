package dev.breakwater.connectors.receive.store;

import dev.breakwater.connectors.receive.content.Batch.RequestKey;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * An empty gzip member in front of a group. A program that inflates the file does not see the head. The head's extra
 * field (RFC 1952, id {@code BW}) has the keys, the length and the CRC of the deliveries that follow. After a crash,
 * the head shows which part of the file is complete.
 *
 * @param keys  the deliveries that follow
 * @param bytes length of their members
 * @param crc   CRC-32 of their members
 */
public record GroupHead(List<RequestKey> keys, int bytes, int crc) {
    /** The largest number of deliveries in a group. The deliveries' keys must fit into one extra field. */
    public static final int MOST_KEYS = 1024;

    /** The number of bytes before the keys. */
    static final int FIXED = 27;

    /** The length of the longest head. */
    static final int LONGEST = FIXED + MOST_KEYS * RequestKey.BYTES + 10;

    private static final int MAGIC = 0x04088b1f; // gzip, deflate, with an extra field
    private static final short ID = 'B' | 'W' << 8;
    private static final byte VERSION = 1;
    private static final byte[] NOTHING = {3, 0, 0, 0, 0, 0, 0, 0, 0, 0}; // an empty block, its CRC and its length

    static List<ByteBuffer> before(List<RequestKey> keys, List<ByteBuffer> members) {
        List<ByteBuffer> all = new ArrayList<>(members.size() + 1);
        CRC32 crc = new CRC32();
        long bytes = 0;
        for (ByteBuffer member : members) {
            all.add(member.duplicate());
            bytes += member.remaining();
            crc.update(member.duplicate());
        }
        all.add(0, new GroupHead(keys, Math.toIntExact(bytes), (int) crc.getValue()).write());
        return all;
    }

    int length() {
        return FIXED + keys.size() * RequestKey.BYTES + NOTHING.length;
    }

    private ByteBuffer write() {
        int field = FIXED - 16 + keys.size() * RequestKey.BYTES;
        ByteBuffer out = ByteBuffer.allocate(length()).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(MAGIC).putInt(0).putShort((short) 0xff00); // neither time nor operating system is given
        out.putShort((short) (field + 4)).putShort(ID).putShort((short) field);
        out.put(VERSION).putInt(bytes).putInt(crc).putShort((short) keys.size());
        keys.forEach(key -> key.write(out));
        return out.put(NOTHING).flip();
    }

    /** Returns the head that begins here, or null if there is none or it is incomplete. */
    static GroupHead read(ByteBuffer from) {
        ByteBuffer in = from.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        if (in.remaining() < FIXED || in.getInt() != MAGIC) {
            return null;
        }
        in.getInt();
        in.getShort();
        int extra = in.getShort() & 0xffff;
        boolean ours = in.getShort() == ID && (in.getShort() & 0xffff) + 4 == extra && in.get() == VERSION;
        int bytes = in.getInt();
        int crc = in.getInt();
        int count = in.getShort() & 0xffff;
        boolean whole = ours
                && bytes >= 0
                && extra == FIXED - 12 + count * RequestKey.BYTES
                && in.remaining() >= count * RequestKey.BYTES + NOTHING.length;
        if (!whole) {
            return null;
        }
        List<RequestKey> keys = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            keys.add(RequestKey.read(in));
        }
        return new GroupHead(keys, bytes, crc);
    }
}
