package dev.breakwater.bench.set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;

class DrawsTest {

    private final Draws draws = new Draws(3);

    @Test
    void aPoissonCountHasItsMeanAsVarianceOnBothSidesOfTheApproximation() {
        for (double mean : new double[] {.3, 12, 90}) {
            double[] m = moments(() -> draws.poisson(mean));
            assertThat(m[0]).isCloseTo(mean, offset(.04 * mean + .02));
            assertThat(m[1]).isCloseTo(mean, offset(.08 * mean + .02));
        }
    }

    @Test
    void aBinomialCountKeepsItsShareOnBothSidesOfTheApproximation() {
        for (double share : new double[] {.01, .3, .7, .99}) {
            double[] m = moments(() -> draws.binomial(100, share));
            assertThat(m[0]).isCloseTo(100 * share, offset(.5));
            assertThat(m[1]).isCloseTo(100 * share * (1 - share), offset(.08 * 25));
        }
    }

    @Test
    void nothingIsKeptOfNothingAndAllOfAll() {
        assertThat(draws.binomial(0, .5)).isZero();
        assertThat(draws.binomial(7, 0)).isZero();
        assertThat(draws.binomial(7, 1)).isEqualTo(7);
    }

    private static double[] moments(IntSupplier draw) {
        int n = 20_000;
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < n; i++) {
            double v = draw.getAsInt();
            sum += v;
            squares += v * v;
        }
        double mean = sum / n;
        return new double[] {mean, squares / n - mean * mean};
    }
}
