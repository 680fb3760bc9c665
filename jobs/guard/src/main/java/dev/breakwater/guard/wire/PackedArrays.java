package dev.breakwater.guard.wire;

import static dev.breakwater.guard.wire.Packed.isWhole;
import static dev.breakwater.guard.wire.Packed.zigzag;

import java.lang.reflect.Array;
import java.util.Arrays;

/**
 * Packs arrays of numbers as differences between elements. In each block, every difference has as many bits as the
 * largest difference needs.
 */
final class PackedArrays {

    /**
     * The number of differences in a block. All differences in a block have the same width, so a large difference takes
     * space only in its own block.
     */
    private static final int BLOCK = 8;
    /**
     * A flag in the byte with a block's width. The flag means that the differences are stored relative to the
     * differences of a similar array.
     */
    private static final int ALIKE = 0x80;

    private final Packed packed;
    /** The present array after a leading zero. The difference of the first value is computed from this zero. */
    private long[] numbers = new long[257];
    /** The difference of each value from the previous one. */
    private long[] differences = new long[257];
    /** The differences of the newest array of each length. Arrays of the same length often rise and fall together. */
    private long[][] likes = new long[4][];

    private int[] lengths = new int[4];
    private int kept;
    /** The differences as small positive numbers, either plain or relative to the differences of a similar array. */
    private long[] own = new long[257];

    private long[] beside = new long[257];

    PackedArrays(Packed packed) {
        this.packed = packed;
    }

    void reset() {
        kept = 0;
    }

    /** Writes an array of numbers, or null. */
    void put(Object array) {
        int n = array == null ? -1 : Array.getLength(array);
        packed.put(n);
        if (n < 0) return;
        hold(n);
        boolean whole = true;
        if (array instanceof float[] values) packed.put((whole = takeFloats(values)) ? 1 : 0);
        else if (array instanceof double[] values) packed.put((whole = takeDoubles(values)) ? 1 : 0);
        else take(array, n);
        if (!whole && array instanceof double[] values)
            for (double v : values) packed.putBits(Double.doubleToRawLongBits(v));
        else putNumbers(n);
    }

    private void take(Object array, int n) {
        if (array instanceof long[] values) System.arraycopy(values, 0, numbers, 1, n);
        else if (array instanceof int[] values) for (int i = 0; i < n; i++) numbers[i + 1] = values[i];
        else if (array instanceof short[] values) for (int i = 0; i < n; i++) numbers[i + 1] = values[i];
        else if (array instanceof byte[] values) for (int i = 0; i < n; i++) numbers[i + 1] = values[i];
        else throw new IllegalArgumentException("an array of " + array.getClass());
    }

    /**
     * Prepares the values. An array of whole numbers is stored directly. Any other array is stored as changes of its
     * differences, which are small for a straight series.
     *
     * @return whether all values are whole numbers
     */
    private boolean takeFloats(float[] values) {
        int n = 0;
        while (n < values.length && isWhole(values[n], numbers[n + 1] = (long) values[n])) n++;
        if (n == values.length) return true;
        long before = 0;
        for (int i = 0; i < values.length; i++) {
            long bits = Float.floatToRawIntBits(values[i]);
            numbers[i + 1] = bits - before;
            before = bits;
        }
        return false;
    }

    private boolean takeDoubles(double[] values) {
        int n = 0;
        while (n < values.length && isWhole(values[n], numbers[n + 1] = (long) values[n])) n++;
        return n == values.length;
    }

    /**
     * Reads an array of numbers, or null.
     *
     * @param into an array that is filled and returned if it has the right length
     * @param of   the type of the array's elements
     */
    Object get(Object into, Class<?> of) {
        int n = (int) packed.get();
        if (n < 0) return null;
        hold(n);
        Object array = into != null && Array.getLength(into) == n ? into : Array.newInstance(of, n);
        boolean whole = of != float.class && of != double.class || packed.get() == 1;
        if (!whole && array instanceof double[] values) {
            for (int i = 0; i < n; i++) values[i] = Double.longBitsToDouble(packed.getBits());
            return array;
        }
        boolean same = packed.get() == 1;
        if (same && whole) {
            fill(array, packed.get());
            return array;
        }
        if (same) differences = Arrays.copyOf(new long[] {0, packed.get()}, differences.length);
        else getDifferences(n);
        if (whole) give(array, n);
        else giveBits((float[]) array);
        if (!same) keep(n);
        return array;
    }

