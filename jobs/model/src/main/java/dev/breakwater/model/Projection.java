package dev.breakwater.model;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;

/**
 * The projected cost of a surge above the expectation, if the surge continues unchanged. Days and months are in UTC, as
 * on the bill.
 *
 * @param nanoPerHour     cost above the expectation per hour at the present rate, nano-USD
 * @param endOfDayNano    cost above the expectation from onset to the end of the day, nano-USD
 * @param endOfMonthNano  cost above the expectation from onset to the end of the month, nano-USD
 */
public record Projection(long nanoPerHour, long endOfDayNano, long endOfMonthNano) {

    public static final Projection NONE = new Projection(0, 0, 0);

    private static final double HOUR = 60;

    /**
     * Projects the cost at the present rate.
     *
     * @param minute      newest data minute of the surge
     * @param excessNano  cost above the expectation since onset, nano-USD
     * @param nanoPerHour cost above the expectation per hour, nano-USD; negative values count as 0
     */
    public static Projection of(long minute, long excessNano, long nanoPerHour) {
        long rate = Math.max(0, nanoPerHour);
        ZonedDateTime now = Instant.ofEpochSecond((minute + 1) * 60).atZone(ZoneOffset.UTC);
        ZonedDateTime day = now.truncatedTo(ChronoUnit.DAYS);
        long toDay = ChronoUnit.MINUTES.between(now, day.plusDays(1));
        long toMonth = ChronoUnit.MINUTES.between(now, day.withDayOfMonth(1).plusMonths(1));
        return new Projection(
                rate, excessNano + Math.round(rate * toDay / HOUR), excessNano + Math.round(rate * toMonth / HOUR));
    }
}
