package dev.breakwater.engine.control.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.engine.policy.ThrottleRule.LeverRule;
import dev.breakwater.model.PlannedSurge;
import dev.breakwater.model.Reason;
import dev.breakwater.model.function.FunctionFacts;
import dev.breakwater.model.function.FunctionFacts.Capacity;
import dev.breakwater.model.function.FunctionFacts.ReservationFacts;
import dev.breakwater.model.function.FunctionFacts.Trigger;
import dev.breakwater.model.function.FunctionFacts.TriggerFacts;
import dev.breakwater.model.function.Lever.LeverKind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Throttles and planned windows. With a usual peak of 8 and a headroom of 1.5, the limit is 12, or 72 if six times the
 * usual is expected.
 */
class WideningTest {

    private static final String BUDGET = "b0d9e7";

    private final Rig rig = new Rig().knows("shop", -1);

    private static Minute flood(long minute) {
        return Minute.of("shop", minute).page(20).onset(100).cost(Minute.USD, 500);
    }

    private static Minute calm(long minute) {
        return Minute.of("shop", minute).onset(100).cost(Minute.USD, 40);
    }

    @Test
    void aThrottleSetInAWindowLeavesWhatItExpects() {
        rig.minute(flood(100).planned(6));
        assertThat(rig.state.limits.leases.get("shop").limit).isEqualTo(72);
        assertThat(rig.all.decisions.get(0).found().planned()).isEqualTo(new PlannedSurge("launch", 6));
    }

    @Test
    void isSetNotBelowWhatItExpectsWhereOnlyThatStillFits() {
        rig.accountConcurrency = 160;
        rig.minute(flood(100).planned(6));
        assertThat(rig.state.limits.leases.get("shop").limit).isEqualTo(60);
        Rig tight = new Rig().knows("shop", -1);
        tight.accountConcurrency = 140;
        tight.minute(flood(100).planned(6));
        assertThat(tight.said()).contains("refuse no-headroom");
    }

    @Test
    void aThrottleThatIsHeldWhenOneBeginsIsRaisedOnceAndStaysWhileTheFloodDoes() {
        rig.minute(flood(100));
        rig.minute(flood(101).planned(6));
        for (long m = 102; m < 120; m++) rig.minute(flood(m).planned(6));
        assertThat(rig.limits()).containsExactly(12, 72);
        assertThat(rig.said()).containsOnlyOnce("raise planned-surge");
        assertThat(rig.state.limits.leases.get("shop").times.holdUntil).isGreaterThan(rig.now);
    }

    @Test
    void releasesFromThereByTheUsualSteps() {
        rig.minute(flood(100));
        rig.minute(calm(101).planned(6));
        rig.quietUntil(160);
        assertThat(rig.limits()).containsExactly(12, 72, 144, 288, -1);
    }

    @Test
    void letsGoWhereItCannotBeRaisedAndNeverSetsItLowAgain() {
        rig.accountConcurrency = 140;
        rig.minute(flood(100));
        assertThat(rig.state.limits.leases.get("shop").limit).isEqualTo(12);
        for (long m = 101; m < 140; m++) rig.minute(flood(m).planned(6));
        assertThat(rig.state.limits.leases).isEmpty();
        assertThat(rig.limits()).containsExactly(12, -1);
        assertThat(rig.said()).contains("release planned-surge", "refuse no-headroom");
    }

    @Test
    void raisesAsFarAsItFitsWhereThatIsEnough() {
        rig.accountConcurrency = 165;
        rig.minute(flood(100));
        for (long m = 101; m < 110; m++) rig.minute(flood(m).planned(6));
        assertThat(rig.limits()).containsExactly(12, 65);
    }

    @ParameterizedTest
    @ValueSource(ints = {50, 72})
    void letsGoWhereTheLimitThatWasFoundIsNotHigher(int found) {
        Rig reserved = new Rig().knows("shop", found);
        reserved.minute(flood(100));
        for (long m = 101; m < 140; m++) reserved.minute(flood(m).planned(6));
        assertThat(reserved.limits()).containsExactly(12, -1);
        assertThat(reserved.said()).contains("refuse no-effect");
    }

    @Test
    void pausesNoStreamInsideOne() {
        rig.rule = rig.rule.by(LeverRule.PAUSE);
        fedBy(LeverKind.STREAM);
        rig.minute(flood(100));
        assertThat(rig.lastAsked().lever().kind()).isEqualTo(LeverKind.STREAM);
        rig.minute(flood(101).planned(6));
        assertThat(rig.state.limits.leases).as("in the cooldown").isEmpty();
        for (long m = 102; m < 140; m++) rig.minute(flood(m).planned(6));
        assertThat(rig.state.limits.leases.get("shop").lever.isReservation()).isTrue();
        assertThat(rig.limits()).containsExactly(0, -1, 72);
    }

