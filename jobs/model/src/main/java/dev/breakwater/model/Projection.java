package dev.breakwater.model;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * The projected cost of a surge above the expectation, if the surge continues at the present rate. A surge that grows
 * exponentially continues to grow until it uses all concurrency that it may use. Days and months are in UTC, as on the
 * bill.
 *
 * @param nanoPerHour     cost above the expectation per hour at the present rate, nano-USD
 * @param endOfDayNano    cost above the expectation from onset to the end of the day, nano-USD
 * @param endOfMonthNano  cost above the expectation from onset to the end of the month, nano-USD
 * @param doublesIn       minutes in which the surge doubles, or 0 if it does not grow
 * @param mostNanoPerHour the hourly cost at which the growth ends, nano-USD, or 0 if the surge does not grow
 */
public record Projection(
        long nanoPerHour, long endOfDayNano, long endOfMonthNano, double doublesIn, long mostNanoPerHour) {

    public static final Projection NONE = new Projection(0, 0, 0);

    private static final double HOUR = 60;
    /** The rate is the mean of three minutes, which ends this many minutes after their middle. */
    private static final double MIDDLE = 1.5;

    /** Creates the projection of a surge that does not grow. */
    public Projection(long nanoPerHour, long endOfDayNano, long endOfMonthNano) {
        this(nanoPerHour, endOfDayNano, endOfMonthNano, 0, 0);
    }

    /**
     * Projects the cost.
     *
     * @param minute      newest data minute of the surge
     * @param excessNano  cost above the expectation since onset, nano-USD
     * @param nanoPerHour cost above the expectation per hour in the last three minutes, nano-USD; negative values count
     *     as 0
     * @param growth      growth as a factor per minute of a recursive loop; 1 in all other cases
     * @param mostPerHour the hourly cost with all concurrency that the surge may use, nano-USD; 0 if it is unknown
     */
    public static Projection of(long minute, long excessNano, long nanoPerHour, double growth, long mostPerHour) {
        long rate = Math.max(0, nanoPerHour);
        ZonedDateTime now = Instant.ofEpochSecond((minute + 1) * 60).atZone(ZoneOffset.UTC);
        ZonedDateTime day = now.truncatedTo(ChronoUnit.DAYS);
        long toDay = ChronoUnit.MINUTES.between(now, day.plusDays(1));
        long toMonth = ChronoUnit.MINUTES.between(now, day.withDayOfMonth(1).plusMonths(1));
        boolean grows = growth > 1 && rate > 0 && mostPerHour > rate;
        double perMinute = grows ? Math.log(growth) : 0;
        return new Projection(
                rate,
                excessNano + Math.round(ahead(rate, perMinute, mostPerHour, toDay)),
                excessNano + Math.round(ahead(rate, perMinute, mostPerHour, toMonth)),
                grows ? Math.log(2) / perMinute : 0,
                grows ? mostPerHour : 0);
    }

    private static double ahead(long rate, double perMinute, long most, long minutes) {
        if (perMinute == 0) return rate * minutes / HOUR;
        double now = Math.min(most, rate * Math.exp(perMinute * MIDDLE));
        double growing = Math.min(minutes, Math.log(most / now) / perMinute);
        return (now * Math.expm1(perMinute * growing) / perMinute + most * (minutes - growing)) / HOUR;
    }

    /**
     * The growth in words, for example {@code doubling every 2.7 min, up to the 24.40 USD an hour that its concurrency
     * allows}. The text is empty if the surge does not grow.
     */
    public String growth() {
        return doublesIn == 0
                ? ""
                : String.format(
                                Locale.ROOT,
                                doublesIn < 10 ? "doubling every %.1f min" : "doubling every %.0f min",
                                doublesIn)
                        + ", up to the " + NanoUsd.text(mostNanoPerHour) + " USD an hour that its concurrency allows";
    }
}
