package dev.breakwater.engine.detect;

import static dev.breakwater.engine.detect.Series.DAY;
import static dev.breakwater.engine.detect.Series.daily;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.engine.detect.baseline.Gates;
import dev.breakwater.engine.detect.baseline.ScopeState;
import dev.breakwater.model.NanoUsd;
import org.junit.jupiter.api.Test;

class LearnerTest {

    private static final int BEGINS = 180;

    /** Learns a function with a burst of an hour each night, at three USD an hour above normal. */
    private static ScopeState learned(double pageUsd) {
        Gates gates = new Gates(NanoUsd.of(.1), NanoUsd.of(pageUsd), NanoUsd.of(5));
        Series s = new Series(1, gates).run(0, 7 * DAY, m -> daily(m, 40, 200));
        s.run(7 * DAY, 14 * DAY, m -> daily(m, 40, 200) + (m % DAY - BEGINS >= 0 && m % DAY - BEGINS < 60 ? 1_000 : 0));
        return s.state;
    }

    /** If it did, a lower threshold could find a later attack later. */
    @Test
    void aHigherPageThresholdDoesNotChangeWhatIsLearned() {
        ScopeState low = learned(1);
        ScopeState high = learned(10);
        assertThat(high)
                .usingRecursiveComparison()
                .comparingOnlyFields(
                        "hours.demand",
                        "hours.max3",
                        "hours.max15",
                        "days.max",
                        "weeks.dayMeans",
                        "level",
                        "units.usual")
                .isEqualTo(low);
    }
}
