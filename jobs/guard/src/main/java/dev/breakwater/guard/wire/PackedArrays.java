package dev.breakwater.guard.wire;

import static dev.breakwater.guard.wire.Packed.isWhole;
import static dev.breakwater.guard.wire.Packed.zigzag;

import java.lang.reflect.Array;
import java.util.Arrays;

/**
 * Arrays of numbers that follow each other: their differences from element to element, a block of them at a time, each in as many
 * bits as the largest of the block needs.
 */
final class PackedArrays {

    /** Differences that have a width in common: a large one costs only its neighbours. */
    private static final int BLOCK = 8;
    /** Beside the width of a block: its differences are told as what they differ from those of another array. */
    private static final int ALIKE = 0x80;

    private final Packed packed;
    /** The array at hand, behind a zero: the first differs from that. */
    private long[] numbers = new long[257];
    /** Zeros, as many. */
    private long[] none = new long[257];
    /** The newest arrays, one of each length: those of one length often go up and down together. */
    private long[][] likes = new long[4][];

    private int[] lengths = new int[4];
    private int kept;
    /** The differences of the block at hand, and how they differ from those of an array like it. */
    private final long[] own = new long[BLOCK];

    private final long[] beside = new long[BLOCK];

    PackedArrays(Packed packed) {
        this.packed = packed;
    }

    void reset() {
        kept = 0;
    }

    /** An array of numbers, or null. */
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
     * Whole numbers as such. Of others the bits, by how their difference differs from the one before: what moves along a line
     * changes little.
     *
     * @return whether all are whole
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
     * @param into is filled where it is as long as what was put
     * @param of   the type of its elements
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
        boolean same = getNumbers(n);
        if (!whole) giveBits((float[]) array);
        else give(array, n);
        if (!same) keep(n);
        return array;
    }

    private void giveBits(float[] values) {
        int bits = 0;
        for (int i = 0; i < values.length; i++) values[i] = Float.intBitsToFloat(bits += (int) numbers[i + 1]);
    }

    private void give(Object array, int n) {
        if (array instanceof float[] values) for (int i = 0; i < n; i++) values[i] = numbers[i + 1];
        else if (array instanceof double[] values) for (int i = 0; i < n; i++) values[i] = numbers[i + 1];
        else if (array instanceof long[] values) System.arraycopy(numbers, 1, values, 0, n);
        else if (array instanceof int[] values) for (int i = 0; i < n; i++) values[i] = (int) numbers[i + 1];
        else if (array instanceof short[] values) for (int i = 0; i < n; i++) values[i] = (short) numbers[i + 1];
        else if (array instanceof byte[] values) for (int i = 0; i < n; i++) values[i] = (byte) numbers[i + 1];
    }

    private void hold(int n) {
        if (numbers.length <= n) numbers = new long[n + 1];
        if (none.length <= n) none = new long[n + 1];
    }

    /** The newest of that length, or null. */
    private long[] like(int n) {
        for (int k = 0; k < kept; k++) if (lengths[k] == n) return likes[k];
        return null;
    }

    /** The array at hand is what the next of its length is compared with. */
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
        likes[k] = numbers;
        numbers = free == null ? new long[numbers.length] : free;
    }

    /** Many are zero throughout, and are no likeness of any other. */
    private void putNumbers(int n) {
        boolean same = isSame(n);
        packed.put(same ? 1 : 0);
        if (same) {
            packed.put(n == 0 ? 0 : numbers[1]);
            return;
        }
        long[] like = like(n);
        for (int from = 1; from <= n; from += BLOCK) putBlock(like, from, Math.min(n + 1, from + BLOCK));
        keep(n);
    }

    private boolean isSame(int n) {
        for (int i = 2; i <= n; i++) if (numbers[i] != numbers[1]) return false;
        return true;
    }

    private void putBlock(long[] like, int from, int to) {
        int width = differences(own, none, from, to);
        int unlike = like == null || width == 0 ? width : differences(beside, like, from, to);
        boolean alike = unlike < width;
        int least = Math.min(unlike, width);
        packed.putByte(alike ? least | ALIKE : least);
        if (least > 0) packed.putBits(alike ? beside : own, to - from, least);
    }

    /**
     * The differences from number to number, those of another array taken off.
     *
     * @return how many bits the largest takes
     */
    private int differences(long[] into, long[] like, int from, int to) {
        long[] n = numbers;
        long before = n[from - 1] - like[from - 1];
        long all = 0;
        for (int i = from; i < to; i++) {
            long number = n[i] - like[i];
            all |= into[i - from] = zigzag(number - before);
            before = number;
        }
        return Long.SIZE - Long.numberOfLeadingZeros(all);
    }

    /** @return whether they are all the same */
    private boolean getNumbers(int n) {
        boolean same = packed.get() == 1;
        if (same) {
            Arrays.fill(numbers, 1, n + 1, packed.get());
            return true;
        }
        long[] like = like(n);
        for (int from = 1; from <= n; from += BLOCK) getBlock(like, from, Math.min(n + 1, from + BLOCK));
        return false;
    }

    private void getBlock(long[] like, int from, int to) {
        int header = packed.getByte();
        int width = header & ~ALIKE;
        if (width == 0) Arrays.fill(numbers, from, to, numbers[from - 1]);
        else packed.getSums(numbers, from, to, width);
        if (header == width) return;
        long lift = like[from - 1];
        for (int i = from; i < to; i++) numbers[i] += like[i] - lift;
    }
}
