package dev.breakwater.report.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimelineTest {

    /** A label takes 7 % of a desktop's width. A phone shows only the first and the last, which take 18 % each. */
    @Test
    void theLabelsOfTheTicksDoNotOverlap() {
        Random random = new Random(7);
        for (int i = 0; i < 5_000; i++) {
            Instant from = Instant.parse("2026-08-05T00:00:00Z").plusSeconds(60L * random.nextInt(100_000));
            Instant to = from.plus(Duration.ofMinutes((long) Math.exp(3 + random.nextDouble() * 9)));
            TimeAxis time = new TimeAxis(from, to, 0, 100, Timeline.TICKS_AT_MOST);
            List<Instant> ticks = time.ticks();
            for (int k = 1; k < ticks.size(); k++) {
                assertThat(right(time, ticks.get(k - 1), 7))
                        .as("%s to %s", from, to)
                        .isLessThanOrEqualTo(left(time, ticks.get(k), 7));
            }
            if (ticks.size() > 1) {
                assertThat(right(time, ticks.get(0), 18))
                        .as("%s to %s on a phone", from, to)
                        .isLessThanOrEqualTo(left(time, ticks.get(ticks.size() - 1), 18));
            }
        }
    }

    private static double left(TimeAxis time, Instant tick, double width) {
        return time.at(tick) - (Timeline.isLate(time.at(tick)) ? width : 0);
    }

    private static double right(TimeAxis time, Instant tick, double width) {
        return left(time, tick, width) + width;
    }
}
