package dev.breakwater.guard.wire;

import dev.breakwater.core.model.DataMinute;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/**
 * The clocks of accounts and regions as Flink's watermarks carry them. A job has one watermark, and each account and region its
 * own arrival minute. What all tasks of a stage must learn, in line with the elements and once all of their inputs have passed
 * it, is what a watermark is sent for: so an advance of one clock is sent as three watermarks. Their high 34 bits count up,
 * and their low 30 carry a third of: the account (40 bits), its region (24) and the new minute (26).
 *
 * <p>Each stage gets each watermark, because all of its inputs carry the same ones. An advance of which a part is
 * missing, as where an input joined later, is passed over; the next one of its clock tells more.
 */
public final class ArrivalMarks {

    /** Minutes by which a clock may be behind the newest and still be waited for by what is sorted over all of them. */
    private static final long WAITED_FOR = DataMinute.DAY;

    private static final int PARTS = 3;
    private static final int PAYLOAD_BITS = 30;
    private static final long PAYLOAD = (1L << PAYLOAD_BITS) - 1;
    private static final int REGION_BITS = 24;
    private static final long REGION = (1L << REGION_BITS) - 1;
    private static final int MINUTE_BITS = 26;
    private static final long ACCOUNT = (1L << 40) - 1;
    /** Behind the watermark that Flink begins with. */
    public static final long FIRST = (Long.MIN_VALUE >> PAYLOAD_BITS) + PARTS + 1;

    /** The clock of all together: the newest minute. */
    public static final long ALL = -1;

    private final Map<Long, Long> minutes = new HashMap<>();
    private long newest = Long.MIN_VALUE;

    private long expected = Long.MIN_VALUE;
    private long high;
    private long middle;
    private long clock;
    private long minute;

    /** The clock of an account in a region. */
    public static long clock(String account, String region) {
        long hash = region.hashCode() * 0x9E3779B1L >>> 8 & REGION;
        return ofAccount(account) | (hash == 0 ? 1 : hash);
    }

    /** The clock of an account: the newest minute of its regions. */
    public static long ofAccount(String account) {
        boolean number = account.length() == 12 && account.chars().allMatch(c -> c >= '0' && c <= '9');
        return ((number ? Long.parseLong(account) : account.hashCode()) & ACCOUNT) << REGION_BITS;
    }

    /**
     * The watermarks that say that a clock has come to a minute.
     *
     * @param count of all that were sent before, from {@link #FIRST}; {@link #PARTS} more are sent now
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

    /** Takes a watermark; true when it completes an advance, of {@link #clock()} to {@link #minute()}. */
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

    /** Whose clock advanced. */
    public long clock() {
        return clock;
    }

    /** The account of {@link #clock()}. */
    public long account() {
        return clock & ~REGION;
    }

    /** The minute that {@link #clock()} has come to. */
    public long minute() {
        return minute;
    }

    /** The minute that all clocks have come to, except those more than a day behind; the least number before the first. */
    public long everywhere() {
        if (minutes.size() == 1) return newest;
        return minutes.isEmpty()
                ? Long.MIN_VALUE
                : Collections.min(minutes.values().stream()
                        .filter(m -> newest - m <= WAITED_FOR)
                        .toList());
    }
}
