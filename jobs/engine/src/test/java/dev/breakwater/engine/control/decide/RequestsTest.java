package dev.breakwater.engine.control.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.engine.control.Decision;
import dev.breakwater.engine.control.Decision.DecisionType;
import dev.breakwater.engine.control.Hold;
import dev.breakwater.engine.control.IncidentSnapshot;
import dev.breakwater.engine.control.Request;
import dev.breakwater.engine.control.Request.Answer;
import dev.breakwater.engine.control.state.IncidentThrottle;
import dev.breakwater.engine.limit.Call;
import dev.breakwater.engine.limit.Reconciler;
import dev.breakwater.engine.policy.PolicyBook.BlastRadius;
import dev.breakwater.engine.policy.PolicyBook.Mode;
import dev.breakwater.engine.policy.ThrottleRule.Worth;
import dev.breakwater.model.Reason;
import dev.breakwater.model.Scope;
import dev.breakwater.model.function.Lever;
import dev.breakwater.model.function.Sighting;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests that a request has its effect once, and that no throttle is set without the needed approval. */
class RequestsTest {
    private static final long HOUR = 60 * Rig.MINUTE;

    private final Rig rig = new Rig().knows("shop", 40).knows("cart", -1);

    @BeforeEach
    void live() {
        rig.restateEvery = Duration.ofMinutes(1);
        rig.obeys = true;
    }

    // tests of approve

    @Test
    void whatIsProposedAsksOnThePageAndIsSetWithTheNextMinuteOnceAPersonAgrees() {
        rig.mode = Mode.APPROVE;
        surge(100);
        assertThat(rig.said()).containsExactly("open surge", "page paged", "propose mode-approve");
        assertThat(rig.limits()).isEmpty();
        Hold proposal = rig.all.events.get(rig.all.events.size() - 1).limits().proposal();
        assertThat(proposal)
                .isEqualTo(new Hold(Hold.Stage.PROPOSED, 12, 40, rig.now + 30 * Rig.MINUTE, Lever.RESERVATION));

        approve("a1");
        assertThat(rig.limits()).as("nothing before the gates are asked again").isEmpty();
        assertThat(rig.told()).endsWith("UPDATE critical requested");
        surge(101);
        assertThat(rig.said()).contains("request requested", "throttle requested", "held requested");
        assertThat(rig.limits()).startsWith(12);
        assertThat(rig.state.limits.leases.get("shop").approved).isTrue();
        rig.quietUntil(110);
        assertThat(rig.state.limits.leases)
                .as("it stands as long as enforce would let it")
                .isNotEmpty();
    }

    @Test
    void silenceExpiresAndSaysSoAndTheProposalComesAgainAfterLongerAndLongerPauses() {
        rig.mode = Mode.APPROVE;
        for (int m = 100; m < 129; m++) surge(m);
        assertThat(rig.when(DecisionType.EXPIRE)).isEmpty();
        surge(130);
        assertThat(rig.said()).containsOnlyOnce("propose mode-approve").endsWith("expire not-answered");
        assertThat(rig.told()).endsWith("UPDATE critical not-answered");
        approve("late");
        assertThat(over()).isEqualTo("the proposal has expired");
        for (int m = 131; m < 420; m++) surge(m);
        assertThat(rig.when(DecisionType.PROPOSE))
                .as("pauses of 30, 60 and 120 minutes")
                .containsExactly(0L, 60L, 150L, 300L);
        assertThat(rig.limits()).isEmpty();
    }

    // tests of throttle

    @Test
    void aPersonHasAThrottleSetAfterTheProposalExpired() {
        rig.mode = Mode.APPROVE;
        for (int m = 100; m < 131; m++) surge(m);
        assertThat(rig.said()).endsWith("expire not-answered");
        now("n1");
        assertThat(rig.limits()).as("the next minute's gates come first").isEmpty();
        surge(131);
        assertThat(rig.limits()).startsWith(12);
        assertThat(rig.all.decisions)
                .filteredOn(d -> d.type() == DecisionType.REQUEST)
                .extracting(Decision::words)
                .contains("throttle, by alice, from test");
    }

