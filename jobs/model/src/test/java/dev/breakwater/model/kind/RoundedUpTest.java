package dev.breakwater.model.kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compares calls that are billed one by one with the estimate from their number and the sum of their durations. */
class RoundedUpTest {

    private static final double MEDIAN_TO_MEAN = Math.exp(.5 * .5 / 2);

    @ParameterizedTest
    @CsvSource({"0.1, .001", "0.7, .12", "1.3, .04", "2.5, .02", "4, .01", "20, .002", "300, .0002", "40000, .000001"})
    void isWithinAFewPercentOfCallsBilledOneByOne(double medianMs, double share) {
        Random random = new Random(5);
        int calls = 200_000;
        double sum = 0;
        double billed = 0;
        for (int i = 0; i < calls; i++) {
            double ms = medianMs * Math.exp(.5 * random.nextGaussian());
            sum += ms;
            billed += Math.ceil(ms);
        }
        LambdaPricing pricing = LambdaPricing.of(0, 1024 * 1000, 1, 1, 900);

        assertThat(sum / calls).isCloseTo(medianMs * MEDIAN_TO_MEAN, within(.01 * medianMs));
        assertThat(pricing.nano(calls, sum)).isCloseTo(billed, within(share * billed));
    }

    @ParameterizedTest
    @CsvSource({"1, 0, 1000", "1, 250, 1018.66", "1, 100000, 100500.83", "0, 250, 250", "100, 250, 100000"})
    void ofAThousandCalls(double stepMs, double sumMs, double billedMs) {
        LambdaPricing pricing = LambdaPricing.of(0, 1024 * 1000, stepMs, 1, 900);

        assertThat(pricing.nano(1000, sumMs)).isCloseTo(billedMs, within(.01));
        assertThat(pricing.nano(0, 0)).isZero();
    }
}
