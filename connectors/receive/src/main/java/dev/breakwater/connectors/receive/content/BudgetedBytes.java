package dev.breakwater.connectors.receive.content;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A buffer that grows within the shared budget, up to a cap. The method {@link #close} returns its bytes to the budget.
 */
public final class BudgetedBytes extends OutputStream {
    private static final int FIRST = 1 << 14;

    private final Budget budget;
    private final int cap;
    private byte[] bytes = new byte[0];
    private int length;

    /** @param cap the largest number of bytes; writing more throws {@link Full} */
    BudgetedBytes(Budget budget, int cap) {
        this.budget = budget;
        this.cap = cap;
    }

    @Override
    public void write(int b) throws IOException {
        room(1);
        bytes[length++] = (byte) b;
    }

    @Override
    public void write(byte[] from, int offset, int count) throws IOException {
        room(count);
        System.arraycopy(from, offset, bytes, length, count);
        length += count;
    }

    private void room(int count) throws IOException {
        long needed = (long) length + count;
        if (needed > cap) {
            throw new Full(null);
        }
        if (needed > bytes.length) {
            int size = (int) Math.min(cap, Math.max(FIRST, Math.max(needed, bytes.length * 2L)));
            try {
                budget.take(size - bytes.length);
            } catch (Refused busy) {
                throw new Full(busy);
            }
            bytes = Arrays.copyOf(bytes, size);
        }
    }

    /** Returns the bytes, which are valid up to {@link #length()} and until the next write. */
    public byte[] array() {
        return bytes;
    }

    public int length() {
        return length;
    }

    /** Returns the number of bytes that were taken from the budget. */
    int held() {
        return bytes.length;
    }

    /** Clears the buffer but keeps its memory. */
    void clear() {
        length = 0;
    }

    @Override
    public void close() {
        budget.give(bytes.length);
        bytes = new byte[0];
        length = 0;
    }

    /** Thrown if there is no room in the buffer or, with {@link #busy()}, in the budget. */
    static final class Full extends IOException {
        private static final long serialVersionUID = 1L;

        private final Refused busy;

        Full(Refused busy) {
            super("no room");
            this.busy = busy;
        }

        /** Returns the answer if the budget is used up, or null if the cap was reached. */
        Refused busy() {
            return busy;
        }
    }

    /** The memory that all deliveries share. */
    public static final class Budget {
        private final long most;
        private final AtomicLong used = new AtomicLong();

        public Budget(long most) {
            this.most = most;
        }

        /** @throws Refused 503 if the budget has less memory left */
        void take(long bytes) throws Refused {
            if (used.addAndGet(bytes) > most) {
                used.addAndGet(-bytes);
                throw Refused.busy("too much data is waiting to be written");
            }
        }

        void give(long bytes) {
            used.addAndGet(-bytes);
        }

        public long used() {
            return used.get();
        }
    }
}
