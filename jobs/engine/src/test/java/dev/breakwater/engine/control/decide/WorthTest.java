package dev.breakwater.engine.control.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.engine.control.Decision.DecisionType;
import dev.breakwater.engine.control.IncidentSnapshot.Would;
import dev.breakwater.engine.control.Request;
import dev.breakwater.engine.policy.PolicyBook.Mode;
import dev.breakwater.engine.policy.ThrottleRule;
import dev.breakwater.engine.policy.ThrottleRule.LeverRule;
import dev.breakwater.engine.policy.ThrottleRule.Worth;
import dev.breakwater.model.IncidentKind;
import dev.breakwater.model.Reason;
import dev.breakwater.model.function.Lever.LeverKind;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A function has ten expected calls a minute for 1 USD an hour, and a limit of 12 instances. Three quarters of the 48
 * instances in use are above that limit, so it would refuse 450 good calls an hour.
 */
class WorthTest {

    private final Rig rig = new Rig().knows("shop", -1).queued("queued");

    private static Minute surge(long minute, double usdPerHour) {
        return Minute.of("shop", minute).page(usdPerHour).cost((long) ((usdPerHour + 1) / 60 * Minute.USD), 48);
    }

    private void worth(double usdPerThousandGood, long alwaysAbove) {
        rig.rule = rig.rule.worth(new Worth(usdPerThousandGood, alwaysAbove * Minute.USD));
    }

    /**
     * The surge costs 35.3 USD for each 600 good calls, which is 58.8 USD for each 1,000, whatever share of both a
     * limit refuses.
     */
    @ParameterizedTest
    @CsvSource({"0, throttle", "58, throttle", "59, propose"})
    void throttlesWhereItAvertsAsMuchForEachThousandGoodCallsAsIsAsked(double asked, String decided) {
        worth(asked, 1_000_000);
        rig.minute(surge(100, 34.3));
        assertThat(rig.said())
                .contains(decided.equals("throttle") ? "throttle above-throttle-line" : "propose not-worth");
        assertThat(rig.limits()).hasSize(decided.equals("throttle") ? 1 : 0);
    }

    @Test
    void proposesWithBothFigures() {
        worth(1_000, 1_000_000);
        rig.minute(surge(100, 39));
        assertThat(rig.all.decisions)
                .filteredOn(d -> d.type() == DecisionType.PROPOSE)
                .singleElement()
                .satisfies(d -> {
                    assertThat(d.words())
                            .isEqualTo("averts 30.00 USD an hour and refuses 450 of 600 good calls an hour "
                                    + "(66.67 USD per 1,000, throttle.worth 1000)");
                    assertThat(d.limit()).isEqualTo(12);
                });
        assertThat(rig.told()).containsExactly("TRIGGER critical surge", "UPDATE critical not-worth");
    }

    @Test
    void aProposalSaysBothFiguresWhateverItsReason() {
        rig.mode = Mode.APPROVE;
        rig.minute(surge(100, 39));
        Would would = rig.all.events.get(0).limits().would();
        assertThat(would.words())
                .startsWith("averts 30.00 USD an hour and refuses 450 of 600 good calls an hour (66.67 USD per 1,000");
        assertThat(would.limit()).as("nothing else forbids it").isZero();
        assertThat(rig.all.decisions)
                .filteredOn(d -> d.type() == DecisionType.PROPOSE)
                .singleElement()
                .satisfies(d -> assertThat(d.words()).isEqualTo(would.words()));
    }

    @Test
    void aThrottleThatIsSetSaysBothFiguresToo() {
        rig.minute(surge(100, 39));
        assertThat(rig.limits()).containsExactly(12);
        assertThat(rig.all.events)
                .last()
                .satisfies(e -> assertThat(e.limits().would().words())
                        .startsWith("averts 30.00 USD an hour and refuses 450 of 600 good calls an hour"));
    }

    @Test
    void throttlesRegardlessFromSoMuchAnHourOnAtTheRateOfTheLastMinutes() {
        worth(1_000_000, 100);
        rig.minute(surge(100, 20).recent(99));
        assertThat(rig.limits()).isEmpty();
        rig.minute(surge(101, 20).recent(101));
        assertThat(rig.limits()).containsExactly(12);
    }

    @Test
    void whatAlwaysThrottlesIsAtLeastTheThrottleLine() {
        worth(1_000_000, 1);
        rig.minute(surge(100, 9).recent(9.5));
        assertThat(rig.said()).as("below the line of 10 USD").doesNotContain("propose not-worth");
        rig.minute(surge(101, 10.5).recent(9.5));
        assertThat(rig.limits()).containsExactly(12);
    }

    @Test
    void messagesThatWaitInTheirQueueAreNotRefused() {
        worth(1_000_000, 1_000_000);
        rig.minute(Minute.of("queued", 100).page(34).cost(Minute.USD / 2, 48));
        assertThat(rig.limits()).hasSize(1);
        assertThat(rig.lastAsked().lever().kind()).isEqualTo(LeverKind.QUEUE);
        for (int m = 101; m <= 108; m++)
            rig.minute(Minute.of("queued", m).page(34).cost(Minute.USD / 2, 48));
        assertThat(rig.state.incidents.open.values().iterator().next().worth.refusedGood())
                .isZero();
    }

