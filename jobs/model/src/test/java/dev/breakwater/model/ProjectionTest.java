package dev.breakwater.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class ProjectionTest {

    private static final long USD = 1_000_000_000L;

    @Test
    void goesOnAtThatRate() {
        // at 18:00 on the 30th, there are 6 hours to midnight, and 30 to the end of a month of 31 days
        Projection p = Projection.of(minute("2026-03-30T17:59:00Z"), 40 * USD, 7 * USD);
        assertThat(p.nanoPerHour()).isEqualTo(7 * USD);
        assertThat(p.endOfDayNano()).isEqualTo((40 + 42) * USD);
        assertThat(p.endOfMonthNano()).isEqualTo((40 + 7 * 30) * USD);
    }

    @Test
    void theLastMinuteOfADayEndsIt() {
        Projection p = Projection.of(minute("2026-12-31T23:59:00Z"), 5 * USD, USD);
        // the rest belongs to the next day and the next month
        assertThat(p.endOfDayNano()).isEqualTo((5 + 24) * USD);
        assertThat(p.endOfMonthNano()).isEqualTo((5 + 24 * 31) * USD);
    }

    @Test
    void aSurgeThatCostsNothingMoreStaysWhereItIs() {
        Projection p = Projection.of(minute("2026-03-30T17:59:00Z"), 3 * USD, -USD);
        assertThat(p).isEqualTo(new Projection(0, 3 * USD, 3 * USD));
    }

    private static long minute(String instant) {
        return Instant.parse(instant).getEpochSecond() / 60;
    }
}
