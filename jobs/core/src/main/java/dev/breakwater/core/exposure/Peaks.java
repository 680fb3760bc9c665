package dev.breakwater.core.exposure;

import java.util.Arrays;

/**
 * The concurrency that a function used, one peak a minute, minutes in which it slept left out.
 *
 * @param ascending peaks of the minutes, smallest first; never empty
 */
public record Peaks(int[] ascending) {

    public Peaks {
        if (ascending.length == 0) throw new IllegalArgumentException("no minute");
        ascending = ascending.clone();
        Arrays.sort(ascending);
    }

    /** The highest peak. */
    public int highest() {
        return ascending[ascending.length - 1];
    }

    /** The peak that the given share of the minutes stays at or below; share 0 to 1. */
    public int quantile(double share) {
        int rank = (int) Math.ceil(share * ascending.length);
        return ascending[Math.max(1, rank) - 1];
    }

    /** How many minutes would have been cut by this limit. */
    public int minutesAbove(int limit) {
        int count = 0;
        while (count < ascending.length && ascending[ascending.length - 1 - count] > limit) count++;
        return count;
    }

    public int minutes() {
        return ascending.length;
    }
}