    @Test
    void aPersonHasAThrottleSetBelowTheThrottleThreshold() {
        rig.mode = Mode.APPROVE;
        rig.minute(Minute.of("shop", 100).onset(100).page(6));
        assertThat(rig.said()).containsExactly("open surge", "page paged");
        now("n1");
        rig.minute(Minute.of("shop", 101).onset(100).page(6));
        assertThat(rig.said()).endsWith("request requested", "throttle requested", "held requested");
        assertThat(rig.limits()).isNotEmpty();
    }

    @Test
    void anIncidentThatCostTooLittleForAThrottleSaysHowMuchItLacked() {
        rig.minute(Minute.of("shop", 100).onset(100).page(6));
        rig.minute(Minute.of("shop", 101).onset(100).page(8.06));
        rig.minute(Minute.of("shop", 116).onset(100).lastEvidence(101).closed(Reason.CALM));
        assertThat(rig.all.decisions)
                .last()
                .satisfies(d -> assertThat(d.words())
                        .isEqualTo("not throttled: the cost was at most 8.06 USD above normal in an hour, and a "
                                + "throttle needs more than"
                                + " 10.00 USD"));
    }

    @Test
    void aPersonOverrulesAHandsChangeAndTheTagThatSaysSo() {
        surge(100);
        assertThat(rig.state.limits.leases).hasSize(1);
        rig.handsOff("shop");
        surge(101);
        assertThat(rig.said()).endsWith("refuse left-alone");
        now("n1");
        surge(102);
        assertThat(rig.said()).as("what was there before comes first").endsWith("refuse not-given-back");
        surge(103);
        assertThat(rig.limits()).endsWith(12);
        rig.follows(10 * Rig.MINUTE);
        assertThat(rig.state.limits.leases).as("the tag is still there").hasSize(1);
        assertThat(rig.aws.handsOff).containsKey("shop");
        // a later change by a person counts again
        rig.now += Rig.MINUTE;
        rig.handsOff("shop");
        rig.follows(5 * Rig.MINUTE);
        assertThat(rig.state.limits.leases).isEmpty();
    }

    @Test
    void aPersonOverrulesTheCooldownAndAReleaseButNoProtection() {
        surge(100);
        rig.asks(rig.request("r1", Request.Kind.RELEASE, "shop", "", -1));
        surge(101);
        assertThat(rig.said()).endsWith("refuse spared");
        now("n1");
        surge(102);
        surge(103);
        assertThat(rig.limits()).endsWith(12);
        rig.asks(rig.request("p1", Request.Kind.PROTECT, "shop", "", rig.now + 6 * HOUR));
        now("n2");
        assertThat(over()).isEqualTo("a person asked not to throttle this function");
        surge(104);
        assertThat(rig.state.limits.leases).isEmpty();
        assertThat(throttle().spared).as("its alert says so").isEqualTo(Reason.SPARED);
    }

    @Test
    void whatAPersonHasThrottledStillNeedsEvidenceARuleThatAllowsItAndAPlace() {
        rig.mode = Mode.APPROVE;
        for (int m = 100; m < 131; m++) surge(m);
        now("n1");
        rig.minute(Minute.of("shop", 131).onset(100).warn(5));
        assertThat(rig.limits()).as("no evidence at page level").isEmpty();
        rig.protectsAll = true;
        now("n2");
        assertThat(over()).isEqualTo("the policy protects this function");
        rig.protectsAll = false;
        rig.radius = new BlastRadius(0, 1, 10, 100);
        surge(132);
        assertThat(rig.limits()).as("no place").isEmpty();
        rig.mode = Mode.ALERT;
        now("n3");
        assertThat(over()).isEqualTo("Breakwater throttles nothing in mode alert");
    }

