package dev.breakwater.engine.control;

import dev.breakwater.model.DataMinute;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The time of the week and the size of a surge that a person accepted for every week. Flink stores this record, so its
 * constructor has no checks.
 *
 * @param from       first minute (epoch seconds / 60) of the accepted surge, -1 for none
 * @param to         first minute after the accepted surge, at most a day after {@code from}
 * @param usdPerHour the largest known cost of a minute, times 60
 * @param times      the largest cost as a multiple of the usual cost; 0 if there was no usual cost
 */
public record Weekly(long from, long to, double usdPerHour, double times) {

    public static final Weekly NONE = new Weekly(-1, -1, 0, 0);

    /**
     * The margin before and after the accepted time, in minutes. The margin is needed because clocks change by an hour,
     * and jobs start late.
     */
    public static final int SLACK = DataMinute.HOUR;

    /** A surge that costs more than this multiple of the accepted surge is a different surge. */
    public static final int LARGER = 2;

    private static final int WEEK = 7 * DataMinute.DAY;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("EEE HH:mm", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    public boolean present() {
        return from >= 0;
    }

    /** Whether this acceptance covers a minute with this cost, in any week. */
    public boolean covers(long minute, double costs) {
        return Math.floorMod(minute - from + SLACK, WEEK) < to - from + 2 * SLACK && isNoLarger(costs);
    }

    /** Whether a minute with this hourly cost belongs to the same surge. */
    public boolean isNoLarger(double costs) {
        return costs <= LARGER * usdPerHour;
    }

    /** This acceptance, extended to the end of the given minute. An acceptance lasts a day at most. */
    public Weekly through(long minute) {
        return new Weekly(from, Math.max(to, Math.min(minute + 1, from + DataMinute.DAY)), usdPerHour, times);
    }

    /** This acceptance, raised to the given cost if that cost is higher. */
    public Weekly atLeast(double costs) {
        return new Weekly(from, to, Math.max(usdPerHour, costs), times);
    }

    /** This acceptance, changed to cover the given multiple of its cost. */
    public Weekly upTo(int larger) {
        return new Weekly(from, to, usdPerHour * larger / LARGER, times);
    }

    /** The time with its margin, for example {@code Mon 07:00 to Mon 10:20 UTC, up to 25.60 USD an hour}. */
    public String words() {
        return String.format(
                Locale.ROOT,
                "%s to %s UTC, up to %.2f USD an hour",
                time(from - SLACK),
                time(to + SLACK),
                LARGER * usdPerHour);
    }

    private static String time(long minute) {
        return TIME.format(Instant.ofEpochSecond(minute * 60));
    }
}
