package dev.breakwater.guard.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.cloudwatch.FeedRecord.Pulse;
import dev.breakwater.guard.stage.Normalise.FeedGaps;
import dev.breakwater.guard.stage.Normalise.FeedGaps.Gap;
import org.junit.jupiter.api.Test;

class FeedGapsTest {

    private final FeedGaps gaps = new FeedGaps();

    @Test
    void aGapOfTheWholeFeedIsEverybodys() {
        gaps.note(pulse("", "", 10, 19));
        assertThat(gaps.of("a", "r")).isEqualTo(new Gap(10, 19));
    }

    @Test
    void anAccountThatCouldNotBeReadMakesNobodyElsesMinutesUnknown() {
        gaps.note(pulse("a", "r", 10, 19));
        assertThat(gaps.of("a", "r")).isEqualTo(new Gap(10, 19));
        assertThat(gaps.of("b", "r")).isEqualTo(Gap.NONE);
        assertThat(gaps.of("a", "other")).isEqualTo(Gap.NONE);
    }

    @Test
    void theLaterOfBothCounts() {
        gaps.note(pulse("a", "r", 10, 19));
        gaps.note(pulse("", "", 30, 34));
        assertThat(gaps.of("a", "r")).isEqualTo(new Gap(30, 34));
        gaps.note(pulse("a", "r", 40, 41));
        assertThat(gaps.of("a", "r")).isEqualTo(new Gap(40, 41));
        assertThat(gaps.of("b", "r")).isEqualTo(new Gap(30, 34));
    }

    @Test
    void survivesAsText() {
        gaps.note(pulse("a", "r", 10, 19));
        gaps.note(pulse("", "", 1, 2));
        FeedGaps restored = new FeedGaps();
        gaps.snapshot().forEach(restored::restore);
        assertThat(restored.of("a", "r")).isEqualTo(new Gap(10, 19));
        assertThat(restored.of("b", "r")).isEqualTo(new Gap(1, 2));
    }

    private static Pulse pulse(String account, String region, long from, long to) {
        return new Pulse(account, region, 0, from, to, false);
    }
}
