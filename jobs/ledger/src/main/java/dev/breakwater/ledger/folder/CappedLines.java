package dev.breakwater.ledger.folder;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** Reads the lines of a file, plain or gzip. A line that is longer than the cap is skipped and never held in memory. */
public final class CappedLines implements Closeable {

    private static final int LONGEST_BYTES = 1 << 20;
    private static final int BUFFER_BYTES = 1 << 16;

    private final InputStream in;
    private final byte[] line = new byte[LONGEST_BYTES];
    private boolean ended;

    public CappedLines(Path file) throws IOException {
        InputStream raw = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES);
        InputStream bytes = raw;
        if (file.toString().endsWith(".gz")) {
            try {
                bytes = new BufferedInputStream(new GZIPInputStream(raw, BUFFER_BYTES), BUFFER_BYTES);
            } catch (IOException e) {
                raw.close();
                throw e;
            }
        }
        in = bytes;
    }

    /** The next line. The result is empty for a line that is too long, and null at the end of the file. */
    public String next() throws IOException {
        if (ended) return null;
        int length = 0;
        int b = in.read();
        while (b >= 0 && b != '\n') {
            if (length < LONGEST_BYTES) line[length] = (byte) b;
            length++;
            b = in.read();
        }
        ended = b < 0;
        if (ended && length == 0) return null;
        return length > LONGEST_BYTES || length < 0 ? "" : new String(line, 0, length, StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
