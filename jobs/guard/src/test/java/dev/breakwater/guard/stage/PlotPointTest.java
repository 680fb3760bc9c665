package dev.breakwater.guard.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.detect.baseline.ScopeState;
import dev.breakwater.guard.wire.PlotPoint;
import org.junit.jupiter.api.Test;

class PlotPointTest {

    /** A gap that was drawn as zero looked like an outage. A minute without calls is not a gap. */
    @Test
    void minutesInWhichTheFeedWasSilentHaveNoPoint() {
        ScopeState s = new ScopeState();
        s.firstMinute = 90;
        s.newest = 90;
        s.silence.note(95, 97);
        while (s.newest < 100) s.append();
        assertThat(PlotPoint.of(s, Verdicts.page("checkout", 100, 99)))
                .extracting(PlotPoint::minute)
                .containsExactly(90L, 91L, 92L, 93L, 94L, 98L, 99L, 100L);
    }
}