    @Test
    void theGatesOfThatMinuteCount() {
        rig.mode = Mode.APPROVE;
        surge(100);
        approve("a1");
        // a change by a person since the proposal
        rig.handsOff("shop");
        surge(101);
        assertThat(rig.limits()).isEmpty();
        assertThat(rig.said()).endsWith("refuse left-alone");
        assertThat(rig.told()).endsWith("UPDATE critical left-alone");
        for (int m = 102; m <= 131; m++) surge(m);
        assertThat(rig.said()).endsWith("expire not-carried-out");
        assertThat(rig.limits()).isEmpty();
    }

    @Test
    void anApprovalThatIsNotCarriedOutSaysWhyAndCanBeGivenAgainOrWithdrawn() {
        rig.mode = Mode.APPROVE;
        surge(100);
        approve("a1");
        rig.handsOff("shop");
        surge(101);
        assertThat(throttle().couldNot).isEqualTo(Reason.LEFT_ALONE.text());
        now("n1");
        assertThat(over()).isEmpty();
        assertThat(throttle().couldNot).isEmpty();
        // a later change by a person counts again
        rig.now += Rig.MINUTE;
        rig.handsOff("shop");
        surge(102);
        ask("r1", Request.Kind.RELEASE, -1);
        assertThat(over()).isEmpty();
        assertThat(rig.said()).endsWith("request requested", "expire spared");
        assertThat(throttle().isProposed()).isFalse();
        surge(103);
        assertThat(rig.limits()).isEmpty();
        now("n2");
        surge(104);
        assertThat(rig.limits()).startsWith(12);
    }

    @Test
    void aProtectionEndsAProposal() {
        rig.mode = Mode.APPROVE;
        surge(100);
        ask("p1", Request.Kind.PROTECT, rig.now + HOUR);
        assertThat(rig.said()).endsWith("request requested", "expire spared");
        approve("a1");
        assertThat(over()).isEqualTo("the proposal has expired");
    }

    // tests of decline

    /** Always throttles above 50 USD an hour, and proposes a throttle of less because it is not worth it. */
    private void worthless() {
        rig.rule = rig.rule.worth(new Worth(1_000_000, 50 * Minute.USD));
    }

    @Test
    void whoDeclinesIsAskedAgainOnlyAfterThatTime() {
        worthless();
        for (int m = 100; m < 103; m++) serves(m, 20);
        assertThat(rig.said()).endsWith("propose not-worth");
        decline(rig.now + HOUR);
        assertThat(rig.said()).endsWith("request requested", "expire declined");
        assertThat(rig.told()).endsWith("UPDATE critical declined");
        approve("late");
        assertThat(over()).isEqualTo("a person declined the proposed throttle");
        for (int m = 103; m < 162; m++) serves(m, 20);
        assertThat(rig.when(DecisionType.PROPOSE)).hasSize(1);
        assertThat(rig.all.decisions)
                .filteredOn(d -> d.type() == DecisionType.REFUSE)
                .singleElement()
                .satisfies(d -> assertThat(d.words())
                        .startsWith("none is proposed until ")
                        .endsWith(", unless the surge costs more than 50.00 USD an hour"));
        assertThat(rig.state.leftAlone.spared)
                .as("the function is not protected")
                .isNullOrEmpty();
        for (int m = 162; m < 164; m++) serves(m, 20);
        assertThat(rig.when(DecisionType.PROPOSE)).hasSize(2);
        assertThat(rig.limits()).isEmpty();
    }

    @Test
    void aNoHasACeilingAboveWhichEnforceThrottles() {
        worthless();
        serves(100, 20);
        assertThat(last().limits().aboveNano()).as("the page names it").isEqualTo(50 * Minute.USD);
        decline(rig.now + 24 * HOUR);
        serves(101, 50);
        assertThat(rig.limits()).isEmpty();
        serves(102, 51);
        assertThat(rig.limits()).startsWith(12);
    }

