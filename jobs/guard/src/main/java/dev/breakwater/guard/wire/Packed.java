package dev.breakwater.guard.wire;

import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Bytes in which numbers that follow each other take little room: an array is its differences from element to element, each in
 * as few bytes as it needs, and many that are zero are counted. Nothing is rounded.
 */
final class Packed {

    /** Below it each whole number is a float, and a double. */
    private static final double WHOLE = 1L << 53;

    /** Bytes that a number takes at most. */
    private static final int LONGEST = 10;

    byte[] bytes = new byte[4096];
    int at;
    private long[] numbers = new long[256];
    /** The newest numbers of each length: arrays of one length often go up and down together. */
    private final Map<Integer, long[]> likes = new HashMap<>();

    void reset(int length) {
        if (bytes.length < length) bytes = new byte[length];
        at = 0;
        likes.clear();
    }

    private void room(int more) {
        if (at + more > bytes.length) bytes = Arrays.copyOf(bytes, 2 * (at + more));
    }

    void put(long value) {
        room(LONGEST);
        at = put(bytes, at, value);
    }

    private static int put(byte[] to, int at, long value) {
        long v = value << 1 ^ value >> 63;
        while ((v & ~0x7FL) != 0) {
            to[at++] = (byte) (v | 0x80);
            v >>>= 7;
        }
        to[at++] = (byte) v;
        return at;
    }

    long get() {
        long v = bytes[at++];
        if (v >= 0) return v >>> 1 ^ -(v & 1);
        v &= 0x7F;
        for (int shift = 7; ; shift += 7) {
            byte b = bytes[at++];
            v |= (b & 0x7FL) << shift;
            if (b >= 0) return v >>> 1 ^ -(v & 1);
        }
    }

    void putBits(long bits) {
        room(8);
        for (int i = 0; i < 8; i++) bytes[at++] = (byte) (bits >>> 8 * i);
    }

    long getBits() {
        long bits = 0;
        for (int i = 0; i < 8; i++) bits |= (bytes[at++] & 0xFFL) << 8 * i;
        return bits;
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

    /** An array of numbers, or null. */
    void putArray(Object array) {
        int n = array == null ? -1 : Array.getLength(array);
        put(n);
        if (n < 0) return;
        if (numbers.length < n) numbers = new long[n];
        if (array instanceof float[] values) putFloats(values);
        else if (array instanceof double[] values) putDoubles(values);
        else {
            widen(array, n);
            putNumbers(n);
        }
    }

    private void widen(Object array, int n) {
        if (array instanceof long[] values) System.arraycopy(values, 0, numbers, 0, n);
        else if (array instanceof int[] values) for (int i = 0; i < n; i++) numbers[i] = values[i];
        else if (array instanceof short[] values) for (int i = 0; i < n; i++) numbers[i] = values[i];
        else if (array instanceof byte[] values) for (int i = 0; i < n; i++) numbers[i] = values[i];
        else throw new IllegalArgumentException("an array of " + array.getClass());
    }

    /** @param kind of array, as {@code long[]} */
    Object getArray(String kind) {
        int n = (int) get();
        if (n < 0) return null;
        if (numbers.length < n) numbers = new long[n];
        switch (kind) {
            case "float[]":
                return getFloats(new float[n]);
            case "double[]":
                return getDoubles(new double[n]);
            default:
                getNumbers(n);
        }
        switch (kind) {
            case "long[]":
                return Arrays.copyOf(numbers, n);
            case "int[]":
                int[] ints = new int[n];
                for (int i = 0; i < n; i++) ints[i] = (int) numbers[i];
                return ints;
            case "short[]":
                short[] shorts = new short[n];
                for (int i = 0; i < n; i++) shorts[i] = (short) numbers[i];
                return shorts;
            case "byte[]":
                byte[] small = new byte[n];
                for (int i = 0; i < n; i++) small[i] = (byte) numbers[i];
                return small;
            default:
                throw new IllegalArgumentException("an array of " + kind);
        }
    }

    /** By what each differs from the one before, or those differences from another array's, whichever is less. */
    private void putNumbers(int n) {
        long[] like = likes.put(n, Arrays.copyOf(numbers, n));
        boolean alike = like != null && isAlike(like, n);
        put(alike ? 1 : 0);
        for (int i = 0; alike && i < n; i++) numbers[i] -= like[i];
        room(2 * n * LONGEST);
        byte[] to = bytes;
        int end = at;
        long before = 0;
        for (int i = 0; i < n; i++) {
            long difference = numbers[i] - before;
            before = numbers[i];
            end = put(to, end, difference);
            if (difference != 0) continue;
            int same = i + 1;
            while (same < n && numbers[same] == before) same++;
            end = put(to, end, same - i - 1);
            i = same - 1;
        }
        at = end;
    }

    private boolean isAlike(long[] like, int n) {
        double own = 0;
        double other = 0;
        for (int i = 1; i < n; i++) {
            double difference = (double) numbers[i] - numbers[i - 1];
            own += Math.abs(difference);
            other += Math.abs(difference - ((double) like[i] - like[i - 1]));
        }
        return other < own;
    }

    private void getNumbers(int n) {
        boolean alike = get() == 1;
        long before = 0;
        for (int i = 0; i < n; i++) {
            long difference = get();
            numbers[i] = before += difference;
            if (difference != 0) continue;
            int end = i + 1 + (int) get();
            Arrays.fill(numbers, i + 1, end, before);
            i = end - 1;
        }
        long[] like = likes.get(n);
        for (int i = 0; alike && i < n; i++) numbers[i] += like[i];
        likes.put(n, Arrays.copyOf(numbers, n));
    }

    /**
     * Whole numbers as such. Of others the bits, by how their difference differs from the one before: what moves along a line
     * changes little.
     */
    private void putFloats(float[] values) {
        boolean whole = true;
        for (int i = 0; i < values.length && whole; i++) {
            numbers[i] = (long) values[i];
            whole = isWhole(values[i], numbers[i]);
        }
        put(whole ? 1 : 0);
        long before = 0;
        for (int i = 0; i < values.length && !whole; i++) {
            long bits = Float.floatToRawIntBits(values[i]);
            numbers[i] = bits - before;
            before = bits;
        }
        putNumbers(values.length);
    }

    private float[] getFloats(float[] values) {
        boolean whole = get() == 1;
        getNumbers(values.length);
        long bits = 0;
        for (int i = 0; i < values.length; i++) {
            values[i] = whole ? numbers[i] : Float.intBitsToFloat((int) (bits += numbers[i]));
        }
        return values;
    }

    /** Whole numbers as such, of others the bits. */
    private void putDoubles(double[] values) {
        boolean whole = true;
        for (int i = 0; i < values.length && whole; i++) {
            numbers[i] = (long) values[i];
            whole = isWhole(values[i], numbers[i]);
        }
        put(whole ? 1 : 0);
        if (whole) putNumbers(values.length);
        else for (double v : values) putBits(Double.doubleToRawLongBits(v));
    }

    private double[] getDoubles(double[] values) {
        boolean whole = get() == 1;
        if (whole) getNumbers(values.length);
        for (int i = 0; i < values.length; i++) values[i] = whole ? numbers[i] : Double.longBitsToDouble(getBits());
        return values;
    }

    private static boolean isWhole(double value, long whole) {
        return value == whole && Math.abs(value) < WHOLE && (whole != 0 || 1 / value > 0);
    }
}
