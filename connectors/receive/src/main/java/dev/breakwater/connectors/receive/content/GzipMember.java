package dev.breakwater.connectors.receive.content;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Writes lines into one gzip member. The class compresses lines as they arrive, within the shared budget. */
public final class GzipMember implements AutoCloseable {
    private final BudgetedBytes out;
    private Stream gzip; // null before the first line
    private OutputStream in; // collects lines, because each call of the deflater costs time
    private long lines;

    public GzipMember(BudgetedBytes.Budget budget) {
        out = new BudgetedBytes(budget, Integer.MAX_VALUE - 8);
    }

    /** Adds a line without its end. @throws Refused 503 if the budget is spent */
    public void line(byte[] bytes, int from, int length) throws Refused {
        try {
            if (gzip == null) {
                gzip = new Stream(out);
                in = new BufferedOutputStream(gzip, 1 << 14);
            }
            in.write(bytes, from, length);
            in.write('\n');
            lines++;
        } catch (IOException e) {
            throw refused(e);
        }
    }

    long lines() {
        return lines;
    }

    /**
     * Returns the member, or nothing if no line was added. The member's memory counts in the budget until it is closed.
     */
    public BudgetedBytes finish() throws Refused {
        try {
            if (gzip != null) {
                in.flush();
                gzip.finish();
            }
        } catch (IOException e) {
            throw refused(e);
        }
        return out;
    }

    private static Refused refused(IOException e) {
        if (e instanceof BudgetedBytes.Full full && full.busy() != null) {
            return full.busy();
        }
        throw new IllegalStateException("memory cannot fail otherwise", e);
    }

    /** Frees the deflater and keeps its output. */
    public void end() {
        if (gzip != null) {
            gzip.end();
        }
    }

    @Override
    public void close() {
        end();
        out.close();
    }

    /**
     * Compresses fast rather than well, because the files are read only once or twice, and repetitive lines compress
     * well anyway.
     */
    private static final class Stream extends GZIPOutputStream {
        Stream(BudgetedBytes out) throws IOException {
            super(out, 1 << 13);
            def.setLevel(Deflater.BEST_SPEED);
        }

        void end() {
            def.end();
        }
    }
}
