package dev.breakwater.core.cost;

import dev.breakwater.core.model.DataMinute;
import java.time.LocalDate;
import java.time.YearMonth;

/** Calendar months of the bill, in UTC. A month is the number year x 12 + month - 1. */
public final class Month {

    private Month() {}

    /** The month of a minute (floor(epoch seconds / 60)). */
    public static int of(long minute) {
        LocalDate day = LocalDate.ofEpochDay(DataMinute.dayOf(minute));
        return day.getYear() * 12 + day.getMonthValue() - 1;
    }

    /** First minute of the month. */
    public static long start(int month) {
        return LocalDate.of(Math.floorDiv(month, 12), Math.floorMod(month, 12) + 1, 1)
                        .toEpochDay()
                * DataMinute.DAY;
    }

    /** First minute after the month. */
    public static long end(int month) {
        return start(month + 1);
    }

    /** The number of a month like {@code 2026-08}; throws {@link java.time.format.DateTimeParseException} for another text. */
    public static int parse(String text) {
        YearMonth month = YearMonth.parse(text);
        return month.getYear() * 12 + month.getMonthValue() - 1;
    }

    /** The month as text, for example {@code 2026-08}. */
    public static String text(int month) {
        return YearMonth.of(Math.floorDiv(month, 12), Math.floorMod(month, 12) + 1)
                .toString();
    }
}
