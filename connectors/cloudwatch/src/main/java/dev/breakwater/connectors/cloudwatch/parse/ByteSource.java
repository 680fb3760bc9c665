package dev.breakwater.connectors.cloudwatch.parse;

import dev.breakwater.connectors.cloudwatch.Reject.RejectReason;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/** The bytes of one file as text: plain or inflated. The file may grow while it is read. */
public interface ByteSource extends Closeable {

    /** Reads at least one byte, or returns 0 if there is nothing more now. */
    int read(byte[] into, int from, int length) throws IOException;

    /** The fault that was found in the data so far, or null. @param ended true if no more data will come */
    RejectReason damage(boolean ended);

    /** The deliveries that the file has named so far. There are none if {@code receive} did not write it. */
    default List<DeliveryKey> deliveries() {
        return List.of();
    }

    /** Moves to this offset of the text. Only the first call may be this one. */
    void skipTo(long offset) throws IOException;

    /**
     * Opens a file, as gzip if its first two bytes say so.
     *
     * @param ended true if the file does not grow any more
     * @return null if the file is still too short to decide
     * @throws IOException if it cannot be read
     */
    static ByteSource open(Path file, InflationCap cap, boolean ended) throws IOException {
        return open(file, cap, ended, delivery -> false);
    }

    /** Opens a file as above, and skips these deliveries. */
    static ByteSource open(Path file, InflationCap cap, boolean ended, Predicate<DeliveryKey> read) throws IOException {
        FileInputStream in = new FileInputStream(file.toFile());
        try {
            byte[] magic = in.readNBytes(2);
            if (magic.length < 2 && !ended) {
                in.close();
                return null;
            }
            in.getChannel().position(0);
            boolean gzip = magic.length == 2 && magic[0] == 0x1f && magic[1] == (byte) 0x8b;
            return gzip ? new GzipSource(in, cap, read) : new PlainSource(in);
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    /** A complete file in memory without these deliveries, as gzip if its first two bytes say so. */
    static ByteSource of(byte[] file, InflationCap cap, Predicate<DeliveryKey> read) {
        boolean gzip = file.length > 1 && file[0] == 0x1f && file[1] == (byte) 0x8b;
        InputStream in = new ByteArrayInputStream(file);
        return gzip ? new GzipSource(in, cap, read) : new PlainSource(in);
    }

    /** A file as it is. */
    record PlainSource(InputStream in) implements ByteSource {
        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            return Math.max(0, in.read(into, from, length));
        }

        @Override
        public RejectReason damage(boolean ended) {
            return null;
        }

        @Override
        public void skipTo(long offset) throws IOException {
            in.skipNBytes(offset);
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    /** Identifies a delivery that {@code receive} stored. It is half of a hash, and the same in each retry. */
    record DeliveryKey(long high, long low) {}

    /**
     * The limits on how much one gzip file may expand.
     *
     * @param maxBytes   most bytes in total
     * @param maxRatio   most inflated bytes for each compressed one ...
     * @param ratioAfter ... once this many bytes are inflated
     */
    record InflationCap(long maxBytes, long maxRatio, long ratioAfter) implements Serializable {
        /** The default: 4 GiB in all, and after 64 MiB a ratio of 1000 : 1. */
        public static final InflationCap DEFAULT = new InflationCap(4L << 30, 1000, 64L << 20);

        boolean exceeded(long compressed, long inflated) {
            return inflated > maxBytes || inflated > ratioAfter && inflated / Math.max(1, compressed) >= maxRatio;
        }
    }
}
