package dev.breakwater.connectors.lambda.ledger;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Lines of a ledger's file with their ends; an unfinished last line is marked, and no line is kept beyond 64 KiB. */
final class LineStream implements Closeable {

    private static final int LINE_LIMIT = 1 << 16;

    private final InputStream in;
    private long end;

    /**
     * @param from offset at which the stream begins in its file
     */
    LineStream(InputStream in, long from) {
        this.in = new BufferedInputStream(in, 1 << 16);
        this.end = from;
    }

    /**
     * @param text     without the line feed; empty if it is not complete or too long
     * @param complete whether it ends with a line feed
     */
    record Line(String text, boolean complete) {}

    /** The next line, or null. */
    Line next() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        long length = 0;
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                return length == 0 ? null : new Line("", false);
            }
            length++;
            if (length <= LINE_LIMIT) {
                bytes.write(next);
            }
        }
        end += length + 1;
        return new Line(length > LINE_LIMIT ? "" : bytes.toString(StandardCharsets.UTF_8), true);
    }

    /** Offset behind the last complete line. */
    long end() {
        return end;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
