package dev.breakwater.engine.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.engine.detect.baseline.Gates;
import dev.breakwater.engine.detect.baseline.MinuteRings;
import dev.breakwater.engine.detect.baseline.MinuteSums;
import dev.breakwater.engine.detect.baseline.RecentSums;
import dev.breakwater.engine.detect.baseline.RecentSums.WindowSums;
import dev.breakwater.engine.detect.baseline.ScopeState;
import dev.breakwater.engine.detect.baseline.ScopeView;
import dev.breakwater.model.Scope;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Tests that moving sums equal newly computed sums to the last bit. */
class WindowSumsTest {

    private static final int[] LENGTHS = {3, 15, 60, 180};
    private static final int MINUTES = 20_000;
    private static final long SEED = 726;

    private final Random random = new Random(SEED);
    private final float[] ring = new float[196];

    @Test
    void ofCountsOfCalls() {
        follow(() -> (float) random.nextInt(1_000_000));
    }

    @Test
    void ofFractionsAndOfNothing() {
        follow(() -> random.nextInt(4) == 0 ? 0 : random.nextFloat() * 300);
    }

    @Test
    void ofValuesThatAreTooFarApartToBeAddedExactly() {
        follow(() -> (float) Math.exp(random.nextGaussian() * 20));
    }

    @Test
    void whereAValueTooSmallComesAndGoes() {
        follow(() -> random.nextInt(300) == 0 ? 1e-9f : 1 + random.nextFloat());
    }

    @Test
    void ofAFunctionThatRestsOfAFeedThatFallsSilentAndOfWhatIsLate() {
        ScopeAssessor assessor = new ScopeAssessor();
        Gates gates = new Gates(1_000, 10_000, 10_000);
        Scope scope = Scope.function("111122223333", "eu-west-1", "f");
        ScopeState moving = new ScopeState();
        ScopeState anew = new ScopeState();
        for (long m = 29_000_000; m < 29_000_000 + MINUTES; m += random.nextInt(20) == 0 ? random.nextInt(400) : 1) {
            boolean silent = random.nextInt(200) == 0;
            double calls = random.nextInt(300);
            MinuteSums sums = new MinuteSums(m - late(), calls, calls * 50, calls * 50, 60_000, 1, 0, 0);
            for (ScopeState s : List.of(moving, anew)) {
                if (silent) s.silence.note(m - 9, m - 3);
                assessor.observe(new ScopeView(s), scope, sums, m, gates);
            }
            if (random.nextInt(100) == 0)
                assertThat(moving)
                        .as("seed %d, minute %d", SEED, m)
                        .usingRecursiveComparison()
                        .ignoringFields("learnedSums", "judgedSums")
                        .isEqualTo(anew);
            anew.learnedSums = new RecentSums();
            anew.judgedSums = new RecentSums();
        }
    }

    /** Sometimes a minute is as late as possible, so that the call that writes it also learns it. */
    private int late() {
        return random.nextInt(10) == 0 ? ScopeAssessor.JUDGED_LATE + 1 : random.nextInt(3);
    }

    private void follow(Supplier<Float> values) {
        WindowSums sums = new WindowSums(LENGTHS);
        for (long m = 1; m < MINUTES; m++) {
            ring[(int) (m % ring.length)] = values.get();
            if (random.nextInt(50) == 0) rewrite(sums, m - random.nextInt(16), values.get());
            if (random.nextInt(10) > 0)
                assertThat(sums.at(ring, m)).as("seed %d, minute %d", SEED, m).isEqualTo(anew(m));
            if (random.nextInt(90) == 0) m += random.nextInt(400);
        }
    }

    private void rewrite(WindowSums sums, long minute, float value) {
        if (minute < 0) return;
        ring[(int) (minute % ring.length)] = value;
        sums.forget(minute);
    }

    private double[] anew(long minute) {
        double[] all = new double[LENGTHS.length];
        for (int w = 0; w < LENGTHS.length; w++) all[w] = MinuteRings.sum(ring, minute, LENGTHS[w]);
        return all;
    }
}
