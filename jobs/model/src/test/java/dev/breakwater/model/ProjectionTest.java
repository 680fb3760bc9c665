package dev.breakwater.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class ProjectionTest {

    private static final long USD = 1_000_000_000L;

    @Test
    void goesOnAtThatRate() {
        // at 18:00 on the 30th, there are 6 hours to midnight, and 30 to the end of a month of 31 days
        Projection p = Projection.of(minute("2026-03-30T17:59:00Z"), 40 * USD, 7 * USD, 1, 0);
        assertThat(p.nanoPerHour()).isEqualTo(7 * USD);
        assertThat(p.endOfDayNano()).isEqualTo((40 + 42) * USD);
        assertThat(p.endOfMonthNano()).isEqualTo((40 + 7 * 30) * USD);
    }

    @Test
    void theLastMinuteOfADayEndsIt() {
        Projection p = Projection.of(minute("2026-12-31T23:59:00Z"), 5 * USD, USD, 1, 0);
        // the rest belongs to the next day and the next month
        assertThat(p.endOfDayNano()).isEqualTo((5 + 24) * USD);
        assertThat(p.endOfMonthNano()).isEqualTo((5 + 24 * 31) * USD);
    }

    @Test
    void aSurgeThatCostsNothingMoreStaysWhereItIs() {
        Projection p = Projection.of(minute("2026-03-30T17:59:00Z"), 3 * USD, -USD, 1, 0);
        assertThat(p).isEqualTo(new Projection(0, 3 * USD, 3 * USD));
    }

    @Test
    void aSurgeThatGrowsGoesOnGrowingUntilItsConcurrencyIsUsedUp() {
        double growth = Math.pow(2, 1 / 10.0);
        Projection p = Projection.of(minute("2026-03-30T17:59:00Z"), 3 * USD, 2 * USD, growth, 64 * USD);
        double spent = 3;
        // the rate of the last three minutes is the rate in their middle
        for (int m = 0; m < 360; m++) spent += Math.min(64, 2 * Math.pow(growth, m + 2)) / 60;
        assertThat(p.endOfDayNano() / 1e9).isCloseTo(spent, withinPercentage(1));
        assertThat(p.growth())
                .isEqualTo("doubling every 10 min, up to the 64.00 USD an hour that its concurrency allows");
    }

    @Test
    void aSurgeThatUsesItsConcurrencyGrowsNoMore() {
        Projection p = Projection.of(minute("2026-03-30T17:59:00Z"), 0, 7 * USD, 1.2, 7 * USD);
        assertThat(p).isEqualTo(new Projection(7 * USD, 42 * USD, 7 * 30 * USD));
        assertThat(p.growth()).isEmpty();
    }

    private static long minute(String instant) {
        return Instant.parse(instant).getEpochSecond() / 60;
    }
}
