package dev.breakwater.engine.control.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.engine.control.state.ControlState;
import dev.breakwater.engine.control.state.IncidentState;
import dev.breakwater.engine.limit.LimitState;
import dev.breakwater.engine.limit.LimitState.Life;
import dev.breakwater.model.AccountFigures;
import org.junit.jupiter.api.Test;

class AccountFiguresTest {

    @Test
    void countsWhatIsOpenAndWhatIsHeldAndHowOldItIs() {
        ControlState state = new ControlState();
        state.pace.newestMinute = 99;
        for (long billed : new long[] {3, 4, -2}) {
            IncidentState incident = new IncidentState();
            incident.money.billedHourNano = billed;
            state.incidents.open.put("i" + billed, incident);
        }
        for (boolean ours : new boolean[] {true, false}) {
            LimitState asked = new LimitState();
            asked.life = ours ? Life.HELD : Life.SETTING;
            state.limits.all.put("asked" + ours, asked);
            LimitState back = new LimitState();
            back.life = Life.RETURNING;
            back.acts.wasSet = ours;
            state.limits.all.put("back" + ours, back);
        }
        AccountFigures figures = state.figures(101 * Rig.MINUTE);
        assertThat(figures.incidentsOpen()).isEqualTo(3);
        assertThat(figures.throttlesHeld()).as("one held, one not given back").isEqualTo(2);
        assertThat(figures.excessHourNano())
                .as("what costs less pays for nothing")
                .isEqualTo(7);
        assertThat(figures.lagMillis()).isEqualTo(Rig.MINUTE);
    }
}