    @Test
    void aNoHasACeilingAboveWhichApproveAsksOnce() {
        worthless();
        rig.mode = Mode.APPROVE;
        serves(100, 20);
        decline(rig.now + 24 * HOUR);
        serves(101, 51);
        assertThat(rig.said()).endsWith("propose mode-approve");
        for (int m = 102; m < 240; m++) serves(m, 80);
        assertThat(rig.when(DecisionType.PROPOSE)).hasSize(2);
        assertThat(rig.limits()).isEmpty();
        now("n1");
        serves(240, 20);
        assertThat(rig.limits()).as("a later yes counts").startsWith(12);
    }

    @Test
    void aNoAboveThatCeilingHoldsUntilTheCostHasDoubled() {
        worthless();
        rig.mode = Mode.APPROVE;
        serves(100, 60);
        decline(rig.now + 24 * HOUR);
        for (int m = 101; m < 110; m++) serves(m, 120);
        assertThat(rig.when(DecisionType.PROPOSE)).hasSize(1);
        serves(110, 121);
        assertThat(rig.when(DecisionType.PROPOSE)).hasSize(2);
    }

    private void serves(long minute, double usd) {
        rig.minute(Minute.of("shop", minute).onset(100).page(usd));
    }

    private void decline(long until) {
        rig.asks(rig.request("d" + until, Request.Kind.DECLINE, "shop", incident(), until));
        assertThat(over()).isEmpty();
    }

    private IncidentSnapshot last() {
        return rig.all.events.get(rig.all.events.size() - 1);
    }

    /** A limit that is still being released begins its cooldown later. */
    @Test
    void aThrottleThatAwsRefusedIsSetWithoutACooldownWhenAPersonAsksAgain() {
        rig.aws.fails(Call.Kind.SET, Call.Result.REFUSED, "below the provisioned concurrency");
        surge(100);
        assertThat(rig.said()).contains("could-not could-not");
        now("n1");
        rig.aws.works();
        surge(101);
        assertThat(throttle().couldNot).isEqualTo(Reason.NOT_GIVEN_BACK.text());
        rig.follows(4 * Rig.MINUTE);
        surge(106);
        assertThat(rig.said()).contains("held requested").doesNotContain("refuse in-cooldown");
        assertThat(rig.all.events)
                .filteredOn(e -> e.hold().stage() == Hold.Stage.ASKED)
                .as("nothing has failed since this request")
                .isNotEmpty()
                .allSatisfy(e -> assertThat(e.limits().couldNot()).isEmpty());
    }

    private IncidentThrottle throttle() {
        return rig.state.incidents.open.values().iterator().next().throttle;
    }

    @Test
    void anApprovalOutlastsADecisionThatIsMadeAgainOnceTheLedgerIsRead() {
        rig.mode = Mode.APPROVE;
        rig.gate = Rig.SHUT;
        surge(100);
        approve("a1");
        surge(101);
        rig.begins();
        assertThat(rig.said()).endsWith("throttle requested", "release not-read");
        rig.gate = Reconciler.Gate.OPEN;
        surge(102);
        assertThat(rig.said()).containsOnlyOnce("propose mode-approve").contains("held requested");
    }

    @Test
    void theLimitOfThatMinuteCounts() {
        rig.mode = Mode.APPROVE;
        surge(100);
        approve("a1");
        rig.minute(Minute.of("shop", 101).onset(100).page(20).peak(12));
        assertThat(rig.limits()).startsWith(18);
    }

    @Test
    void whatIsProposedSaysTheLimitOfTheLastMinute() {
        rig.mode = Mode.APPROVE;
        surge(100);
        rig.minute(Minute.of("shop", 101).onset(100).peak(20).page(20));
        assertThat(rig.state.incidents.open.values())
                .singleElement()
                .satisfies(i -> assertThat(i.throttle.proposal.limit).isEqualTo(30));
        assertThat(rig.said()).containsOnlyOnce("propose mode-approve");
    }

    @Test
    void aSecondClickAndOneForWhatIsOverSayWhy() {
        rig.mode = Mode.APPROVE;
        surge(100);
        approve("a1");
        approve("a1");
        assertThat(rig.all.answers).hasSize(1);
        approve("a2");
        assertThat(over()).isEqualTo("the throttle is already approved");
        surge(101);
        approve("a3");
        assertThat(over()).isEqualTo("a throttle has already been requested or set");
        rig.asks(rig.request("a4", Request.Kind.APPROVE, "cart", "0123456789ab", -1));
        assertThat(over()).isEqualTo("its incident is over");
        assertThat(rig.limits()).hasSize(1);
    }

