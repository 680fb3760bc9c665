package dev.breakwater.engine.control.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.engine.control.Decision;
import dev.breakwater.engine.control.Decision.DecisionType;
import dev.breakwater.model.DataMinute;
import dev.breakwater.model.Projection;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares the forecast at the page with what the surge then costs until the end of the day. */
class ForecastTest {
    private static final int HISTORY = 8 * DataMinute.DAY;

    private static final int DRAWS = 100;

    /**
     * A loop doubles every two to twelve minutes, until it uses the account's concurrency. If the growth of a busy
     * function is still within its noise at the page, the forecast knows no growth and is too low.
     */
    @Test
    void theForecastOfExponentialGrowthIsWithinAFactorOfTwo() {
        Random random = new Random(1);
        int unknown = 0;
        for (int i = 0; i < DRAWS; i++) {
            double usual = Math.exp(drawn(random, Math.log(2), Math.log(3_000)));
            double seconds = Math.exp(drawn(random, Math.log(.1), Math.log(3)));
            double nanoACall = 200 + seconds * 16_666.7;
            double doubles = drawn(random, 2, 12);
            int concurrency = (int) drawn(random, 400, 3_000);
            int start = (int) drawn(random, 60, 20 * 60);
            double most = concurrency * 60 / seconds;
            IntToDoubleFunction calls = m ->
                    m < start ? usual : Math.min(most, usual + (1 + usual / 20) * Math.pow(2, (m - start) / doubles));
            Played played = new Played(nanoACall, seconds, usual * DataMinute.DAY);
            played.rig.accountConcurrency = concurrency;
            played.run(-HISTORY, start, calls);
            int m = start;
            while (played.after(DecisionType.PAGE) < 0 && m < DataMinute.DAY) played.run(m, ++m, calls);
            Projection said = page(played).found().projection();
            double spent = 0;
            for (int k = start; k < DataMinute.DAY; k++) spent += (calls.applyAsDouble(k) - usual) * nanoACall;
            if (said.doublesIn() == 0) unknown++;
            else
                assertThat(said.endOfDayNano() / spent)
                        .as("%d: paged after %d min, doubles every %.1f min: %s", i, m - start, doubles, said)
                        .isBetween(.5, 2.0);
        }
        assertThat(unknown).isLessThanOrEqualTo(3);
    }

    /** The edge of a step is not growth, whichever minutes its periods cut. */
    @ParameterizedTest
    @ValueSource(doubles = {10, 100, 1_000})
    void aStepIsForecastAtItsRate(double times) {
        Played played = new Played(20_000, 1, 300 * DataMinute.DAY);
        played.run(-HISTORY, 600, m -> 300);
        for (int m = 600; m < 700; m++) {
            played.run(m, m + 1, k -> 300 * times);
            played.rig.all.events.forEach(
                    e -> assertThat(e.projection().doublesIn()).isZero());
        }
        assertThat(page(played).found().projection().doublesIn()).isZero();
    }

    @Test
    void aLoopOfAFunctionWithoutABaselineIsForecastToo() {
        Played played = new Played(20_000, 1, 300 * DataMinute.DAY);
        played.run(0, 700, m -> m < 600 ? 30 : 30 * Math.pow(2, (m - 600) / 4.0));
        assertThat(page(played).found().projection().doublesIn()).isBetween(3.0, 5.0);
    }

    private static Decision page(Played played) {
        return played.rig.all.decisions.stream()
                .filter(d -> d.type() == DecisionType.PAGE && d.minute() >= Played.START)
                .findFirst()
                .orElseThrow();
    }

    private static double drawn(Random random, double from, double to) {
        return from + random.nextDouble() * (to - from);
    }
}
