package dev.breakwater.core.detect;

import static dev.breakwater.core.detect.Series.DAY;
import static dev.breakwater.core.detect.Series.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.model.Evidence;
import dev.breakwater.core.model.IncidentKind;
import dev.breakwater.core.model.Level;
import dev.breakwater.core.model.Reason;
import org.junit.jupiter.api.Test;

class GrowthTest {

    private static final Gates GATES = new Gates(3_000_000, 3_000_000, 5_000_000_000L);
    private static final int WEEK = 7 * DAY;

    @Test
    void pagesALoopOnAnIdleFunctionWithinTenMinutes() {
        Series s = every(0, Series.UNIT_NANO);
        for (int k = 0; k < 30; k++) s.minute(START + WEEK + k, 1 + Math.rint(Math.pow(2, k / 3.0)));
        assertThat(s.first(Level.PAGE) - WEEK).isBetween(6L, 9L);
        assertThat(s.at(Level.PAGE).kind()).isEqualTo(IncidentKind.RECURSION);
        assertThat(s.at(Level.PAGE).evidence().test()).isEqualTo(Evidence.Test.GROWTH);
        assertThat(s.said.get(s.said.size() - 1).kind()).isEqualTo(IncidentKind.RECURSION);
    }

    /** It doubles every four and a half minutes: what it leads to in 15 minutes is far below the gate for long. */
    @Test
    void pagesACheapLoopForWhatItLeadsToInHalfAnHour() {
        Series s = every(0, 200);
        for (int k = 0; k < 30; k++) s.minute(START + WEEK + k, 1 + Math.rint(Math.pow(2, k / 4.5)));
        assertThat(s.first(Level.PAGE) - WEEK).isBetween(9L, 13L);
        assertThat(s.at(Level.PAGE).excessNano()).isLessThan(GATES.pageNano() / 20);
    }

    @Test
    void saysNothingOfALoopThatStaysCheap() {
        Series s = every(0, .1);
        for (int k = 0; k < 20; k++) s.minute(START + WEEK + k, 1 + Math.rint(Math.pow(2, k / 4.5)));
        assertThat(s.first(Level.PAGE)).isEqualTo(-1);
    }

    @Test
    void takesBlocksOfFourMinutesWhereTheDemandIsFivefold() {
        assertThat(lastReason(10)).isEqualTo(Reason.GROWTH);
    }

    /** From 5 to 45 more calls a minute within one block: a doubling in 1.3 minutes. */
    @Test
    void takesTheEdgeOfAStepForNoGrowth() {
        assertThat(lastReason(5)).isEqualTo(Reason.SURGE);
    }

    /**
     * Ten calls a minute, then blocks of four minutes with 8, 0, 3, some and 45 more. Blocks of five show no growth: the
     * swell before lies in the oldest of them.
     */
    private static Reason lastReason(int some) {
        Series s = every(10, Series.UNIT_NANO);
        int[] more = {8, 0, 3, some, 45};
        for (int k = 0; k < 4 * more.length; k++) s.minute(START + WEEK + k, 10 + more[k / 4]);
        return s.said.get(s.said.size() - 1).reason();
    }

    /** A week of the same number of calls each minute, after one call that begins it. */
    private static Series every(int calls, double unitNano) {
        Series s = new Series(1, GATES);
        s.unit = unitNano;
        s.minute(START, 1);
        for (int m = 1; m < WEEK; m++) s.minute(START + m, calls);
        return s;
    }
}
