package dev.breakwater.model;

import java.time.LocalDate;

/**
 * Data minutes, which are floor(epoch seconds / 60) in UTC. Data minutes are plain longs, because each sample has one.
 * Only this class defines minutes, hours, days and months. Day 0 was a Thursday. A month is the number year x 12 + month - 1.
 */
public final class DataMinute {

    /** Milliseconds in a minute. */
    public static final long MILLIS = 60_000;
    /** Minutes in an hour, and in a day. */
    public static final int HOUR = 60;

    public static final int DAY = 24 * HOUR;

    private DataMinute() {}

    /** The minute of an instant in epoch milliseconds. */
    public static long of(long millis) {
        return Math.floorDiv(millis, MILLIS);
    }

    /** The end of a minute in epoch milliseconds. */
    public static long endMillis(long minute) {
        return (minute + 1) * MILLIS;
    }

    /** The hour of a minute: floor(minute / 60). */
    public static long hourOf(long minute) {
        return Math.floorDiv(minute, HOUR);
    }

    /** The day of a minute: floor(minute / 1,440). */
    public static long dayOf(long minute) {
        return Math.floorDiv(minute, DAY);
    }

    /** The month of a minute (floor(epoch seconds / 60)). */
    public static int monthOf(long minute) {
        LocalDate day = LocalDate.ofEpochDay(dayOf(minute));
        return day.getYear() * 12 + day.getMonthValue() - 1;
    }

    /** First minute of the month. */
    public static long monthStart(int month) {
        return LocalDate.of(Math.floorDiv(month, 12), Math.floorMod(month, 12) + 1, 1)
                        .toEpochDay()
                * DAY;
    }

    /** First minute after the month. */
    public static long monthEnd(int month) {
        return monthStart(month + 1);
    }
}
