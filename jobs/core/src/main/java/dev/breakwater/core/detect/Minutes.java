package dev.breakwater.core.detect;

/** Minutes, hours and days since the epoch, in UTC; Monday is day 0 of a week. */
final class Minutes {

    static final int HOUR = 60;
    static final int DAY = 1440;
    /** Hours of history kept: eight days, so that the same hour a week ago is still there. */
    static final int HOURS = 8 * 24;

    private Minutes() {}

    static long hourOf(long minute) {
        return Math.floorDiv(minute, HOUR);
    }

    static long dayOf(long minute) {
        return Math.floorDiv(minute, DAY);
    }

    static int slotOf(long hour) {
        return (int) Math.floorMod(hour, (long) HOURS);
    }
}
