package dev.breakwater.core.policy;

/**
 * A planned surge of the matched functions. After its end the traffic needs a while to fall: for half an hour the
 * expectation goes down to the usual in a line.
 *
 * @param name   unique in the book
 * @param match  the functions that it speaks for; it says nothing of others
 * @param from   first minute (epoch seconds / 60)
 * @param to     first minute after it
 * @param expect multiple of the usual traffic that is no surge; below 1 it has no effect
 */
public record Window(String name, Match match, long from, long to, double expect) implements java.io.Serializable {

    /** Minutes in which the expectation falls after its end. */
    public static final int FALL = 30;

    /** The multiple of the usual traffic that is expected in a minute, at least 1. */
    double at(long minute) {
        if (!covers(minute)) return 1;
        double raised = Math.max(1, expect);
        return minute < to ? raised : 1 + (raised - 1) * (to + FALL - minute) / (FALL + 1);
    }

    /** The largest of these of the minutes from one to another, both inclusive. */
    double most(long first, long last) {
        return touches(first, last) ? at(Math.max(first, from)) : 1;
    }

    /** Whether it covers a minute, its fall included. */
    boolean covers(long minute) {
        return touches(minute, minute);
    }

    /** Whether any of the minutes from one to another, both inclusive, does. */
    boolean touches(long first, long last) {
        return first < to + FALL && last >= from;
    }
}
