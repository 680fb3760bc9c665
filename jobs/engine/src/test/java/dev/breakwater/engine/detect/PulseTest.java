package dev.breakwater.engine.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.breakwater.engine.detect.baseline.Gates;
import dev.breakwater.engine.detect.baseline.ScopeView;
import dev.breakwater.model.Scope;
import org.junit.jupiter.api.Test;

class PulseTest {

    private static final Scope FUNCTION = Scope.function("111122223333", "eu-west-1", "checkout");
    private static final Gates GATES = new Gates(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);

    @Test
    void tellsTheLastHourItsExpectationAndTheCourseOfThreeHours() {
        Series series = new Series(1, GATES);
        series.run(0, 2 * Series.DAY, m -> 100);
        series.run(2 * Series.DAY, 2 * Series.DAY + 30, m -> 500);
        Pulse pulse = Pulse.of(new ScopeView(series.state), FUNCTION);
        assertThat(pulse.ready()).isTrue();
        double calls = 30 * 100 + 30 * 500;
        assertThat(pulse.usdPerHour()).isCloseTo(calls * Series.UNIT_NANO / 1e9, within(.04));
        assertThat(pulse.expectedUsdPerHour()).isCloseTo(60 * 100 * Series.UNIT_NANO / 1e9, within(.08));
        assertThat(pulse.calls()).hasSize(36);
        assertThat(pulse.calls().subList(0, 30)).allMatch(c -> Math.abs(c - 500) < 120);
        assertThat(pulse.calls().subList(30, 36)).allMatch(c -> Math.abs(c - 2_500) < 250);
        assertThat(pulse.expected()).allMatch(c -> Math.abs(c - 500) < 150);
    }

    @Test
    void aStepForWhichTheFeedHasNoDataIsUnknown() {
        Series series = new Series(1, GATES);
        long day = 2 * Series.DAY;
        series.run(0, day, m -> 100);
        series.state.silence.note(Series.START + day, Series.START + day + 9);
        series.run(day + 10, day + 15, m -> 100);
        Pulse pulse = Pulse.of(new ScopeView(series.state), FUNCTION);
        assertThat(pulse.calls().subList(33, 35)).containsOnly(Pulse.UNKNOWN);
        assertThat(pulse.expected().subList(33, 35)).containsOnly(Pulse.UNKNOWN);
        assertThat(pulse.calls()).filteredOn(c -> c == Pulse.UNKNOWN).hasSize(2);
    }

    @Test
    void aFunctionOfItsFirstDayIsNotReady() {
        Series series = new Series(1, GATES);
        series.run(0, 60, m -> 100);
        Pulse pulse = Pulse.of(new ScopeView(series.state), FUNCTION);
        assertThat(pulse.ready()).isFalse();
        assertThat(pulse.calls().get(0)).as("before its first minute").isZero();
    }
}