    @Test
    void aBudgetsThrottleIsRaisedOnlyWhileItsHalfStaysFree() {
        // 100 must stay free; a limit of 72 leaves enough of 272, but too little of 230
        for (int concurrency : new int[] {272, 230}) {
            Rig budget = new Rig().knows("shop", -1);
            budget.accountConcurrency = concurrency;
            budget.minute(Minute.of("shop", 100).cost(1, 3).ordered(BUDGET));
            budget.minute(Minute.of("shop", 101).cost(1, 3).ordered(BUDGET).planned(6));
            int limit = budget.limits().get(1);
            assertThat(limit).isEqualTo(concurrency == 272 ? 72 : 65);
        }
    }

    @Test
    void aBudgetHoldsAtWhatAWindowExpectsWhileItLasts() {
        rig.minute(Minute.of("shop", 100).cost(1, 3).ordered(BUDGET));
        rig.minute(Minute.of("shop", 101).cost(1, 3).ordered(BUDGET).planned(6));
        rig.minute(Minute.of("shop", 102).cost(1, 3).ordered(BUDGET).planned(6));
        assertThat(rig.limits()).containsExactly(12, 72);
        Rig inside = new Rig().knows("shop", -1);
        inside.minute(Minute.of("shop", 100).cost(1, 3).ordered(BUDGET).planned(6));
        assertThat(inside.limits()).containsExactly(72);
    }

    @Test
    void theMinuteThatRaisesItKeepsItToo() {
        rig.minute(flood(100));
        rig.minute(flood(115).planned(6));
        assertThat(rig.limits()).containsExactly(12, 72);
    }

    @Test
    void isKeptWhereItCannotBeRaisedAndLeavesWhatTheWindowExpects() {
        rig.accountConcurrency = 112;
        // 1.4 x 8 run at once, so 17 is wanted, but there is no room
        for (long m = 100; m < 140; m++) rig.minute(flood(m).planned(m == 100 ? 1 : 1.4));
        assertThat(rig.limits()).containsExactly(12);
        assertThat(rig.said()).contains("prolong still-above");
    }

    @Test
    void whatIsLetGoOnItsWayUpIsNotLoweredAgain() {
        rig.accountConcurrency = 140;
        rig.minute(flood(100));
        rig.quietUntil(116);
        assertThat(rig.limits()).containsExactly(12, 24);
        rig.minute(flood(117).planned(6));
        assertThat(rig.limits()).containsExactly(12, 24, -1);
    }

    @ParameterizedTest
    @CsvSource({"3000, 6, 72", "3000, 84, -1", "73, 6, 72", "72, 6, -1"})
    void aQueueIsRaisedAsFarAsItBinds(int concurrency, double expect, int limit) {
        rig.accountConcurrency = concurrency;
        fedBy(LeverKind.QUEUE);
        rig.minute(Minute.of("shop", 100).page(20).onset(100).cost(Minute.USD, 2_000));
        rig.minute(Minute.of("shop", 101)
                .page(20)
                .onset(100)
                .cost(Minute.USD, 2_000)
                .planned(expect));
        assertThat(rig.limits()).containsExactly(12, limit);
        assertThat(rig.asked()).extracting(d -> d.lever().kind()).containsOnly(LeverKind.QUEUE);
    }

    private void fedBy(LeverKind kind) {
        Trigger trigger = new Trigger("m-1", kind, true, -1, false);
        ReservationFacts none = ReservationFacts.of(-1);
        rig.facts.set(
                0,
                new FunctionFacts(
                        Minute.ACCOUNT,
                        Minute.REGION,
                        "shop",
                        1024,
                        "x86_64",
                        900,
                        none,
                        -1,
                        Map.of(),
                        new TriggerFacts(List.of(trigger), -1),
                        Capacity.NONE));
    }

    /** The surge is over and its incident is closed, but its limit is still held. */
    @Test
    void raisesALimitWhoseIncidentIsClosed() {
        rig.minute(flood(100));
        rig.minute(calm(101).closed(Reason.CALM));
        assertThat(rig.state.incidents.open).isEmpty();
        rig.minute(Minute.of("shop", 102).calm().planned(6));
        assertThat(rig.limits()).containsExactly(12, 72);
    }
}
