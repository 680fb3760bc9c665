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

/** Reads the bytes of one file, plain or inflated. The file may grow while it is read. */
public interface ByteSource extends Closeable {

    /** Reads at least one byte, or returns 0 if there are no more bytes now. */
    int read(byte[] into, int from, int length) throws IOException;

    /** Returns the fault in the data so far, or null; {@code ended} says that no more data will come. */
    RejectReason damage(boolean ended);

    /**
     * Returns the deliveries that the file has named so far. Only files from the command {@code receive} name
     * deliveries.
     */
    default List<DeliveryKey> deliveries() {
        return List.of();
    }

    /** Moves to this offset of the text. If this method is called at all, it must be the first call. */
    void skipTo(long offset) throws IOException;

    /**
     * Opens a file, as gzip if its first two bytes say so.
     *
     * @param ended true if the file does not grow any more
     * @return null if the file is still too short to decide
     * @throws IOException if the file cannot be read
     */
    static ByteSource open(Path file, InflationCap cap, boolean ended) throws IOException {
        return open(file, cap, ended, delivery -> false);
    }

    /** Opens a file in the same way, and skips these deliveries. */
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

    /** Opens a complete file in memory without these deliveries, as gzip if its first two bytes say so. */
    static ByteSource of(byte[] file, InflationCap cap, Predicate<DeliveryKey> read) {
        boolean gzip = file.length > 1 && file[0] == 0x1f && file[1] == (byte) 0x8b;
        InputStream in = new ByteArrayInputStream(file);
        return gzip ? new GzipSource(in, cap, read) : new PlainSource(in);
    }

    /** Reads a file that is not compressed. */
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

    /**
     * Identifies a delivery that the command {@code receive} stored. The id is half of a hash, and every retry of a
     * delivery has the same id.
     */
    record DeliveryKey(long high, long low) {}

    /**
     * The limits on how much one gzip file may expand.
     *
     * @param maxBytes the largest number of bytes in total
     * @param maxRatio the largest number of inflated bytes for each compressed byte
     * @param ratioAfter the number of inflated bytes after which {@code maxRatio} applies
     */
    record InflationCap(long maxBytes, long maxRatio, long ratioAfter) implements Serializable {
        /** The default limits: 4 GiB in all, and a ratio of 1000 : 1 after 64 MiB. */
        public static final InflationCap DEFAULT = new InflationCap(4L << 30, 1000, 64L << 20);

        boolean exceeded(long compressed, long inflated) {
            return inflated > maxBytes || inflated > ratioAfter && inflated / Math.max(1, compressed) >= maxRatio;
        }
    }
}
