package dev.breakwater.connectors.cloudwatch.parse;

import dev.breakwater.connectors.cloudwatch.Reject;
import dev.breakwater.connectors.cloudwatch.Reject.RejectReason;
import dev.breakwater.connectors.cloudwatch.SafeText;
import dev.breakwater.model.Sha256;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.MessageDigest;

/**
 * Splits bytes into lines. A line is a range of one fixed buffer, which the next call overwrites. A line above the cap
 * is hashed and skipped, but not stored. The memory of the reader does not depend on the input.
 */
public final class LineReader {
    /** Longest line in bytes, without its end. */
    public static final int LONGEST = 1 << 20;

    private static final int CHUNK = 1 << 18;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** The result of {@link #next}. */
    public enum Step {
        /** A line was found. The line begins at {@link #start()} in the buffer and has {@link #length()} bytes. */
        LINE,
        /** A line above the cap was skipped. The skipped line's size, hash and prefix are known. */
        TOO_LONG,
        /** No line is complete now, but more data may come. */
        STARVED,
        /** There are no more lines. If damage cut off the end of a line, that line is not counted. */
        END
    }

    private final byte[] buffer = new byte[LONGEST + CHUNK];
    private ByteSource source;
    private int begin; // start of the next line
    private int scanned; // no line end in [begin, scanned)
    private int limit;
    private int start;
    private int length;
    private long nextOffset; // the position of begin in the text
    private long lines;
    private MessageDigest skipping; // not null while a long line is skipped
    private long skipped;
    private String prefix = "";
    private String hash = "";

    /** Starts with a source at this offset, after this many lines. */
    public void open(ByteSource newSource, long offset, long linesBefore) {
        source = newSource;
        nextOffset = offset;
        lines = linesBefore;
        begin = 0;
        scanned = 0;
        limit = 0;
        skipping = null;
    }

    public byte[] buffer() {
        return buffer;
    }

    public int start() {
        return start;
    }

    public int length() {
        return length;
    }

    /** Returns the number of the line that was found last, from 1. */
    public long lines() {
        return lines;
    }

    /** Returns the start of the next line. */
    public long nextOffset() {
        return nextOffset;
    }

    /** Returns the reject of the line that was skipped last. */
    public Reject tooLong(String file) {
        String what = "above " + LONGEST + " bytes";
        RejectReason reason = RejectReason.LINE_TOO_LONG;
        return new Reject(SafeText.escape(file, 512), lines, reason, what, skipped, hash, prefix, 1, false);
    }

    /** @param ended true if the source does not grow any more, so that a tail without a line end is a line */
    public Step next(boolean ended) throws IOException {
        while (true) {
            int end = lineEnd();
            if (end >= 0) {
                return found(end, 1);
            }
            if (limit - begin > LONGEST || skipping != null) {
                skip(limit);
            }
            if (!fill()) {
                if (!ended) {
                    return Step.STARVED;
                }
                boolean tail = limit > begin || skipping != null;
                return tail && source.damage(true) == null ? found(limit, 0) : Step.END;
            }
        }
    }

    /** Returns the number of read bytes that belong to no line so far. */
    public long tailBytes() {
        return limit - begin + (skipping == null ? 0 : skipped);
    }

    private Step found(int end, int endBytes) {
        boolean tooLong = skipping != null || end - begin > LONGEST;
        if (tooLong) {
            skip(end);
            hash = SafeText.hex(skipping);
            skipping = null;
            nextOffset += skipped + endBytes;
        } else {
            start = begin;
            length = end - begin;
            nextOffset += length + endBytes;
        }
        begin = end + endBytes;
        scanned = begin;
        lines++;
        return tooLong ? Step.TOO_LONG : Step.LINE;
    }

    private void skip(int end) {
        if (skipping == null) {
            skipping = Sha256.begin();
            skipped = 0;
            prefix = SafeText.prefix(buffer, begin, end - begin);
        }
        skipping.update(buffer, begin, end - begin);
        skipped += end - begin;
        begin = end;
        scanned = end;
    }

    private boolean fill() throws IOException {
        if (begin == limit) {
            begin = 0;
            scanned = 0;
            limit = 0;
        } else if (buffer.length - limit < CHUNK / 2) {
            System.arraycopy(buffer, begin, buffer, 0, limit - begin);
            limit -= begin;
            scanned -= begin;
            begin = 0;
        }
        int n = source.read(buffer, limit, Math.min(CHUNK, buffer.length - limit));
        limit += n;
        return n > 0;
    }

    /** Checks eight bytes at a time. A zero byte in x stands for a line end in the text. */
    private int lineEnd() {
        int i = scanned;
        for (; i + 8 <= limit; i += 8) {
            long x = (long) LONGS.get(buffer, i) ^ 0x0a0a0a0a0a0a0a0aL;
            long zeros = (x - 0x0101010101010101L) & ~x & 0x8080808080808080L;
            if (zeros != 0) {
                return i + (Long.numberOfTrailingZeros(zeros) >>> 3);
            }
        }
        for (; i < limit; i++) {
            if (buffer[i] == '\n') {
                return i;
            }
        }
        scanned = limit;
        return -1;
    }
}
