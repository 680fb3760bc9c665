package dev.breakwater.connectors.receive.store;

import dev.breakwater.connectors.receive.content.RequestKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * The content of a file of groups.
 *
 * @param whole bytes up to the end of the last whole group
 * @param keys  the deliveries in them
 */
record GroupScan(long whole, List<RequestKey> keys) {
    /** Most heads are shorter than this, bytes. */
    private static final int USUAL = 256;

    /**
     * Walks through a file.
     *
     * @param check whether the bytes of each group are read and compared with their CRC
     */
    static GroupScan of(FileChannel file, boolean check) throws IOException {
        List<RequestKey> keys = new ArrayList<>();
        long at = 0;
        while (true) {
            GroupHead head = GroupHead.read(bytes(file, at, USUAL));
            if (head == null) {
                head = GroupHead.read(bytes(file, at, GroupHead.LONGEST));
            }
            long end = head == null ? 0 : at + head.length() + head.bytes();
            if (head == null || end > file.size() || check && !intact(file, at + head.length(), head)) {
                return new GroupScan(at, keys);
            }
            keys.addAll(head.keys());
            at = end;
        }
    }

    private static boolean intact(FileChannel file, long from, GroupHead head) throws IOException {
        CRC32 crc = new CRC32();
        int chunk = 1 << 16;
        for (long at = from; at < from + head.bytes(); at += chunk) {
            crc.update(bytes(file, at, (int) Math.min(chunk, from + head.bytes() - at)));
        }
        return (int) crc.getValue() == head.crc();
    }

    private static ByteBuffer bytes(FileChannel file, long from, int most) throws IOException {
        ByteBuffer into = ByteBuffer.allocate((int) Math.max(0, Math.min(most, file.size() - from)));
        while (into.hasRemaining() && file.read(into, from + into.position()) >= 0) {
            // until it is full or the file is at its end
        }
        return into.flip();
    }
}