    private static void fill(Object array, long v) {
        if (array instanceof float[] values) Arrays.fill(values, v);
        else if (array instanceof double[] values) Arrays.fill(values, v);
        else if (array instanceof long[] values) Arrays.fill(values, v);
        else if (array instanceof int[] values) Arrays.fill(values, (int) v);
        else if (array instanceof short[] values) Arrays.fill(values, (short) v);
        else if (array instanceof byte[] values) Arrays.fill(values, (byte) v);
    }

    private void giveBits(float[] values) {
        long before = 0;
        int bits = 0;
        for (int i = 0; i < values.length; i++)
            values[i] = Float.intBitsToFloat(bits += (int) (before += differences[i + 1]));
    }

    private void give(Object array, int n) {
        long[] by = differences;
        long v = 0;
        if (array instanceof float[] values) for (int i = 0; i < n; i++) values[i] = v += by[i + 1];
        else if (array instanceof double[] values) for (int i = 0; i < n; i++) values[i] = v += by[i + 1];
        else if (array instanceof long[] values) for (int i = 0; i < n; i++) values[i] = v += by[i + 1];
        else if (array instanceof int[] values) for (int i = 0; i < n; i++) values[i] = (int) (v += by[i + 1]);
        else if (array instanceof short[] values) for (int i = 0; i < n; i++) values[i] = (short) (v += by[i + 1]);
        else if (array instanceof byte[] values) for (int i = 0; i < n; i++) values[i] = (byte) (v += by[i + 1]);
    }

    private void hold(int n) {
        if (numbers.length > n) return;
        numbers = new long[n + 1];
        differences = new long[n + 1];
        own = new long[n + 1];
        beside = new long[n + 1];
    }

    /** Returns the differences of the newest array of this length, or null. */
    private long[] like(int n) {
        for (int k = 0; k < kept; k++) if (lengths[k] == n) return likes[k];
        return null;
    }

    /** Keeps the present array for comparison with the next array of its length. */
    private void keep(int n) {
        int k = 0;
        while (k < kept && lengths[k] != n) k++;
        if (k == likes.length) {
            likes = Arrays.copyOf(likes, 2 * k);
            lengths = Arrays.copyOf(lengths, 2 * k);
        }
        kept = Math.max(kept, k + 1);
        lengths[k] = n;
        long[] free = likes[k];
        likes[k] = differences;
        differences = free != null && free.length >= numbers.length ? free : new long[numbers.length];
    }

    /** Writes the numbers. A constant array is written as one number, because many arrays are constant. */
    private void putNumbers(int n) {
        boolean same = n < 2 || Arrays.equals(numbers, 1, n, numbers, 2, n + 1);
        packed.put(same ? 1 : 0);
        if (same) {
            packed.put(n == 0 ? 0 : numbers[1]);
            return;
        }
        long[] like = like(n);
        differ(n, like);
        for (int from = 1; from <= n; from += BLOCK) putBlock(like != null, from, Math.min(n + 1, from + BLOCK));
        keep(n);
    }

    /** Computes the differences of a whole array at once, because Java vectorises this loop. */
    private void differ(int n, long[] like) {
        long[] of = numbers;
        long[] by = differences;
        for (int i = 1; i <= n; i++) by[i] = of[i] - of[i - 1];
        for (int i = 1; i <= n; i++) own[i] = zigzag(by[i]);
        if (like != null) for (int i = 1; i <= n; i++) beside[i] = zigzag(by[i] - like[i]);
    }

    private void putBlock(boolean liked, int from, int to) {
        int width = width(own, from, to);
        int unlike = liked && width > 0 ? width(beside, from, to) : width;
        boolean alike = unlike < width;
        int least = Math.min(unlike, width);
        packed.putByte(alike ? least | ALIKE : least);
        if (least > 0) packed.putBits(alike ? beside : own, from, to, least);
    }

    /** Returns the number of bits that the largest value needs. */
    private static int width(long[] values, int from, int to) {
        long all = 0;
        for (int i = from; i < to; i++) all |= values[i];
        return Long.SIZE - Long.numberOfLeadingZeros(all);
    }

    private void getDifferences(int n) {
        long[] like = like(n);
        for (int from = 1; from <= n; from += BLOCK) getBlock(like, from, Math.min(n + 1, from + BLOCK));
    }

    private void getBlock(long[] like, int from, int to) {
        int header = packed.getByte();
        int width = header & ~ALIKE;
        if (width == 0) Arrays.fill(differences, from, to, 0);
        else packed.getBits(differences, from, to, width);
        if (header != width) for (int i = from; i < to; i++) differences[i] += like[i];
    }
}
