package dev.breakwater.connectors.receive.content;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A body that may not be longer than a cap, even if its header says that it is shorter. */
public final class CappedStream extends FilterInputStream {
    private final long cap;
    private long read;

    public CappedStream(InputStream in, long cap) {
        super(in);
        this.cap = cap;
    }

    @Override
    public int read() throws IOException {
        int b = super.read();
        count(b < 0 ? 0 : 1);
        return b;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        int n = super.read(into, from, length);
        count(Math.max(0, n));
        return n;
    }

    public long bytesRead() {
        return read;
    }

    private void count(int n) throws IOException {
        read += n;
        if (read > cap) {
            throw new TooLong();
        }
    }

    /** Thrown if the body is longer than the cap. */
    static final class TooLong extends IOException {
        private static final long serialVersionUID = 1L;

        TooLong() {
            super("too long");
        }
    }
}
