package dev.breakwater.guard.wire;

import dev.breakwater.model.DataMinute;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/**
 * Sends the clocks of accounts and regions in Flink's watermarks. A job has only one watermark, but each account and
 * region has its own arrival minute. Each task of a stage must receive a clock's advance in order with the elements,
 * and only after all inputs of the task have reached it. Flink guarantees this order only for watermarks. An advance is
 * therefore sent as three watermarks. The high 34 bits of each watermark are a counter. The low 30 bits contain one of
 * three parts of the message: the account (40 bits), the region (24 bits) and the new minute (26 bits).
 *
 * <p>All inputs of a stage have the same watermarks, so each stage gets every watermark. If a part of an advance is
 * missing, for example because an input joined later, the advance is ignored. The next advance of the clock replaces
 * the ignored advance.
 */
public final class ArrivalMarks {

    /** A clock that is more than this many minutes behind the newest clock does not delay the lines of other clocks. */
    private static final long WAITED_FOR = DataMinute.DAY;

    private static final int PARTS = 3;
    private static final int PAYLOAD_BITS = 30;
    private static final long PAYLOAD = (1L << PAYLOAD_BITS) - 1;
    private static final int REGION_BITS = 24;
    private static final long REGION = (1L << REGION_BITS) - 1;
    private static final int MINUTE_BITS = 26;
    private static final long ACCOUNT = (1L << 40) - 1;
    /** The first counter value after Flink's initial watermark. */
    public static final long FIRST = (Long.MIN_VALUE >> PAYLOAD_BITS) + PARTS + 1;

    /** The clock of all accounts together, which has the newest minute of all clocks. */
    public static final long ALL = -1;

    private final Map<Long, Long> minutes = new HashMap<>();
    private long newest = Long.MIN_VALUE;

    private long expected = Long.MIN_VALUE;
    private long high;
    private long middle;
    private long clock;
    private long minute;

    /** Returns the clock of an account in a region. */
    public static long clock(String account, String region) {
        long hash = region.hashCode() * 0x9E3779B1L >>> 8 & REGION;
        return ofAccount(account) | (hash == 0 ? 1 : hash);
    }

    /** Returns the clock of an account, which has the newest minute of the account's regions. */
    public static long ofAccount(String account) {
        boolean number = account.length() == 12 && account.chars().allMatch(c -> c >= '0' && c <= '9');
        return ((number ? Long.parseLong(account) : account.hashCode()) & ACCOUNT) << REGION_BITS;
    }

    /**
     * Returns the watermarks that announce that a clock has reached a minute.
     *
     * @param count the counter, which begins with {@link #FIRST}; each call uses {@link #PARTS} values
     */
    public static long[] of(long count, long clock, long minute) {
        long first = clock >>> REGION_BITS + 10;
        long second = clock >>> 4 & PAYLOAD;
        long third = (clock & 15) << MINUTE_BITS | minute;
        return new long[] {mark(count, first), mark(count + 1, second), mark(count + 2, third)};
    }

    private static long mark(long count, long payload) {
        return count << PAYLOAD_BITS | payload;
    }

    /** Processes a watermark. Returns true if it completes an advance of {@link #clock()} to {@link #minute()}. */
    public boolean take(long watermark) {
        long count = watermark >> PAYLOAD_BITS;
        long payload = watermark & PAYLOAD;
        int part = (int) Math.floorMod(count - FIRST, (long) PARTS);
        boolean inOrder = part == 0 || count == expected;
        expected = inOrder ? count + 1 : Long.MIN_VALUE;
        if (part == 0) high = payload;
        if (part == 1) middle = payload;
        if (part < PARTS - 1 || !inOrder) return false;
        clock = high << REGION_BITS + 10 | middle << 4 | payload >>> MINUTE_BITS;
        minute = payload & (1L << MINUTE_BITS) - 1;
        minutes.put(clock, minute);
        newest = Math.max(newest, minute);
        return true;
    }

    /** Returns the clock that advanced last. */
    public long clock() {
        return clock;
    }

    /** Returns the account of {@link #clock()}. */
    public long account() {
        return clock & ~REGION;
    }

    /** Returns the minute that {@link #clock()} reached. */
    public long minute() {
        return minute;
    }

    /**
     * Returns the minute that all clocks have reached, except clocks that are more than a day behind. Before the first
     * advance, it is the smallest long value.
     */
    public long everywhere() {
        if (minutes.size() == 1) return newest;
        return minutes.isEmpty()
                ? Long.MIN_VALUE
                : Collections.min(minutes.values().stream()
                        .filter(m -> newest - m <= WAITED_FOR)
                        .toList());
    }
}
