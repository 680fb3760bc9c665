package dev.breakwater.engine.control.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.engine.control.Decision;
import dev.breakwater.engine.control.Decision.DecisionType;
import dev.breakwater.engine.control.Request;
import dev.breakwater.engine.limit.Call;
import dev.breakwater.engine.policy.PolicyBook.BlastRadius;
import dev.breakwater.engine.policy.PolicyBook.Mode;
import dev.breakwater.engine.policy.ThrottleRule.LeverRule;
import dev.breakwater.model.Reason;
import dev.breakwater.model.function.FunctionFacts;
import dev.breakwater.model.function.FunctionFacts.Capacity;
import dev.breakwater.model.function.FunctionFacts.ReservationFacts;
import dev.breakwater.model.function.FunctionFacts.Trigger;
import dev.breakwater.model.function.FunctionFacts.TriggerFacts;
import dev.breakwater.model.function.Lever.LeverKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BudgetThrottlesTest {
    private static final String BUDGET = "b0d9e7";
    private final Rig rig = new Rig().knows("shop", -1).knows("cart", -1);

    /** An order about a calm function with a usual peak of 8 and 3 instances in use. The rule's headroom is 1.5. */
    private static Minute order(String function, long minute) {
        return Minute.of(function, minute).cost(1, 3).ordered(BUDGET);
    }

    private void orders(String function, long from, long to) {
        for (long m = from; m < to; m++) rig.minute(order(function, m));
    }

    @Test
    void holdsACalmFunctionAtHeadroomTimesItsUsualPeakAndPagesNobody() {
        rig.minute(order("shop", 100));
        assertThat(rig.said()).containsExactly("throttle budget-throttle");
        Decision throttle = rig.all.decisions.get(0);
        assertThat(throttle.limit()).isEqualTo(12);
        assertThat(throttle.incident()).isEqualTo(BUDGET);
        assertThat(throttle.until() - throttle.at())
                .isEqualTo(rig.rule.maxHold().toMillis());
        assertThat(rig.limits()).containsExactly(12);
        assertThat(rig.told()).isEmpty();
        assertThat(rig.all.incidents).isEmpty();
        assertThat(rig.all.alarms).isEmpty();
    }

    @Test
    void releasesByStepsWhenTheOrderIsNoLongerRestated() {
        orders("shop", 100, 130);
        rig.quietUntil(160);
        // the limit is held for 15 minutes after the last renewal; after 5 calm minutes, two steps of 3 minutes follow
        assertThat(rig.said())
                .containsExactly("throttle budget-throttle", "raise step-up", "raise step-up", "release hold-over");
        assertThat(rig.last.wakeAt).isLessThan(Long.MAX_VALUE);
        rig.quietUntil(1000);
        assertThat(rig.state.incidents.ordered).isEmpty();
        assertThat(rig.limits()).endsWith(-1);
        assertThat(rig.lastAsked().previous()).isEqualTo(-1);
    }

    @Test
    void endsAtTheLongestHoldAndIsSetAgainAfterTheCooldown() {
        orders("shop", 100, 100 + 240 + 40);
        assertThat(rig.when(DecisionType.RELEASE)).containsExactly(240L);
        assertThat(rig.when(DecisionType.THROTTLE)).containsExactly(0L, 270L);
        assertThat(rig.said()).contains("release max-hold", "refuse in-cooldown");
    }

    @Test
    void theUsualPeakIsThatOfTheFirstOrderSoThatItDoesNotGrowByTheHeadroom() {
        rig.minute(order("shop", 100));
        for (long m = 101; m < 100 + 280; m++) rig.minute(order("shop", m).peak(12));
        assertThat(rig.all.decisions)
                .filteredOn(d -> d.type() == DecisionType.THROTTLE)
                .extracting(Decision::limit)
                .containsExactly(12, 12);
    }

    @Test
    void proposesWhereNoSafeLimitIsKnownAndThrottlesOnceItIs() {
        rig.minute(order("shop", 100).notReady());
        rig.minute(order("shop", 101).notReady());
        // the function is ready, but its concurrency was never reported
        rig.minute(order("cart", 102).peak(0));
        assertThat(rig.said()).containsExactly("propose not-ready", "propose not-ready");
        rig.minute(order("shop", 103));
        assertThat(rig.said()).last().isEqualTo("throttle budget-throttle");
    }

    @Test
    void asksWhatSurgesAreAsked() {
        rig.knows("vip-1", -1);
        rig.minute(order("vip-1", 100));
        assertThat(rig.said()).containsExactly("refuse protected");
        rig.mode = Mode.APPROVE;
        rig.minute(order("shop", 101));
        rig.minute(order("shop", 102));
        assertThat(rig.said()).containsExactly("refuse protected", "propose mode-approve");
        assertThat(rig.all.decisions.get(1).limit()).isEqualTo(12);
        rig.mode = Mode.ALERT;
        rig.minute(order("shop", 103));
        assertThat(rig.said()).last().isEqualTo("refuse mode-alert");
        assertThat(rig.limits()).isEmpty();
    }

    @Test
    void aNoEndsTheProposalUntilItsTimeIsOver() {
        rig.mode = Mode.APPROVE;
        rig.minute(order("shop", 100));
        long until = rig.now + 60 * Rig.MINUTE;
        rig.asks(rig.request("no", Request.Kind.DECLINE, "shop", BUDGET, until));
        orders("shop", 101, 155);
        assertThat(rig.said())
                .containsExactly("propose mode-approve", "request requested", "expire declined", "refuse declined");
        orders("shop", 155, 165);
        assertThat(rig.said()).last().isEqualTo("propose mode-approve");
    }

    @Test
    void neverRaisesWhatIsReserved() {
        rig.knows("tight", 12).knows("wide", 40);
        rig.minute(order("tight", 100), order("wide", 100));
        assertThat(rig.said()).containsExactly("refuse no-effect", "throttle budget-throttle");
        assertThat(rig.asked()).singleElement().satisfies(w -> {
            assertThat(w.scope().key()).isEqualTo("wide");
            assertThat(w.limit()).isEqualTo(12);
            assertThat(w.previous()).isEqualTo(40);
        });
    }

    @Test
    void takesAtMostHalfOfTheUnreservedConcurrencyThatMayBeTaken() {
        // 100 of 1,000 must stay free, and half of the other 900 may be taken
        rig.minute(order("shop", 100).peak(301));
        rig.minute(order("cart", 101).peak(300));
        assertThat(rig.said()).containsExactly("refuse no-headroom", "throttle budget-throttle");
        assertThat(rig.told()).isEmpty();
    }

    @Test
    void manySmallThrottlesTakeNoMoreThanThatHalfEither() {
        rig.radius = new BlastRadius(200, 1, 400, 100);
        Minute[] orders = new Minute[100];
        for (int i = 0; i < orders.length; i++) {
            rig.knows("small-" + i, -1);
            orders[i] = order("small-" + i, 100);
        }
        rig.minute(orders);
        // 37 limits of 12 take 444 of the 450 that may be taken
        assertThat(rig.state.limits.leases).hasSize(37);
        // a surge of the usual size still finds room
        rig.minute(Minute.of("shop", 101).page(50).peak(100).cost(1, 300));
        assertThat(rig.said()).last().isEqualTo("throttle above-throttle-line");
    }

    @Test
    void thoseThatGoUpTogetherLeaveThatHalfToo() {
        rig.radius = new BlastRadius(200, 1, 400, 100);
        Minute[] orders = new Minute[30];
        for (int i = 0; i < orders.length; i++) {
            rig.knows("small-" + i, -1);
            orders[i] = order("small-" + i, 100);
        }
        rig.minute(orders);
        for (long m = 101; m < 130; m++) {
            rig.quietUntil(m);
            int reserved = rig.state.limits.leases.values().stream()
                    .mapToInt(l -> l.current)
                    .sum();
            assertThat(reserved).isLessThanOrEqualTo(450);
        }
        assertThat(rig.state.limits.leases).isEmpty();
    }

    @Test
    void ofOneThrottleAnHourNoneIsABudgets() {
        rig.radius = new BlastRadius(5, 1, 1, 100);
        rig.minute(order("shop", 100));
        assertThat(rig.said()).containsExactly("refuse radius-per-hour");
        rig.minute(Minute.of("cart", 101).page(50));
        assertThat(rig.said()).last().isEqualTo("throttle above-throttle-line");
    }

    @Test
    void leavesHalfOfAnHoursThrottlesToSurges() {
        rig.radius = new BlastRadius(5, 1, 2, 100);
        rig.minute(order("cart", 100), order("shop", 100));
        assertThat(rig.said()).containsExactly("throttle budget-throttle", "refuse radius-per-hour");
        assertThat(rig.told()).isEmpty();
        rig.minute(Minute.of("shop", 101).page(20));
        assertThat(rig.said()).contains("throttle above-throttle-line");
    }

    @Test
    void aSurgeTakesThePlaceOfABudgetsThrottleAndNoFleetPageIsSent() {
        rig.radius = new BlastRadius(1, 1, 10, 100);
        rig.minute(order("cart", 100));
        rig.minute(Minute.of("shop", 101).page(20), order("cart", 101));
        assertThat(rig.said())
                .containsSubsequence(
                        "throttle budget-throttle", "release radius-at-once", "throttle above-throttle-line");
        assertThat(rig.state.limits.leases).containsOnlyKeys("shop");
        assertThat(rig.told()).noneMatch(t -> t.contains("fleet"));
    }

    @Test
    void aSurgeThatWouldBeRefusedAnywayTakesNoPlace() {
        rig.radius = new BlastRadius(1, 1, 10, 100);
        rig.minute(order("cart", 100));
        // there is no room for a usual peak of 2,000
        rig.minute(Minute.of("shop", 101).page(20).peak(2000).cost(1, 9000), order("cart", 101));
        assertThat(rig.state.limits.leases).containsOnlyKeys("cart");
    }

    @Test
    void whatASurgeSetStaysForTheBudgetWhenItIsCalm() {
        rig.minute(Minute.of("shop", 100).page(20).peak(6));
        for (long m = 101; m < 150; m++) {
            if (m < 110) rig.minute(Minute.of("shop", m).page(20).peak(6), order("shop", m));
            else if (m < 139) rig.minute(order("shop", m));
            else if (m == 139) rig.minute(Minute.of("shop", m).lastEvidence(109).closed(Reason.CALM), order("shop", m));
            else rig.minute(order("shop", m));
        }
        assertThat(rig.said())
                .containsExactly(
                        "open surge",
                        "page paged",
                        "throttle above-throttle-line",
                        // the surge's limit was 9 and the budget's limit is 12; the lease keeps its end
                        "raise budget-throttle",
                        "close calm");
        assertThat(rig.state.limits.leases.get("shop").current).isEqualTo(12);
        Decision first = rig.all.decisions.get(2);
        assertThat(rig.all.decisions.get(3).until()).isEqualTo(first.until());
        assertThat(rig.all.decisions.get(3).incident()).isEqualTo(BUDGET);
        // the surge's incident has ended, because the limit now belongs to the budget
        assertThat(rig.told()).last().isEqualTo("RESOLVE critical calm");
        assertThat(rig.all.incidents).hasSize(1);
    }

    @Test
    void aSurgeUnderABudgetsThrottleIsHeldByItAndKeepsItWhenTheOrderEnds() {
        orders("shop", 100, 105);
        for (long m = 105; m < 150; m++) rig.minute(Minute.of("shop", m).page(20));
        assertThat(rig.said())
                .containsExactly(
                        "throttle budget-throttle",
                        "open surge",
                        "page paged",
                        "prolong still-above",
                        "prolong still-above",
                        "prolong still-above");
        assertThat(rig.all.events.get(0).hold().limit()).isEqualTo(12);
        assertThat(rig.state.limits.leases).hasSize(1);
    }

    @Test
    void aHumansHandEndsItForADay() {
        orders("shop", 100, 102);
        rig.handsOff("shop");
        orders("shop", 102, 110);
        assertThat(rig.said()).containsExactly("throttle budget-throttle", "override overridden", "refuse left-alone");
    }

    @Test
    void aFunctionThatIsGoneIsLeftAlone() {
        rig.gone.add("shop");
        orders("shop", 100, 102);
        assertThat(rig.all.decisions).isEmpty();
    }

    @Test
    void twoBudgetsHoldOneLeaseUntilTheLastOneLetsGo() {
        for (long m = 100; m < 160; m++) {
            Minute second = Minute.of("shop", m).cost(1, 3).ordered("other");
            if (m < 110) rig.minute(order("shop", m), second);
            else rig.minute(second);
        }
        assertThat(rig.when(DecisionType.THROTTLE)).containsExactly(0L);
        assertThat(rig.when(DecisionType.RAISE)).isEmpty();
        rig.quietUntil(1000);
        assertThat(rig.when(DecisionType.RELEASE)).hasSize(1);
        assertThat(rig.state.incidents.ordered).isEmpty();
    }

    @Test
    void neverPausesAStream() {
        rig.rule = rig.rule.by(LeverRule.PAUSE);
        feeds("shop", LeverKind.STREAM);
        rig.minute(order("shop", 100));
        assertThat(rig.asked()).singleElement().satisfies(w -> {
            assertThat(w.lever().isReservation()).isTrue();
            assertThat(w.limit()).isEqualTo(12);
        });
    }

    @Test
    void theEndOfTheRecordingReleases() {
        orders("shop", 100, 105);
        rig.took(rig.control().onEndOfInput(rig.state, rig.now));
        assertThat(rig.said()).isEqualTo(List.of("throttle budget-throttle", "release end-of-input"));
        assertThat(rig.state.limits.leases).isEmpty();
        assertThat(rig.state.incidents.ordered).isEmpty();
    }

    @Test
    void aPlaceWhoseThrottleMayBeOnItsWayIsNotFreeYet() {
        rig.restateEvery = Duration.ofMinutes(1);
        rig.radius = new BlastRadius(1, 1, 10, 100);
        rig.minute(order("cart", 100));
        rig.aws.fails(Call.Kind.RESTORE, Call.Result.FAILED, "no answer");
        rig.minute(Minute.of("shop", 101).page(20), order("cart", 101));
        assertThat(rig.state.limits.leases).isEmpty();
        rig.aws.works();
        rig.follows(10_000);
        rig.minute(Minute.of("shop", 102).page(20), order("cart", 102));
        assertThat(rig.state.limits.leases).containsOnlyKeys("shop");
    }

    @Test
    void untilThePlaceOfOneIsSeenFreeNoOtherIsGivenUp() {
        rig.restateEvery = Duration.ofMinutes(1);
        rig.radius = new BlastRadius(2, 1, 10, 100);
        rig.knows("a", -1).knows("b", -1);
        rig.minute(order("a", 100), order("b", 100));
        rig.aws.fails(Call.Kind.RESTORE, Call.Result.FAILED, "no answer");
        for (long m = 101; m < 105; m++) rig.minute(Minute.of("shop", m).page(20), order("b", m));
        assertThat(rig.state.limits.leases).containsOnlyKeys("b");
        assertThat(rig.said()).containsOnlyOnce("release radius-at-once");
        rig.aws.works();
        rig.follows(60_000);
        rig.minute(Minute.of("shop", 105).page(20), order("b", 105));
        assertThat(rig.state.limits.leases).containsOnlyKeys("b", "shop");
    }

    @Test
    void whatSurgesItselfKeepsTheBudgetsThrottle() {
        rig.radius = new BlastRadius(2, 1, 10, 100);
        rig.knows("a", -1).knows("b", -1);
        rig.minute(order("a", 100), order("b", 100));
        rig.minute(
                Minute.of("a", 101).page(15),
                Minute.of("b", 101).warn(1),
                Minute.of("shop", 101).page(20));
        assertThat(rig.state.limits.leases).containsOnlyKeys("a", "shop");
    }

    @Test
    void oneThatIsHeldKeepsNoFleetPageOpen() {
        rig.radius = new BlastRadius(1, 1, 10, 100);
        rig.minute(Minute.of("shop", 100).page(20), Minute.of("cart", 100).page(90));
        rig.minute(
                Minute.of("shop", 101).closed(Reason.CALM),
                Minute.of("cart", 101).closed(Reason.CALM));
        rig.handsOff("cart");
        rig.knows("calm", -1);
        for (long m = 102; m < 110; m++) rig.minute(order("calm", m));
        assertThat(rig.state.limits.leases).containsOnlyKeys("calm");
        assertThat(rig.told()).endsWith("RESOLVE critical fleet-page");
    }

    @Test
    void whereTheLimitIsTheSameTheBudgetGoesOnWithTheSurges() {
        surgeThenOrder(8, 8);
        assertThat(rig.said()).contains("prolong budget-throttle").noneMatch(s -> s.startsWith("raise"));
        assertThat(rig.limits()).containsExactly(12);
        assertThat(rig.state.limits.leases.get("shop").incident).isEqualTo(BUDGET);
    }

    @Test
    void whereTheBudgetsLimitIsLowerTheSurgesGoesDownToIt() {
        surgeThenOrder(8, 6);
        assertThat(rig.said()).contains("lower budget-throttle");
        assertThat(rig.limits()).containsExactly(12, 9);
        rig.quietUntil(200);
        assertThat(rig.when(DecisionType.RAISE))
                .as("a cooldown after it was lowered")
                .containsExactly(45L, 48L);
    }

    @Test
    void whatABudgetTakesOverIsHeldForAnotherHoldFromThen() {
        rig.minute(Minute.of("shop", 100).page(20));
        orders("shop", 101, 116);
        rig.quietUntil(200);
        assertThat(rig.said()).contains("prolong budget-throttle");
        assertThat(rig.when(DecisionType.RAISE)).containsExactly(30L, 33L);
    }

    /**
     * The function is calm for five minutes before the step. An old order no longer applies, and an order without a
     * safe limit never does.
     */
    @ParameterizedTest
    @CsvSource({"111, true, true", "110, true, false", "116, false, false"})
    void onlyAnOrderThatStandsAndKnowsASafeLimitTakesOver(long end, boolean ready, boolean takes) {
        rig.minute(Minute.of("shop", 100).page(20));
        for (long m = 101; m < end; m++)
            rig.minute(ready ? order("shop", m) : order("shop", m).notReady());
        rig.quietUntil(115);
        assertThat(rig.state.limits.leases.get("shop").incident.equals(BUDGET)).isEqualTo(takes);
    }

    @Test
    void theSurgesIncidentEndsWhenABudgetTakesItsThrottleOver() {
        rig.minute(Minute.of("shop", 100).page(20));
        rig.minute(Minute.of("shop", 101).lastEvidence(100).closed(Reason.CALM));
        orders("shop", 102, 117);
        assertThat(rig.state.limits.leases.get("shop").incident).isEqualTo(BUDGET);
        assertThat(rig.told()).containsExactly("TRIGGER critical surge", "RESOLVE critical calm");
    }

    @Test
    void whereTheBudgetsLimitIsThatHalfToTheLastItIsTakenOver() {
        // a limit of 1.5 x 300 takes 438 more than the present 12, which is exactly half of 888 minus 12
        surgeThenOrder(8, 300);
        assertThat(rig.limits()).containsExactly(12, 450);
    }

    @Test
    void whatASurgeTookIsNotCountedAsABudgetsToo() {
        // 150 of 1,000 belong to the surge and 100 must stay free, so half of 750 may be taken
        rig.minute(Minute.of("cart", 100).page(20).peak(100).cost(1, 300));
        rig.minute(order("shop", 101).peak(250));
        assertThat(rig.limits()).containsExactly(150, 375);
    }

    @ParameterizedTest
    @CsvSource({"queue, 666.5, 1000", "queue, 667, 24", "reservation, 667, 1001"})
    void aQueueIsTakenOverUpToWhatAwsTakes(LeverKind lever, double peak, int next) {
        rig.accountConcurrency = 3_000;
        if (lever.equals(LeverKind.QUEUE)) feeds("shop", LeverKind.QUEUE);
        surgeThenOrder(8, peak);
        assertThat(rig.limits()).startsWith(12, next);
        assertThat(rig.asked()).extracting(d -> d.lever().kind()).containsOnly(lever);
    }

    @Test
    void whereMoreRunsThanTheQueueLetsThroughTheReservationHoldsForTheBudgetToo() {
        rig.restateEvery = Duration.ofMinutes(1);
        feeds("shop", LeverKind.QUEUE);
        rig.concurrencyRead = 1000;
        // five minutes for setting the limit, and 15 minutes for the longest call
        for (long m = 100; m < 124; m++) rig.minute(order("shop", m).cost(1, 100));
        assertThat(rig.said()).containsSubsequence("release not-binding", "throttle budget-throttle");
        assertThat(rig.state.limits.leases.get("shop").lever.isReservation()).isTrue();
    }

    @Test
    void whatWasGivenBackForAnotherReasonIsNoPlaceThatComesFree() {
        rig.radius = new BlastRadius(1, 1, 10, 100);
        rig.minute(Minute.of("shop", 100).page(20));
        rig.handsOff("shop");
        rig.knows("calm", -1);
        rig.minute(order("calm", 101));
        rig.minute(Minute.of("cart", 102).page(20), order("calm", 102));
        assertThat(rig.state.limits.leases).containsOnlyKeys("cart");
    }

    @Test
    void whereTheBudgetsLimitTakesTooMuchTheSurgesStays() {
        // a limit of 1.5 x 400 takes 588 more than the present 12, which is more than half of the remaining 888
        surgeThenOrder(8, 400);
        assertThat(rig.limits()).containsExactly(12);
        assertThat(rig.state.limits.leases.get("shop").incident).isEqualTo(BUDGET);
    }

    @Test
    void whereTheBudgetsLimitStopsNothingTheSurgesIsGivenBack() {
        rig.facts.set(0, new Rig().knows("shop", 20).facts.get(0));
        surgeThenOrder(8, 14);
        assertThat(rig.said()).contains("release hold-over").doesNotContain("raise budget-throttle");
        assertThat(rig.state.limits.leases).isEmpty();
    }

    @Test
    void whereTheBudgetsLimitIsBelowWhatIsReservedItIsTakenOver() {
        rig.facts.set(0, new Rig().knows("shop", 40).facts.get(0));
        surgeThenOrder(8, 10);
        assertThat(rig.limits()).containsExactly(12, 15);
        assertThat(rig.state.limits.leases.get("shop").incident).isEqualTo(BUDGET);
        rig.quietUntil(200);
        assertThat(rig.when(DecisionType.RAISE)).as("no cooldown after a raise").containsExactly(15L, 30L);
    }

    private void surgeThenOrder(double surgePeak, double orderPeak) {
        rig.minute(Minute.of("shop", 100).page(20).peak(surgePeak));
        for (long m = 101; m < 125; m++) rig.minute(order("shop", m).peak(orderPeak));
    }

    private void feeds(String function, LeverKind kind) {
        Trigger trigger = new Trigger("m-1", kind, true, -1, false);
        rig.facts.set(
                0,
                new FunctionFacts(
                        Minute.ACCOUNT,
                        Minute.REGION,
                        function,
                        1024,
                        "x86_64",
                        900,
                        ReservationFacts.of(-1),
                        -1,
                        Map.of(),
                        new TriggerFacts(List.of(trigger), -1),
                        Capacity.NONE));
    }
}
