package dev.breakwater.cli.recording;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** A growing run of bytes that writes whole numbers without making strings of them. */
final class AsciiBuffer {

    private static final int LONGEST_NUMBER = 20;

    private byte[] bytes = new byte[1 << 16];
    private int size;

    AsciiBuffer put(byte[] more) {
        reserve(more.length);
        System.arraycopy(more, 0, bytes, size, more.length);
        size += more.length;
        return this;
    }

    /** Appends a number of at least 0 in decimal. */
    AsciiBuffer put(long number) {
        reserve(LONGEST_NUMBER);
        int end = size + digits(number);
        long rest = number;
        for (int at = end - 1; at >= size; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        size = end;
        return this;
    }

    /** Hands all bytes on and is empty again. */
    void drainTo(OutputStream out) throws IOException {
        out.write(bytes, 0, size);
        size = 0;
    }

    private void reserve(int more) {
        if (size + more > bytes.length) bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }

    private static int digits(long number) {
        int digits = 1;
        for (long rest = number / 10; rest > 0; rest /= 10) digits++;
        return digits;
    }
}
