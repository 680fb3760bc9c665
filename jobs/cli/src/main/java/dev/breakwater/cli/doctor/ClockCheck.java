package dev.breakwater.cli.doctor;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/**
 * Checks how far this machine's clock is from AWS's. AWS refuses requests that are signed more than five minutes off;
 * leases end by this clock.
 */
final class ClockCheck {

    private static final Duration TOLERATED = Duration.ofSeconds(30);
    private static final String WHAT = "clock of this machine";
    private static final String COST =
            "leases end too early or too late by this difference, and samples look late or from the future; above 5 "
                    + "minutes, AWS refuses every call";

    private ClockCheck() {}

    /**
     * @param date the Date header of an answer, or null
     * @param now  when the answer came
     */
    static Finding judge(String date, Instant now) {
        if (date == null) return Finding.unknown("clock", Where.HERE, WHAT, "AWS sent no date", COST);
        Instant theirs;
        try {
            theirs = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
        } catch (DateTimeException e) {
            return Finding.unknown("clock", Where.HERE, WHAT, "AWS's date is not understood", COST);
        }
        // the header has whole seconds
        Duration off = Duration.between(theirs, now).abs();
        if (off.compareTo(TOLERATED) <= 0) {
            return Finding.there("clock", Where.HERE, WHAT, "within " + TOLERATED.toSeconds() + " s of AWS's");
        }
        String way = theirs.isBefore(now) ? " s ahead of AWS's" : " s behind AWS's";
        return Finding.missing("clock", Where.HERE, WHAT, off.toSeconds() + way, COST);
    }
}