    @Test
    void aThrottleThatIsNotWorthItAnyMoreIsNotProlonged() {
        worth(20, 1_000_000);
        rig.minute(surge(100, 39));
        for (int m = 101; m <= 115; m++) rig.minute(surge(m, 39));
        assertThat(rig.said()).as("judged by what it did").contains("prolong still-above");
        // the same number of good calls is refused for a tenth of the cost
        for (int m = 116; m <= 131; m++) rig.minute(surge(m, 39).cost(Minute.USD / 150, 48));
        assertThat(rig.said()).contains("release not-worth");
        assertThat(rig.told()).contains("UPDATE critical not-worth");
    }

    @Test
    void aPersonsWordIsNotWeighed() {
        worth(1_000, 1_000_000);
        rig.minute(surge(100, 39));
        String incident = rig.state.incidents.open.values().iterator().next().id;
        rig.asks(rig.request("1", Request.Kind.APPROVE, "shop", incident, rig.now + 30 * Rig.MINUTE));
        for (int m = 101; m <= 120; m++) rig.minute(surge(m, 39));
        assertThat(rig.limits()).containsExactly(12);
        assertThat(rig.said()).contains("prolong still-above");
    }

    @Test
    void countsWhatAThrottleWouldHaveDoneThatWasNotWorthIt() {
        worth(1_000, 1_000_000);
        rig.minute(surge(100, 39));
        rig.minute(surge(101, 39));
        rig.minute(Minute.of("shop", 102).closed(Reason.CALM).cost(1000, 6));
        rig.quietUntil(300);
        Would would = rig.all.incidents.get(0).limits().would();
        assertThat(would.limit()).isEqualTo(12);
        assertThat(would.avert()).isEqualTo(Math.round(.75 * 2 / 3 * Minute.USD));
        assertThat(would.refuse()).isEqualTo(Math.round(7.5));
        assertThat(would.why()).isEqualTo("not-worth");
    }

    /** In a live run, this many of 200 calls are refused. Each counts with the cost of a call that ran. */
    @ParameterizedTest
    @CsvSource({"0, 1", "18, 1", "22, 0"})
    void aThrottleThatAvertsLessThanATenthInTenMinutesIsGivenBack(long refused, int givenBack) {
        rig.restateEvery = Duration.ofMinutes(10);
        rig.minute(Minute.of("shop", 100).page(20));
        for (int m = 101; m <= 116; m++)
            rig.minute(
                    Minute.of("shop", m).page(20).demand(200).refused(refused).cost(Minute.USD, 20));
        assertThat(rig.said().stream().filter("release not-cured"::equals)).hasSize(givenBack);
        if (givenBack == 0) return;
        assertThat(rig.told()).contains("UPDATE critical not-cured");
        for (int m = 117; m <= 180; m++) rig.minute(Minute.of("shop", m).page(20));
        assertThat(rig.when(DecisionType.THROTTLE))
                .as("no new one for this incident")
                .hasSize(1);
        assertThat(rig.said()).contains("refuse cure-failed");
    }

    /** CloudWatch promises no order, so a minute may be judged before its refused calls are known. */
    @Test
    void refusedCallsThatArriveAfterTheirMinuteWasJudgedCountForTheCure() {
        rig.restateEvery = Duration.ofMinutes(10);
        rig.minute(Minute.of("shop", 100).page(20));
        for (int m = 101; m <= 116; m++) {
            Minute minute = Minute.of("shop", m).page(20).demand(200).cost(Minute.USD, 20);
            rig.minute(minute.refused(0));
            rig.minute(minute.refused(120));
        }
        assertThat(rig.limits()).hasSize(1);
        assertThat(rig.said()).doesNotContain("release not-cured");
    }

    @Test
    void aPersonMayThrottleAgainAfterThat() {
        rig.restateEvery = Duration.ofMinutes(10);
        for (int m = 100; m <= 116; m++)
            rig.minute(Minute.of("shop", m).page(20).demand(200).cost(Minute.USD, 20));
        assertThat(rig.said()).contains("release not-cured");
        String incident = rig.state.incidents.open.values().iterator().next().id;
        for (int m = 117; m <= 125; m++) rig.minute(Minute.of("shop", m).page(20));
        assertThat(rig.said()).contains("refuse cure-failed");
        rig.asks(rig.request("1", Request.Kind.THROTTLE, "shop", incident, -1));
        for (int m = 126; m <= 180; m++) rig.minute(Minute.of("shop", m).page(20));
        assertThat(rig.when(DecisionType.THROTTLE)).hasSize(2);
    }

    /** Without its limit, a loop would have grown, so the cost before the limit says little about the averted cost. */
    @Test
    void theThrottleOfALoopIsNotJudgedByTheCostBefore() {
        rig.restateEvery = Duration.ofMinutes(10);
        for (int m = 100; m <= 116; m++)
            rig.minute(Minute.of("shop", m)
                    .page(20)
                    .kind(IncidentKind.RECURSION)
                    .demand(200)
                    .cost(Minute.USD, 20));
        assertThat(rig.limits()).hasSize(1);
        assertThat(rig.said()).doesNotContain("release not-cured");
    }

    @Test
    void aPauseOfTheSurgeSaysNothingOfItsCure() {
        rig.restateEvery = Duration.ofMinutes(10);
        rig.rule = new ThrottleRule(
                1,
                2,
                1.5,
                Duration.ofMinutes(60),
                Duration.ofMinutes(120),
                Duration.ofMinutes(5),
                LeverRule.AUTO,
                false,
                Worth.ANY);
        rig.minute(Minute.of("shop", 100).page(20));
        for (int m = 101; m <= 130; m++)
            rig.minute(Minute.of("shop", m).page(20).over());
        assertThat(rig.said()).doesNotContain("release not-cured");
    }
}
