package dev.breakwater.connectors.cloudwatch.parse;

import dev.breakwater.connectors.cloudwatch.Reject.RejectReason;
import dev.breakwater.connectors.cloudwatch.parse.ByteSource.DeliveryKey;
import dev.breakwater.connectors.cloudwatch.parse.ByteSource.InflationCap;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Inflates a gzip file of one or more members. The file may still grow. This class avoids two faults of the JDK's
 * stream, which loses data when it finds damage, and stops at the end of a growing file that ends between two members.
 */
final class GzipSource implements ByteSource {
    private enum Part {
        HEADER,
        BODY,
        TRAILER
    }

    private static final int STARVED = -1;
    private static final int ON = 0;

    /**
     * The cap is checked when the inflated size is a multiple of this number. The caller's reads therefore do not
     * change where the file is cut.
     */
    private static final long GRID = 1 << 16;

    private final InputStream in;
    private final InflationCap cap;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private final byte[] raw = new byte[1 << 16];
    private int pos;
    private int limit;
    private long compressed;
    private long inflated;
    private Part part = Part.HEADER;
    private RejectReason damage;
    private final Deliveries deliveries;
    private boolean passOver;

    /** @param read deliveries to skip */
    GzipSource(InputStream in, InflationCap cap, Predicate<DeliveryKey> read) {
        this.in = in;
        this.cap = cap;
        deliveries = new Deliveries(read);
    }

    @Override
    public List<DeliveryKey> deliveries() {
        return deliveries.all();
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        while (damage == null) {
            int n = switch (part) {
                case HEADER -> header();
                case BODY -> body(into, from, length);
                case TRAILER -> trailer();
            };
            if (n > 0) {
                return n;
            }
            if (n == STARVED && !fill()) {
                return 0;
            }
        }
        return 0;
    }

    @Override
    public RejectReason damage(boolean ended) {
        boolean between = part == Part.HEADER && pos == limit && inflated + compressed > 0;
        return damage == null && ended && !between ? RejectReason.GZIP_TRUNCATED : damage;
    }

    @Override
    public void skipTo(long offset) throws IOException {
        byte[] scratch = new byte[1 << 16];
        for (long left = offset; left > 0; ) {
            int n = read(scratch, 0, (int) Math.min(scratch.length, left));
            if (n == 0) {
                return;
            }
            left -= n;
        }
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        in.close();
    }

    private boolean fill() throws IOException {
        System.arraycopy(raw, pos, raw, 0, limit - pos);
        limit -= pos;
        pos = 0;
        int n = limit == raw.length ? 0 : in.read(raw, limit, raw.length - limit);
        if (n <= 0) {
            if (limit == raw.length) {
                damage = RejectReason.GZIP_CORRUPT;
            }
            return false;
        }
        limit += n;
        compressed += n;
        return true;
    }

    private int header() {
        if (limit - pos < 10) {
            // bytes after the last member must look like another member
            boolean odd = limit > pos && raw[pos] != 0x1f;
            return odd ? corrupt() : STARVED;
        }
        if (raw[pos] != 0x1f || raw[pos + 1] != (byte) 0x8b || raw[pos + 2] != 8) {
            return corrupt();
        }
        int flags = raw[pos + 3];
        int at = pos + 10;
        int extra = at;
        if ((flags & 4) != 0) {
            if (limit - at < 2) {
                return STARVED;
            }
            extra += 2;
            at = extra + (raw[at] & 0xff) + ((raw[at + 1] & 0xff) << 8);
        }
        int extraEnd = at;
        for (int text = flags & 0x18; text != 0; text &= text - 1) {
            while (at < limit && raw[at] != 0) {
                at++;
            }
            at++;
        }
        at += (flags & 2) != 0 ? 2 : 0;
        if (at > limit) {
            return STARVED;
        }
        passOver = deliveries.passOver(ByteBuffer.wrap(raw, extra, extraEnd - extra));
        pos = at;
        part = Part.BODY;
        inflater.reset();
        crc.reset();
        return ON;
    }

    private int body(byte[] into, int from, int length) {
        inflater.setInput(raw, pos, limit - pos);
        long before = inflater.getBytesWritten();
        try {
            inflater.inflate(into, from, (int) Math.min(length, GRID - inflated % GRID));
            if (inflater.needsDictionary()) {
                return corrupt();
            }
        } catch (DataFormatException e) {
            damage = RejectReason.GZIP_CORRUPT;
        }
        // this data came before the damage, so it can be used
        int n = (int) (inflater.getBytesWritten() - before);
        pos = limit - inflater.getRemaining();
        crc.update(into, from, n);
        inflated += n;
        if (n > 0 && inflated % GRID == 0 && cap.exceeded(compressed - (limit - pos), inflated)) {
            damage = RejectReason.GZIP_BOMB;
        }
        if (inflater.finished()) {
            part = Part.TRAILER;
            return passOver ? ON : n;
        }
        return n == 0 ? STARVED : passOver ? ON : n;
    }

    private int trailer() {
        if (limit - pos < 8) {
            return STARVED;
        }
        if (word(pos) != crc.getValue() || word(pos + 4) != (inflater.getBytesWritten() & 0xffffffffL)) {
            return corrupt();
        }
        pos += 8;
        part = Part.HEADER;
        return ON;
    }

    private int corrupt() {
        damage = RejectReason.GZIP_CORRUPT;
        return ON;
    }

    private long word(int at) {
        return (raw[at] & 0xffL)
                | (raw[at + 1] & 0xffL) << 8
                | (raw[at + 2] & 0xffL) << 16
                | (raw[at + 3] & 0xffL) << 24;
    }

    /**
     * The deliveries in a gzip file's members. The command {@code receive} writes an empty member first. The extra
     * field of the empty member names the deliveries of the next members. A retry that another receiver also stored is
     * skipped.
     */
    static final class Deliveries {
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

        /** Returns all deliveries that were named so far. */
        List<DeliveryKey> all() {
            return all;
        }

        /**
         * Records that a member begins.
         *
         * @param extra the member's extra field, or empty
         * @return whether the member is skipped
         */
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
}
