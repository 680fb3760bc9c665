package dev.breakwater.bench.nab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Windows worked by hand: a file of 1,000 points, probation to 150, one window from 400 to 499. */
class NabScorerTest {

    private static final Offset<Double> EXACT = offset(1e-9);
    private static final Series FILE = file(new Series.Window(400, 499));

    @Test
    void silenceScoresZeroAndADetectionAtTheStartOfEachWindowAHundred() {
        for (Profile p : Profile.values()) {
            NabScorer scorer = new NabScorer(List.of(FILE), p);
            assertThat(scorer.best(List.of(new double[1000])).score()).isCloseTo(0, EXACT);
            assertThat(scorer.at(1, List.of(alarms(400)))).isCloseTo(100, EXACT);
        }
    }

    @Test
    void aDetectionIsWorthLessTheLaterItComes() {
        // place -50/100: 2/(1+e^-2.5) - 1 = 0.848283640, over the start's 2/(1+e^-5) - 1 = 0.986614298
        assertThat(NabScorer.inWindow(FILE.windows().get(0), 450)).isCloseTo(.848283640 / .986614298, offset(1e-8));
        // the last point: place -1/100
        assertThat(NabScorer.inWindow(FILE.windows().get(0), 499)).isCloseTo(.024994792 / .986614298, offset(1e-8));
    }

    @Test
    void onlyTheFirstDetectionOfAWindowCounts() {
        double one = standard(alarms(450));
        assertThat(standard(alarms(450, 460, 499))).isCloseTo(one, EXACT);
        // (-1 + 1 + 0.8598) over 2 windows' worth
        assertThat(one).isCloseTo(100 * (1 + .848283640 / .986614298) / 2, offset(1e-6));
    }

    @Test
    void aFalseAlarmCostsLittleRightAfterAWindowAndAllFarFromIt() {
        assertThat(NabScorer.outside(FILE, 300)).isEqualTo(-1);
        // place 10/99
        assertThat(NabScorer.outside(FILE, 509)).isCloseTo(2 / (1 + Math.exp(50 / 99.0)) - 1, EXACT);
        assertThat(NabScorer.outside(FILE, 900)).isEqualTo(-1);
        // hit at the start (1 of 2) less 0.11 of one of 2
        assertThat(standard(alarms(400, 900))).isCloseTo(100 * (2 - .11) / 2, EXACT);
    }

    @Test
    void theProfilesWeighFalseAlarmsAndMissesAsPublished() {
        List<double[]> scores = List.of(alarms(900));
        // nothing found, one false alarm: -0.11/2, -0.22/2, -0.11/3
        assertThat(new NabScorer(List.of(FILE), Profile.STANDARD).at(1, scores)).isCloseTo(-5.5, EXACT);
        assertThat(new NabScorer(List.of(FILE), Profile.LOW_FP).at(1, scores)).isCloseTo(-11, EXACT);
        assertThat(new NabScorer(List.of(FILE), Profile.LOW_FN).at(1, scores)).isCloseTo(-11 / 3.0, EXACT);
    }

    @Test
    void theProbationDoesNotCount() {
        assertThat(standard(alarms(10, 149, 400))).isCloseTo(100, EXACT);
        assertThat(standard(alarms(150, 400))).isLessThan(95);
        assertThat(file(new Series.Window(0, 9)).probation()).isEqualTo(150);
        assertThat(new Series("f", new long[20_000], new double[20_000], List.of()).probation())
                .isEqualTo(750);
    }

    @Test
    void theBestThresholdIsOneForAllFilesAndTriesEveryScore() {
        double[] one = alarms();
        one[400] = .9;
        one[900] = .8;
        double[] other = alarms();
        other[400] = .5;
        other[100] = .95;
        NabScorer scorer = new NabScorer(List.of(FILE, FILE), Profile.STANDARD);
        NabScorer.Best best = scorer.best(List.of(one, other));
        // at 0.5 both windows are found for one false alarm: better than one window alone
        assertThat(best.threshold()).isEqualTo(.5);
        assertThat(best.score()).isCloseTo(100 * (4 - .11) / 4, EXACT);
        assertThat(scorer.at(.5, List.of(one, other))).isCloseTo(best.score(), EXACT);
    }

    @Test
    void theEarlierPointOfAWindowCountsOnceItPassesTheThreshold() {
        double[] scores = alarms(450);
        scores[400] = .5;
        NabScorer scorer = new NabScorer(List.of(FILE), Profile.STANDARD);
        assertThat(scorer.best(List.of(scores)).threshold()).isEqualTo(.5);
        assertThat(scorer.best(List.of(scores)).score()).isCloseTo(100, EXACT);
    }

    private static double standard(double[] scores) {
        return new NabScorer(List.of(FILE), Profile.STANDARD).at(1, List.of(scores));
    }

    private static double[] alarms(int... points) {
        double[] scores = new double[1000];
        Arrays.fill(scores, -1);
        for (int p : points) scores[p] = 1;
        return scores;
    }

    private static Series file(Series.Window... windows) {
        return new Series("made/by-hand.csv", new long[1000], new double[1000], List.of(windows));
    }
}