    @Test
    void belowApproveNothingIsApproved() {
        rig.mode = Mode.APPROVE;
        surge(100);
        rig.mode = Mode.ALERT;
        approve("a1");
        assertThat(over()).isEqualTo("Breakwater throttles nothing in mode alert");
        surge(101);
        assertThat(rig.limits()).isEmpty();
    }

    @Test
    void whatNobodyAgreedToIsGivenBackWhenTheModeBecomesApprove() {
        surge(100);
        assertThat(rig.state.limits.leases).isNotEmpty();
        rig.mode = Mode.APPROVE;
        rig.tick();
        assertThat(rig.said()).contains("release enforcement-off");
    }

    @Test
    void whatWasApprovedGoesWithTheModeToo() {
        rig.mode = Mode.APPROVE;
        surge(100);
        approve("a1");
        surge(101);
        rig.mode = Mode.ENFORCE;
        rig.tick();
        assertThat(rig.state.limits.leases).isNotEmpty();
        rig.mode = Mode.ALERT;
        rig.tick();
        assertThat(rig.said()).contains("release enforcement-off");
    }

    @Test
    void theProposalEndsWithItsIncident() {
        rig.mode = Mode.APPROVE;
        surge(100);
        rig.minute(Minute.of("shop", 101).onset(100).lastEvidence(100).closed(Reason.CALM));
        approve("a1");
        assertThat(over()).isEqualTo("its incident is over");
        rig.quietUntil(200);
        assertThat(rig.said()).doesNotContain("expire not-answered");
    }

    // tests of release, hold and protect

    @Test
    void aReleaseGivesBackAndLeavesAloneForADay() {
        surge(100);
        assertThat(rig.state.limits.leases).isNotEmpty();
        ask("r1", Request.Kind.RELEASE, -1);
        assertThat(rig.said()).contains("request requested", "release requested", "given-back requested");
        assertThat(rig.limits()).contains(-1);
        assertThat(rig.told()).contains("UPDATE critical requested");
        ask("r2", Request.Kind.RELEASE, -1);
        assertThat(over())
                .isEqualTo("the job knows of no limit, and Breakwater leaves the function alone for 24 hours "
                        + "and releases a limit that it finds");
        for (int m = 101; m < 1500; m += 7) surge(m);
        assertThat(rig.when(DecisionType.THROTTLE)).as("24 hours, all levers").containsExactly(0L);
        for (int m = 1500; m < 1560; m += 7) surge(m);
        assertThat(rig.when(DecisionType.THROTTLE)).hasSize(2);
    }

    /** The job restarted from a state before the throttle. A limit that was held then may be found again. */
    @Test
    void aReleaseOfWhatIsNotKnownLeavesAloneToo() {
        ask("r1", Request.Kind.RELEASE, -1);
        surge(100);
        assertThat(rig.limits()).isEmpty();
        assertThat(rig.said()).endsWith("refuse spared");
    }

    @Test
    void aReleaseOutlivesTheEndOfAnOlderTagThatAPersonOverruled() {
        surge(100);
        rig.handsOff("shop");
        long until = rig.aws.handsOff.get("shop");
        now("n1");
        rig.now += 2 * HOUR;
        ask("r1", Request.Kind.RELEASE, -1);
        sees(until);
        rig.now = until + Rig.MINUTE;
        sees(until);
        assertThat(rig.state.leftAlone.spared).containsKey("shop");
    }

    /** A round of the inventory reads the tag that says until when the function is left alone. */
    private void sees(long until) {
        rig.took(rig.control()
                .onSightings(
                        rig.state,
                        List.of(new Sighting(
                                Minute.ACCOUNT, Minute.REGION, "shop", Lever.RESERVATION, null, -1, until, rig.now)),
                        rig.now));
    }

