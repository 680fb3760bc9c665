package dev.breakwater.guard.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** A byte format in which small numbers take little space. Arrays use {@link PackedArrays}. Nothing is rounded. */
final class Packed {

    /** A double can represent every whole number up to this number. */
    private static final double WHOLE = 1L << 53;

    /** The most bytes that a number can take. */
    private static final int LONGEST = 10;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    final PackedArrays arrays = new PackedArrays(this);
    byte[] bytes = new byte[4096];
    int at;

    /** Prepares for reading this many bytes. If the {@code length} is 0, prepares for writing. */
    void reset(int length) {
        // bytes are always read in groups of eight, even at the end
        if (bytes.length < length + 2 * Long.BYTES) bytes = new byte[length + 2 * Long.BYTES];
        at = 0;
        arrays.reset();
    }

    private void room(int more) {
        if (at + more + Long.BYTES > bytes.length) bytes = Arrays.copyOf(bytes, 2 * (at + more + Long.BYTES));
    }

    /** Writes a number. Small numbers take one byte. The smallest long, which means "none", also takes one byte. */
    void put(long value) {
        room(LONGEST);
        long v = zigzag(value) + 1;
        while ((v & ~0x7FL) != 0) {
            bytes[at++] = (byte) (v | 0x80);
            v >>>= 7;
        }
        bytes[at++] = (byte) v;
    }

    long get() {
        long v = 0;
        for (int shift = 0; ; shift += 7) {
            byte b = bytes[at++];
            v |= (b & 0x7FL) << shift;
            if (b >= 0) return unzigzag(v - 1);
        }
    }

    static long zigzag(long value) {
        return value << 1 ^ -(value >>> 63);
    }

    private static long unzigzag(long v) {
        return v >>> 1 ^ -(v & 1);
    }

    /** Writes a double. Whole numbers take less space. */
    void putDouble(double value) {
        long whole = (long) value;
        if (isWhole(value, whole)) {
            put(whole << 1);
            return;
        }
        put(1);
        putBits(Double.doubleToRawLongBits(value));
    }

    double getDouble() {
        long whole = get();
        return whole == 1 ? Double.longBitsToDouble(getBits()) : whole >> 1;
    }

    void putBits(long bits) {
        room(Long.BYTES);
        LONGS.set(bytes, at, bits);
        at += Long.BYTES;
    }

    long getBits() {
        at += Long.BYTES;
        return (long) LONGS.get(bytes, at - Long.BYTES);
    }

    void putByte(int value) {
        room(1);
        bytes[at++] = (byte) value;
    }

    int getByte() {
        return bytes[at++] & 0xFF;
    }

    void putBytes(byte[] some) {
        put(some.length);
        room(some.length);
        System.arraycopy(some, 0, bytes, at, some.length);
        at += some.length;
    }

    byte[] getBytes() {
        int n = (int) get();
        at += n;
        return Arrays.copyOfRange(bytes, at - n, at);
    }

    /** Returns whether the value is a whole number that a double represents exactly. Negative zero is not. */
    static boolean isWhole(double value, long whole) {
        return Double.doubleToRawLongBits(whole) == Double.doubleToRawLongBits(value) && Math.abs(value) < WHOLE;
    }

    /** Writes the lowest bits of the values between two positions, at most 64 bits each. */
    void putBits(long[] values, int from, int to, int width) {
        room((to - from + 1) * Long.BYTES);
        byte[] out = bytes;
        int end = at;
        long bits = 0;
        int filled = 0;
        for (int i = from; i < to; i++) {
            long v = values[i];
            bits |= v << filled;
            filled += width;
            if (filled < Long.SIZE) continue;
            LONGS.set(out, end, bits);
            end += Long.BYTES;
            filled -= Long.SIZE;
            bits = filled == 0 ? 0 : v >>> width - filled;
        }
        LONGS.set(out, end, bits);
        at = end + (filled + 7 >> 3);
    }

    /** Undoes the {@link #zigzag} form for this number of values. */
    void getBits(long[] into, int from, int to, int width) {
        long mask = -1L >>> Long.SIZE - width;
        byte[] in = bytes;
        int begin = at;
        int bit = 0;
        for (int i = from; i < to; i++, bit += width) {
            int offset = bit & 7;
            int first = begin + (bit >>> 3);
            long v = (long) LONGS.get(in, first) >>> offset;
            if (offset + width > Long.SIZE) v |= (long) in[first + Long.BYTES] << Long.SIZE - offset;
            into[i] = unzigzag(v & mask);
        }
        at = begin + (bit + 7 >> 3);
    }
}
