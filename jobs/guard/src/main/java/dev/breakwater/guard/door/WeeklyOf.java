package dev.breakwater.guard.door;

import dev.breakwater.engine.control.Weekly;
import dev.breakwater.ledger.Incident;
import java.time.Duration;
import java.time.Instant;

/** Computes an incident's time of the week and its size. */
final class WeeklyOf {

    private WeeklyOf() {}

    /**
     * Returns the time and size of an incident, which may still continue. The size is the hourly cost in the page's
     * minute or, if that is larger, the mean.
     */
    static Weekly of(Incident row, Instant now) {
        Instant onset = row.times().onset();
        Instant end = row.times().endedAt() == null ? now : row.times().endedAt();
        long from = onset.getEpochSecond() / 60;
        long to = Math.max(from + 1, end.getEpochSecond() / 60);
        double usual = row.found().expected().usdPerHour();
        double hours = Duration.ofMinutes(to - from).toMinutes() / 60.0;
        double mean = usual + row.money().excessUsd().doubleValue() / hours;
        double most = Math.max(row.found().observed().usdPerHour(), mean);
        return new Weekly(from, to, most, usual > 0 ? most / usual : 0);
    }
}