    @Test
    void aReleaseWhileItIsGivenBackSaysSo() {
        surge(100);
        rig.obeys = false;
        ask("r1", Request.Kind.RELEASE, -1);
        ask("r2", Request.Kind.RELEASE, -1);
        assertThat(over())
                .isEqualTo(
                        "the limit is already being released, and Breakwater leaves the function alone for 24 hours");
    }

    @Test
    void longerHoldsEndWithTheLeaseAtTheLatest() {
        surge(100);
        long end = rig.state.limits.leases.get("shop").times.maxUntil;
        ask("h1", Request.Kind.HOLD, rig.now + 2 * HOUR);
        assertThat(rig.said()).contains("request requested", "prolong requested");
        rig.quietUntil(215);
        assertThat(rig.limits())
                .as("neither raised nor given back")
                .doesNotContain(-1)
                .containsOnly(12);
        ask("h2", Request.Kind.HOLD, rig.now + 90 * HOUR);
        assertThat(rig.state.limits.leases.get("shop").times.holdUntil).isEqualTo(end);
        assertThat(rig.state.limits.leases.get("shop").times.maxUntil).isEqualTo(end);
        rig.quietUntil(end / Rig.MINUTE + 2);
        assertThat(rig.state.limits.leases).isEmpty();
    }

    @Test
    void aHoldOnItsWayUpGoesDownAgain() {
        surge(100);
        rig.quietUntil(117);
        assertThat(rig.limits()).endsWith(24);
        ask("h1", Request.Kind.HOLD, -1);
        assertThat(rig.said()).contains("lower requested");
        assertThat(rig.limits()).endsWith(12);
        ask("h2", Request.Kind.HOLD, -1);
        rig.quietUntil(330);
        assertThat(rig.limits()).endsWith(12);
    }

    @Test
    void whatIsNotHeldCannotBeHeldLonger() {
        ask("h1", Request.Kind.HOLD, -1);
        assertThat(over()).isEqualTo("the job knows of no limit");
        assertThat(rig.said()).containsExactly("request request-over");
        Decision said = rig.all.decisions.get(0);
        assertThat(said.words()).isEqualTo("hold, by alice, from test: the job knows of no limit");
        assertThat(rig.all.answers.get(0).words())
                .isEqualTo("hold, by alice, from test: over: the job knows of no limit");
    }

    @Test
    void aProtectedFunctionIsGivenBackAndNotThrottledUntilThen() {
        surge(100);
        ask("p1", Request.Kind.PROTECT, rig.now + 3 * HOUR);
        assertThat(rig.said()).contains("release spared");
        for (int m = 135; m < 280; m += 5) surge(m);
        assertThat(rig.when(DecisionType.THROTTLE)).containsExactly(0L);
        assertThat(rig.said()).contains("refuse spared");
        for (int m = 281; m < 290; m++) surge(m);
        assertThat(rig.when(DecisionType.THROTTLE)).hasSize(2);
    }

    @Test
    void thePageOfAProtectedFunctionAnnouncesNoThrottle() {
        ask("p1", Request.Kind.PROTECT, rig.now + 3 * HOUR);
        rig.minute(Minute.of("shop", 100).onset(100).page(5));
        assertThat(rig.said()).endsWith("page paged", "refuse spared");
        assertThat(rig.all.events)
                .isNotEmpty()
                .allSatisfy(e -> assertThat(e.limits().aboveNano()).isZero());
    }

    @Test
    void whatIsHeardAgainAfterARestartDoesNothing() {
        ask("p1", Request.Kind.PROTECT, rig.now + HOUR);
        Request same = rig.request("p1", Request.Kind.PROTECT, "shop", "", rig.now + HOUR);
        rig.asks(same);
        assertThat(rig.all.answers).hasSize(1);
        rig.now += Request.HEARD_FOR.toMillis() + HOUR;
        rig.asks(same);
        assertThat(rig.all.answers).as("older than anybody repeats it").hasSize(1);
        rig.tick();
        assertThat(rig.state.requests.heard).isEmpty();
        assertThat(rig.state.leftAlone.spared).isEmpty();
    }

