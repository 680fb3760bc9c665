package dev.breakwater.connectors.cloudwatch.parse;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The deliveries in a gzip file's members, as {@code receive} writes them in front: an empty member whose extra field
 * names the next ones, one per member. A retry that another receiver landed as well is skipped.
 */
final class Deliveries {
    private static final int FIXED = 15;
    private static final short ID = 'B' | 'W' << 8;
    private static final byte VERSION = 1;

    private final Predicate<DeliveryKey> read;
    private final List<DeliveryKey> all = new ArrayList<>();
    private List<DeliveryKey> ahead = List.of();
    private int next;

    /** @param read whether a delivery was read from another file */
    Deliveries(Predicate<DeliveryKey> read) {
        this.read = read;
    }

    /** All that were named so far. */
    List<DeliveryKey> all() {
        return all;
    }

    /** A member begins. @param extra its extra field, empty: none. @return whether it is skipped */
    boolean passOver(ByteBuffer extra) {
        List<DeliveryKey> named = named(extra.order(ByteOrder.LITTLE_ENDIAN));
        if (!named.isEmpty()) {
            ahead = named;
            next = 0;
            all.addAll(named);
            return false;
        }
        return next < ahead.size() && read.test(ahead.get(next++));
    }

    private static List<DeliveryKey> named(ByteBuffer in) {
        if (in.remaining() < FIXED || in.getShort() != ID) {
            return List.of();
        }
        int length = in.getShort() & 0xffff;
        if (length != in.remaining() || in.get() != VERSION) {
            return List.of();
        }
        in.getLong(); // length and CRC of the following members
        int count = in.getShort() & 0xffff;
        List<DeliveryKey> keys = new ArrayList<>();
        while (keys.size() < count && in.remaining() >= 2 * Long.BYTES) {
            keys.add(new DeliveryKey(in.getLong(), in.getLong()));
        }
        return keys;
    }
}
