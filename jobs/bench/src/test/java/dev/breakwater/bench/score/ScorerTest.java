package dev.breakwater.bench.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.breakwater.bench.peer.Peer.RaisedAlarms;
import dev.breakwater.bench.score.Scorer.Score;
import dev.breakwater.bench.set.BenchSet.AttackKind;
import dev.breakwater.bench.set.BenchSet.Incident;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * An example computed by hand: 10 functions, a week from minute 1,000 to 11,080, and an account that costs 10 a minute.
 */
class ScorerTest {

    private static final int FROM = 1_000;
    private static final int TO = FROM + 10_080;

    private final Incident flood = incident(AttackKind.FLOOD, 2_000, 2_010, 4, 3);
    private final Incident burn = incident(AttackKind.SLOW_BURN, 5_000, 5_100, .5, 4);
    private final Incident spread = incident(AttackKind.SPREAD, 8_000, 8_100, 2, 0, 1, 2, 5, 6, 7);
    private final Scorer scorer = new Scorer(List.of(flood, burn, spread), 10, FROM, TO, 10);
    private final RaisedAlarms alarms = new RaisedAlarms(10);

    @Test
    void whoSaysNothingFindsNothingAndIsNeverWrong() {
        Score s = scorer.score(alarms).score();
        assertThat(s.recall()).isZero();
        assertThat(s.averted()).isZero();
        assertThat(s.falsePerFunctionWeek()).isZero();
        assertThat(s.delayMedian()).isNaN();
    }

    @Test
    void theDelayCountsFromTheStartAndTheMinuteOfTheAlarmIsSpent() {
        alarms.function(3, 2_002);
        alarms.function(3, 2_005);
        Score s = scorer.score(alarms).score(AttackKind.FLOOD);
        assertThat(s.recall()).isEqualTo(1);
        assertThat(s.delayMedian()).isEqualTo(2);
        // three of ten equal minutes are spent
        assertThat(s.averted()).isEqualTo(.7, offset(1e-12));
    }

    @Test
    void anAlarmOnAnotherFunctionOrAfterTheEndIsNoHit() {
        alarms.function(8, 2_002);
        alarms.function(3, 2_010);
        assertThat(scorer.score(alarms).score(AttackKind.FLOOD).recall()).isZero();
    }

    @Test
    void theHourAfterAnAttackExcusesAnAlarmAndTheNextMinuteDoesNot() {
        alarms.function(3, 2_070);
        assertThat(scorer.score(alarms).falseAlarms).isZero();
        alarms.function(4, 5_161);
        assertThat(scorer.score(alarms).falseAlarms).isEqualTo(1);
    }

    @Test
    void alarmsWithinAnHourAreOneAndALastingOneIsSplitEverySixHours() {
        BitSet minutes = new BitSet();
        minutes.set(3_000);
        minutes.set(3_060);
        minutes.set(3_121);
        assertThat(scorer.merged(minutes)).containsExactly(new int[] {3_000, 3_060}, new int[] {3_121, 3_121});
        minutes.clear();
        minutes.set(4_000, 4_722);
        assertThat(scorer.merged(minutes)).containsExactly(new int[] {4_000, 4_360}, new int[] {4_361, 4_721});
    }

    @Test
    void alarmsBeforeTheEvaluatedWeekDoNotCount() {
        alarms.function(8, FROM - 1);
        assertThat(scorer.score(alarms).falseAlarms).isZero();
    }

    @Test
    void falseAlarmsArePerFunctionAndWeekAndThoseOfTheAccountApart() {
        alarms.function(8, 3_000);
        alarms.function(9, 3_000);
        alarms.account(6_000);
        Tally t = scorer.score(alarms);
        assertThat(t.score().falsePerFunctionWeek()).isEqualTo(.2);
        assertThat(t.score().falseAccountPerWeek()).isEqualTo(1);
        assertThat(t.score().precision()).isZero();
    }

    @Test
    void aSpreadIsFoundByTheAccountOrByAFifthOfItsMembers() {
        alarms.function(0, 8_005);
        // a fifth of six members rounds to one
        assertThat(scorer.score(alarms).score(AttackKind.SPREAD).delayMedian()).isEqualTo(5);
        alarms.account(8_003);
        assertThat(scorer.score(alarms).score(AttackKind.SPREAD).delayMedian()).isEqualTo(3);
    }

    @Test
    void theAccountFindsASingleFunctionOnlyWhereItCostsATenthOfTheAccount() {
        alarms.account(2_001);
        alarms.account(5_001);
        Tally t = scorer.score(alarms);
        assertThat(t.score(AttackKind.FLOOD).recall()).isEqualTo(1);
        assertThat(t.score(AttackKind.SLOW_BURN).recall()).isZero();
    }

    @Test
    void onPartOfTheFunctionsOnlyTheirAttacksAndWeeksCount() {
        alarms.function(8, 3_000);
        alarms.function(3, 2_000);
        Tally t = scorer.score(alarms, f -> f == 3 || f == 5);
        assertThat(t.score().incidents()).isEqualTo(1);
        assertThat(t.score().recall()).isEqualTo(1);
        assertThat(t.functionWeeks).isEqualTo(2);
        assertThat(t.falseAlarms).isZero();
    }

    @Test
    void talliesOfSeveralSetsArePooled() {
        alarms.function(3, 2_002);
        Tally pooled = scorer.score(alarms);
        pooled.add(scorer.score(new RaisedAlarms(10)));
        assertThat(pooled.score(AttackKind.FLOOD).recall()).isEqualTo(.5);
        assertThat(pooled.functionWeeks).isEqualTo(20);
    }

    private static Incident incident(AttackKind kind, int start, int end, double perMinute, int... functions) {
        double[] excess = new double[end - start];
        Arrays.fill(excess, perMinute);
        return new Incident(kind, functions, start, end, excess);
    }
}
