package dev.breakwater.engine.detect;

import static dev.breakwater.engine.detect.Series.DAY;
import static dev.breakwater.engine.detect.Series.START;
import static dev.breakwater.engine.detect.Series.daily;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.engine.detect.baseline.Gates;
import dev.breakwater.engine.detect.baseline.MinuteSums;
import dev.breakwater.engine.detect.baseline.ScopeState;
import dev.breakwater.engine.detect.baseline.ScopeView;
import dev.breakwater.engine.detect.baseline.Statistics;
import dev.breakwater.model.Assessment;
import dev.breakwater.model.Evidence;
import dev.breakwater.model.IncidentKind;
import dev.breakwater.model.Level;
import dev.breakwater.model.Reason;
import dev.breakwater.model.Scope;
import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScopeAssessorTest {

    /** Cost thresholds of 0.3 cents, so low that only the evidence decides. */
    private static final Gates GATES = new Gates(3_000_000, 3_000_000, 5_000_000_000L);

    private static final int WEEK = 7 * DAY;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void saysNothingOnOrdinaryWeeks(long seed) {
        Series s = new Series(seed, GATES).run(0, 2 * WEEK, m -> daily(m, 5, 200));
        assertThat(s.first(Level.PAGE)).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void pagesAFloodWithinTwoMinutes(long seed) {
        long onset = WEEK + 600;
        Series s = new Series(seed, GATES)
                .run(0, onset, m -> daily(m, 5, 200))
                .run(onset, onset + 60, m -> daily(m, 5, 200) * 15);
        assertThat(s.first(Level.PAGE)).isBetween(onset, onset + 2);
        Assessment last = s.said.get(s.said.size() - 1);
        assertThat(last.episode().kind()).isEqualTo(IncidentKind.FLOOD);
        assertThat(last.episode().onset() - START).isBetween(onset - 15, onset + 1);
    }

    @Test
    void seesANightRaisedToTheDailyPeak() {
        long onset = WEEK + 2 * DAY;
        Series s = new Series(7, GATES).run(0, onset, m -> daily(m, 5, 200)).run(onset, onset + 180, m -> 180);
        assertThat(s.first(Level.PAGE)).isBetween(onset, onset + 20);
    }

    @Test
    void seesCallsThatCostTenTimesAsMuch() {
        long onset = WEEK + 700;
        Series s = new Series(8, GATES).run(0, onset, m -> daily(m, 20, 200));
        s.unit *= 10;
        s.run(onset, onset + 60, m -> daily(m, 20, 200));
        assertThat(s.first(Level.PAGE)).isBetween(onset, onset + 12);
        assertThat(s.said.get(s.said.size() - 1).episode().kind()).isEqualTo(IncidentKind.DURATION);
    }

    /** At that time, only the growth test succeeds, because it requires only a twentieth of the cost. */
    @Test
    void aStepThatPagesBeforeItsMoneyIsSpentIsAFloodNotASlowBurn() {
        long onset = WEEK + 600;
        Series s = new Series(11, new Gates(200_000_000, 500_000_000, 5_000_000_000L));
        s.unit = 5_200;
        s.run(0, onset - 15, m -> 400);
        for (int j = 0; j < 3; j++) {
            double rate = 420 + 60.0 * j * j;
            s.run(onset - 15 + 5L * j, onset - 10 + 5L * j, m -> rate);
        }
        s.run(onset, onset + 3, m -> 8_000);
        Assessment page = s.at(Level.PAGE);
        assertThat(page.episode().reason()).isEqualTo(Reason.GROWTH);
        assertThat(page.episode().kind()).isEqualTo(IncidentKind.FLOOD);
        assertThat(page.readings().growthPerMinute())
                .as("the forecast of a flood does not grow")
                .isEqualTo(1);
    }

    @Test
    void seesALoopWhileItIsSmall() {
        long onset = WEEK + 200;
        Series s = new Series(9, GATES)
                .run(0, onset, m -> daily(m, 5, 60))
                .run(onset, onset + 45, m -> daily(m, 5, 60) + Math.pow(2, (m - onset) / 3.0));
        assertThat(s.first(Level.PAGE)).isBetween(onset, onset + 30);
        Assessment last = s.said.get(s.said.size() - 1);
        assertThat(last.episode().kind()).isEqualTo(IncidentKind.RECURSION);
        assertThat(last.readings().growthPerMinute()).isGreaterThan(1.1);
    }

    @Test
    void seesALeechWithinHours() {
        long onset = WEEK + 300;
        Series s = new Series(10, GATES)
                .run(0, onset, m -> daily(m, 30, 300))
                .run(onset, onset + 600, m -> daily(m, 30, 300) * (1 + 1.5 * Math.min(1, (m - onset) / 300.0)));
        assertThat(s.first(Level.PAGE)).isBetween(onset, onset + 300);
    }

    /** The hour does not exceed its own threshold yet. */
    @Test
    void pagesForARiseThatTheScopeNeverHas() {
        Assessment page = rise(s -> {});
        assertThat(page.episode().evidence().test()).isEqualTo(Evidence.Test.HOUR);
        assertThat(page.episode().evidence().line())
                .isEqualTo(Tiers.Tier.PAGE.rise().line60());
    }

    @Test
    void doesNotJudgeARiseWithoutItsHistory() {
        Assessment page =
                rise(s -> Arrays.fill(s.days.max, Statistics.RISE * ScopeState.DAYS, s.days.max.length, (short) 0));
        assertThat(page.episode().evidence().line())
                .isNotEqualTo(Tiers.Tier.PAGE.rise().line60());
        assertThat(page.minute()).isGreaterThan(rise(s -> {}).minute());
    }

    private static Assessment rise(Consumer<ScopeState> before) {
        Series s = new Series(10, GATES);
        s.run(0, WEEK + 600, m -> 300);
        before.accept(s.state);
        s.run(WEEK + 600, WEEK + 900, m -> 300 * (1 + (m - WEEK - 600) / 300.0));
        return s.at(Level.PAGE);
    }

    @Test
    void closesAnEpisodeHalfAnHourAfterItsLastEvidence() {
        long onset = WEEK + 600;
        Series s = new Series(11, GATES)
                .run(0, onset, m -> daily(m, 5, 200))
                .run(onset, onset + 30, m -> 3_000)
                .run(onset + 30, onset + 150, m -> daily(m, 5, 200));
        Assessment last = s.said.get(s.said.size() - 1);
        assertThat(last.episode().closed()).isTrue();
        assertThat(last.episode().reason()).isEqualTo(Reason.CALM);
        assertThat(last.minute() - last.episode().lastEvidence()).isEqualTo(30);
        assertThat(ScopeAssessor.wantsEveryMinute(s.state)).isFalse();
    }

    @Test
    void doesNotLearnTheAttackAsNormal() {
        Series s = new Series(12, GATES);
        s.run(0, WEEK, m -> daily(m, 5, 200));
        double before = s.expectedAround(WEEK + DAY + 600);
        s.run(WEEK, WEEK + DAY, m -> daily(m, 5, 200) * (m % DAY > 560 && m % DAY < 680 ? 20 : 1));
        double after = s.expectedAround(WEEK + DAY + 600);
        assertThat(after).isBetween(before * .7, before * 1.3);
    }

    @Test
    void aLateSampleMayRaiseAMinuteButNeverTakeAVerdictBack() {
        long onset = WEEK + 600;
        Series s = new Series(15, GATES).run(0, onset, m -> daily(m, 5, 200)).run(onset, onset + 6, m -> 3_000);
        int before = s.said.size();
        assertThat(before).isPositive();
        s.minute(START + onset + 3, 0);
        assertThat(s.said.subList(before, s.said.size()))
                .allMatch(a -> a.episode().level() == Level.PAGE);
        assertThat(s.state.episode.open).isTrue();
    }

    @Test
    void doesNotLearnMinutesInWhichTheFeedWasSilent() {
        Series s = new Series(16, GATES).run(0, 3 * DAY, m -> 100);
        long gap = 3L * DAY;
        s.state.silence.note(START + gap, START + gap + 239);
        s.run(gap + 240, gap + 2 * DAY, m -> 100);
        assertThat(s.expectedAround(gap + DAY + 60)).isBetween(90.0, 110.0);
    }

    @Test
    void judgesTheSameWhateverElseTheAssessorHasSeen() {
        Series alone = new Series(17, GATES).run(0, WEEK, m -> daily(m, 5, 200)).run(WEEK, WEEK + 30, m -> 2_000);
        ScopeAssessor shared = new ScopeAssessor();
        ScopeState other = new ScopeState();
        shared.observe(new ScopeView(other), Scope.function("1", "r", "g"), MinuteSums.idle(START), START, GATES);
        Series again = new Series(17, GATES).run(0, WEEK, m -> daily(m, 5, 200)).run(WEEK, WEEK + 30, m -> 2_000);
        assertThat(again.said).isEqualTo(alone.said);
    }

    @Test
    void warnsOfALoopThatAwsCutHoweverSmallItIs() {
        Series s = new Series(18, GATES).run(0, WEEK, m -> daily(m, 5, 200));
        int before = s.said.size();
        s.loop(START + WEEK);
        Assessment a = s.said.get(before);
        assertThat(a.episode().level()).isEqualTo(Level.WARN);
        assertThat(a.episode().reason()).isEqualTo(Reason.LOOP_DROPPED);
        assertThat(a.episode().kind()).isEqualTo(IncidentKind.RECURSION);
    }

    @Test
    void learnsAnIdleStretchTheSameWhetherItIsToldOfItOrNot() {
        Series told = new Series(19, GATES).run(0, 3 * DAY, m -> 60);
        Series silent = new Series(19, GATES).run(0, 3 * DAY, m -> 60);
        for (long m = 3 * DAY; m < 3 * DAY + 400; m++) told.minute(START + m, 0);
        told.minute(START + 3 * DAY + 400, 50);
        silent.minute(START + 3 * DAY + 400, 50);
        assertThat(silent.state.level).isEqualTo(told.state.level);
        assertThat(silent.state.hours.demand).isEqualTo(told.state.hours.demand);
        assertThat(silent.state.minutes.expected).isEqualTo(told.state.minutes.expected);
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23})
    void anEveningTwiceAsBusyAsUsualIsNoPageWhileItIsBelowTheLevelOfADay(long seed) {
        long evening = WEEK + 20 * 60;
        Series s = new Series(seed, GATES)
                .run(0, evening, m -> daily(m, 5, 400))
                .run(evening, evening + 180, m -> daily(m, 5, 400) * 2);
        assertThat(s.first(Level.PAGE)).isEqualTo(-1);
    }

    @Test
    void anEveningFourTimesAsBusyIsAPage() {
        long evening = WEEK + 20 * 60;
        Series s = new Series(21, GATES)
                .run(0, evening, m -> daily(m, 5, 400))
                .run(evening, evening + 60, m -> daily(m, 5, 400) * 4);
        assertThat(s.first(Level.PAGE)).isBetween(evening, evening + 20);
    }

    @Test
    void anHourOfNightlyJobsIsNotTheLevelOfADay() {
        long onset = WEEK + 700;
        Series s = new Series(24, GATES)
                .run(0, onset, m -> m % DAY < 60 ? 1_000 : 100)
                .run(onset, onset + 180, m -> 220);
        assertThat(s.first(Level.PAGE)).isBetween(onset, onset + 60);
    }
}