    /** Its file is read again after each start, also after one that has lost the state. */
    @Test
    void aProtectionOfDaysIsHeardOnceAtAnyTimeBeforeItsEnd() {
        Request days = rig.request("p1", Request.Kind.PROTECT, "shop", "", rig.now + 72 * HOUR);
        rig.now += 30 * HOUR;
        rig.asks(days);
        assertThat(rig.state.leftAlone.spared).containsKey("shop");
        rig.now += 30 * HOUR;
        rig.tick();
        rig.asks(days);
        assertThat(rig.all.answers).hasSize(1);
    }

    @Test
    void whatCameOfADrillIsWrittenDownOnceAndDoesNothing() {
        Request drill = new Request(
                "d1",
                Request.Kind.DRILL,
                Scope.function(Minute.ACCOUNT, Minute.REGION, "shop"),
                "",
                rig.now,
                -1,
                "alice",
                "drill",
                "passed: paged after 70 s",
                0);
        rig.asks(drill);
        rig.asks(drill);
        assertThat(rig.said()).containsExactly("request drilled");
        assertThat(rig.all.answers)
                .singleElement()
                .satisfies(
                        a -> assertThat(a.words()).isEqualTo("drill, by alice, from drill: passed: paged after 70 s"));
        assertThat(rig.state.leftAlone.spared).isNullOrEmpty();
        assertThat(Request.Kind.asked("drill")).as("of no person").isEmpty();
    }

    @Test
    void onlyFunctionsAreThrottled() {
        Scope group = Scope.group(Minute.ACCOUNT, Minute.REGION, "shop");
        rig.asks(new Request("g", Request.Kind.PROTECT, group, "", rig.now, rig.now + HOUR, "", "", "", 0));
        assertThat(over()).isEqualTo("Breakwater throttles only functions");
    }

    @Test
    void aFunctionWithoutBaselineIsNotThrottledOnRequestUntilItsSafeLimitIsKnown() {
        rig.mode = Mode.APPROVE;
        rig.minute(Minute.of("shop", 100).onset(100).page(20).notReady());
        now("early");
        assertThat(over()).isEqualTo("there is no baseline, so a safe limit is unknown");
        assertThat(rig.said()).endsWith("request request-over");
        assertThat(rig.all.events.get(rig.all.events.size() - 1).limits().aboveNano())
                .as("no page promises a throttle above a cost")
                .isZero();
        surge(101);
        now("later");
        assertThat(over()).isEmpty();
        surge(102);
        assertThat(rig.said()).contains("throttle requested");
    }

    @Test
    void whoeverAsksForAThrottleBeforeThereIsEvidenceReadsWhatItWaitsFor() {
        rig.minute(Minute.of("shop", 100).onset(100).warn(20));
        now("early");
        assertThat(couldNot()).isEqualTo("the newest minute has no evidence at page level");
        surge(101);
        assertThat(rig.said()).contains("throttle requested");
        assertThat(couldNot()).isEmpty();
    }

    private String couldNot() {
        return rig.state.incidents.open.values().iterator().next().throttle.couldNot;
    }

    private void surge(long minute) {
        rig.minute(Minute.of("shop", minute).onset(100).page(20));
    }

    private void approve(String id) {
        rig.asks(rig.request(id, Request.Kind.APPROVE, "shop", incident(), -1));
    }

    private void now(String id) {
        rig.asks(rig.request(id, Request.Kind.THROTTLE, "shop", incident(), -1));
    }

    private void ask(String id, Request.Kind kind, long until) {
        rig.asks(rig.request(id, kind, "shop", "", until));
    }

    private String incident() {
        return rig.all.decisions.stream()
                .filter(d -> d.type() == DecisionType.OPEN)
                .findFirst()
                .orElseThrow()
                .incident();
    }

    private String over() {
        Answer last = rig.all.answers.get(rig.all.answers.size() - 1);
        return last.over();
    }
}
