package dev.breakwater.engine.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.engine.detect.Judge.Judged;
import dev.breakwater.engine.detect.account.Contribution;
import dev.breakwater.engine.detect.account.Contribution.Share;
import dev.breakwater.engine.detect.account.ContributionDelta;
import dev.breakwater.engine.detect.baseline.Gates;
import dev.breakwater.engine.detect.baseline.MinuteSums;
import dev.breakwater.engine.detect.baseline.ScopeState;
import dev.breakwater.engine.detect.baseline.ScopeView;
import dev.breakwater.engine.policy.Windows;
import dev.breakwater.model.FunctionKey;
import dev.breakwater.model.Observation;
import dev.breakwater.model.Scope;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ContributionDeltaTest {

    private static final Scope FUNCTION = Scope.function("1", "r", "f");
    private static final Gates GATES = new Gates(3_000_000, 3_000_000, 5_000_000_000L);
    private static final long START = 29_540_160;
    private static final int DAY = 1440;

    private final ScopeState state = new ScopeState();
    private final Share share = new Share();
    private Windows windows = Windows.NONE;
    private Gates gates = GATES;
    private final ScopeAssessor assessor = new ScopeAssessor();

    @Test
    void tellsOnceThatTheFunctionIsReadyAndTakesItBackWhenItIsForgotten() {
        long ready = 0;
        for (int m = 0; m < 2 * DAY; m++) ready += observe(m, 100).change()[Contribution.READY];
        assertThat(ready).isEqualTo(1);
        assertThat(ContributionDelta.forgotten(share, FUNCTION, START)
                        .orElseThrow()
                        .change()[Contribution.READY])
                .isEqualTo(-1);
    }

    @Test
    void tellsARevisionAsADifference() {
        observe(0, 100);
        Contribution again = observe(0, 130);
        assertThat(again.minute()).isEqualTo(START);
        assertThat(again.change()[Contribution.DEMAND]).isEqualTo(30);
        assertThat(again.change()[Contribution.COST]).isEqualTo(30 * 50_000);
        assertThat(observe(0, 130).change()).containsOnly(0);
    }

    @Test
    void countsAsUpWithItsMoneyThoughItPagedByItself() {
        for (int m = 0; m < 7 * DAY; m++) observe(m, 100);
        long[] told = new long[Contribution.COUNT];
        for (int m = 7 * DAY; m < 7 * DAY + 10; m++) told = observe(m, 2_000).change();
        assertThat(state.episode.paged).isTrue();
        assertThat(told[Contribution.UP]).isEqualTo(1);
        assertThat(told[Contribution.EXCESS]).isPositive();
        assertThat(told[Contribution.EXCESS_HOUR]).isPositive();
    }

    @Test
    void tellsItsAccountAllOfAWindowAndItsGroupsWhatThatDoesNotExplain() {
        for (int m = 0; m < 2 * DAY; m++) observe(m, 100);
        windows = Series.planned(2 * DAY, 3 * DAY, 6);
        ContributionDelta five = tell(2 * DAY, 500);
        assertThat(five.account().demand()).isEqualTo(500);
        assertThat(five.account().costNano()).isEqualTo(500 * 50_000);
        assertThat(five.account().change()[Contribution.EXPECTED_DEMAND]).isEqualTo(600);
        assertThat(five.ofGroup()[Contribution.DEMAND]).isEqualTo(100);
        assertThat(five.ofGroup()[Contribution.COST]).isEqualTo(100 * 50_000);
        ContributionDelta sixty = tell(2 * DAY, 6_000);
        assertThat(sixty.account().demand()).as("revision").isEqualTo(5_500);
        assertThat(sixty.ofGroup()[Contribution.DEMAND]).isEqualTo(1_000 - 100);
        assertThat(tell(2 * DAY + 1, 40).ofGroup()[Contribution.DEMAND]).isEqualTo(40);
        assertThat(tell(2 * DAY + 1, 0).ofGroup()[Contribution.DEMAND]).isEqualTo(-40);
    }

    @Test
    void isNotUpForWhatAWindowExpects() {
        for (int m = 0; m < 7 * DAY; m++) observe(m, 100);
        long up = 0;
        for (int m = 7 * DAY; m < 7 * DAY + 30; m++) up += observe(m, 500).change()[Contribution.UP];
        assertThat(up).as("without one").isPositive();
        for (int m = 7 * DAY + 30; m < 8 * DAY; m++) observe(m, 100);
        windows = Series.planned(8 * DAY, 9 * DAY, 6);
        up = 0;
        for (int m = 8 * DAY; m < 8 * DAY + 30; m++)
            up += Math.abs(observe(m, 500).change()[Contribution.UP]);
        assertThat(up).isZero();
    }

    @Test
    void tellsNothingOfAMinuteTooOldToBeJudged() {
        for (int m = 0; m < 60; m++) observe(m, 100);
        assertThat(contribute(10, 500)).isEmpty();
    }

    private Contribution observe(int minute, long calls) {
        return tell(minute, calls).account();
    }

    private ContributionDelta tell(int minute, long calls) {
        return contribute(minute, calls).orElseThrow();
    }

    private Optional<ContributionDelta> contribute(int minute, long calls) {
        ScopeView view = new ScopeView(state, windows, ScopeView.NOT_HELD);
        MinuteSums sums = new MinuteSums(START + minute, calls, calls * 50_000, calls * 50_000, 0, 1, 0, 0);
        Judged judged = assessor.observe(view, FUNCTION, sums, Math.max(START + minute, state.newest), gates);
        return ContributionDelta.of(share, view, observation(minute, calls), judged);
    }

    private static Observation observation(int minute, long calls) {
        long m = START + minute;
        return new Observation(
                new FunctionKey(FUNCTION), m, m, 0, 0, calls, 0, 0, 0, 0, 1, calls * 50_000, calls * 50_000, 0);
    }
}
