package dev.breakwater.engine.detect;

import static dev.breakwater.engine.detect.Series.DAY;
import static dev.breakwater.engine.detect.Series.START;
import static dev.breakwater.engine.detect.Series.daily;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.engine.detect.baseline.Gates;
import dev.breakwater.model.Evidence;
import dev.breakwater.model.Level;
import org.junit.jupiter.api.Test;

class EvidencesTest {

    private static final Gates GATES = new Gates(3_000_000, 3_000_000, 5_000_000_000L);
    private static final int WEEK = 7 * DAY;

    @Test
    void explainsAFloodByTheShortestWindow() {
        long onset = WEEK + 600;
        Series s = new Series(1, GATES)
                .run(0, onset, m -> daily(m, 5, 200))
                .run(onset, onset + 10, m -> daily(m, 5, 200) * 15);
        Evidence e = s.at(Level.PAGE).episode().evidence();
        assertThat(e.test()).isEqualTo(Evidence.Test.BURST);
        assertThat(e.line()).isBetween(2.0, 4.0);
        assertThat(e.value()).isGreaterThan(e.line());
        assertThat(e.text()).startsWith("calls of the last 3 minutes: ");
    }

    @Test
    void explainsDearerCallsByTheirCost() {
        long onset = WEEK + 700;
        Series s = new Series(8, GATES).run(0, onset, m -> daily(m, 20, 200));
        s.unit *= 10;
        s.run(onset, onset + 60, m -> daily(m, 20, 200));
        Evidence e = s.at(Level.PAGE).episode().evidence();
        assertThat(e.test()).isEqualTo(Evidence.Test.UNIT_COST);
        assertThat(e.value()).isBetween(e.line(), 10.5);
    }

    @Test
    void explainsALoopByWhatWasCut() {
        Series s = new Series(9, GATES).run(0, 2 * DAY, m -> 5);
        s.loop(START + 2 * DAY);
        assertThat(s.at(Level.WARN).episode().evidence()).isEqualTo(new Evidence(Evidence.Test.LOOP_DROPPED, 3, 0));
    }

    @Test
    void hasNoEvidenceOfAMinuteThatOnlyWaitsForTheEnd() {
        long onset = WEEK + 600;
        Series s = new Series(1, GATES)
                .run(0, onset, m -> daily(m, 5, 200))
                .run(onset, onset + 30, m -> daily(m, 5, 200) * 15)
                .run(onset + 30, onset + 90, m -> daily(m, 5, 200));
        assertThat(s.said)
                .filteredOn(a -> a.episode().level() == Level.NONE)
                .isNotEmpty()
                .allSatisfy(a -> assertThat(a.episode().evidence()).isEqualTo(Evidence.NONE));
    }
}
