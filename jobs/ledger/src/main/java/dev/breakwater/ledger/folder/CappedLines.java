package dev.breakwater.ledger.folder;

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
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int from;
    private int to;

    public CappedLines(Path file) throws IOException {
        InputStream raw = Files.newInputStream(file);
        try {
            in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw, BUFFER_BYTES) : raw;
        } catch (IOException e) {
            raw.close();
            throw e;
        }
    }

    /** The next line. The result is empty for a line that is too long, and null at the end of the file. */
    public String next() throws IOException {
        long length = 0;
        boolean ended = false;
        while (!ended) {
            if (from == to && !fill()) {
                if (length == 0) return null;
                break;
            }
            int end = from;
            while (end < to && buffer[end] != '\n') end++;
            int more = end - from;
            if (length + more <= LONGEST_BYTES) System.arraycopy(buffer, from, line, (int) length, more);
            length += more;
            ended = end < to;
            from = ended ? end + 1 : end;
        }
        return length > LONGEST_BYTES ? "" : new String(line, 0, (int) length, StandardCharsets.UTF_8);
    }

    private boolean fill() throws IOException {
        from = 0;
        to = Math.max(0, in.read(buffer));
        return to > 0;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
