package dev.breakwater.engine.control.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.engine.control.ControlOutput.LimitTrouble;
import dev.breakwater.engine.control.Decision;
import dev.breakwater.engine.control.Decision.DecisionType;
import dev.breakwater.engine.control.IncidentSnapshot;
import dev.breakwater.engine.control.KnownLease;
import dev.breakwater.engine.control.Request;
import dev.breakwater.engine.control.state.ControlState;
import dev.breakwater.engine.limit.Call;
import dev.breakwater.engine.limit.Call.Result;
import dev.breakwater.engine.limit.LimitEvent;
import dev.breakwater.engine.limit.LimitState;
import dev.breakwater.engine.limit.Reconciler;
import dev.breakwater.engine.policy.PolicyBook.BlastRadius;
import dev.breakwater.engine.policy.PolicyBook.Mode;
import dev.breakwater.engine.policy.ThrottleRule;
import dev.breakwater.engine.policy.ThrottleRule.LeverRule;
import dev.breakwater.engine.policy.ThrottleRule.Worth;
import dev.breakwater.model.AlarmAction;
import dev.breakwater.model.Reason;
import dev.breakwater.model.function.FunctionFacts;
import dev.breakwater.model.function.FunctionFacts.Capacity;
import dev.breakwater.model.function.FunctionFacts.TriggerFacts;
import dev.breakwater.model.function.LeaseTag;
import dev.breakwater.model.function.Lever;
import dev.breakwater.model.function.Lever.LeverKind;
import dev.breakwater.model.function.LimitReading.LimitValue;
import dev.breakwater.model.function.Sighting;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run starts without its state or with older state. Tags and ledgers show which limits were set. */
class AdoptionTest {
    private static final String INCIDENT = "0123456789ab";

    private final Rig rig = new Rig().knows("shop", 40);
    private long end;

    @BeforeEach
    void live() {
        rig.restateEvery = Duration.ofMinutes(1);
        rig.now = 100 * Rig.MINUTE;
        end = rig.now + 60 * Rig.MINUTE;
    }

    private int value(String function) {
        return rig.aws.value(function, Lever.RESERVATION);
    }

    private String tag(String function) {
        return rig.aws.tag(function, Lever.RESERVATION);
    }

    private void isGivenBack(int found) {
        assertThat(value("shop")).isEqualTo(found);
        assertThat(tag("shop")).isNull();
    }

    private KnownLease known(String lease, List<Integer> ours, long endedAt) {
        return new KnownLease(
                "shop", Lever.RESERVATION, lease, INCIDENT, ours, 40, false, end, endedAt > 0, endedAt, 0);
    }

    /** The value that was set when the run ended. */
    private void stands(int value) {
        rig.aws.set("shop", Lever.RESERVATION, value);
        String tag = new LeaseTag(value, 40, List.of(), end, "test", "k").text();
        rig.aws.tag("shop", Lever.RESERVATION, tag);
    }

    // tests of limits that are known from their tag

    @Test
    void aLeaseThatOnlyItsTagRemembersIsHeldToItsOwnEndAndGivenBack() {
        rig.finds("shop", 9, 40, end, "test");
        rig.follows(3 * Rig.MINUTE);
        assertThat(rig.said()).containsExactly("held adopted");
        rig.quietUntil(300);
        assertThat(rig.said()).containsExactly("held adopted", "release max-hold", "given-back max-hold");
        assertThat(rig.all.decisions.get(1).at()).isEqualTo(end);
        assertThat(rig.told()).last().asString().startsWith("RESOLVE");
        isGivenBack(40);
    }

    @Test
    void aTagOfAnInstanceThatIsAdoptedIsOurs() {
        rig.finds("shop", 9, 40, end, "former");
        rig.follows(3 * Rig.MINUTE);
        assertThat(rig.state.limits.leases).containsKey("shop");
        assertThat(LeaseTag.read(tag("shop")).tag().by()).isEqualTo("test");
    }

    @Test
    void aTagOfAnotherInstanceIsLeftAlone() {
        rig.finds("shop", 9, 40, end, "other-team");
        rig.follows(60 * Rig.MINUTE);
        assertThat(rig.all.decisions).isEmpty();
        assertThat(rig.all.calls).isEmpty();
    }

    @Test
    void belowEnforceItIsGivenBackAtOnce() {
        rig.mode = Mode.ALERT;
        rig.finds("shop", 9, 40, end, "test");
        rig.follows(5 * Rig.MINUTE);
        assertThat(rig.said()).containsExactly("given-back adopted");
        isGivenBack(40);
    }

    @Test
    void oneWhoseEndIsOverIsGivenBackBeforeAnythingBeginsAnew() {
        rig.aws.fails(Call.Kind.RESTORE, Result.FAILED, "no answer");
        rig.finds("shop", 9, 40, rig.now - 1_000, "test");
        rig.minute(Minute.of("shop", 100).page(20));
        assertThat(rig.said()).endsWith("refuse not-given-back");
        rig.aws.works();
        rig.follows(5 * Rig.MINUTE);
        isGivenBack(40);
    }

    /** A person may have changed the limit, and that is known only when the limit is gone. */
    @Test
    void noOtherLeverIsUsedWhileOneThatWasFoundIsGivenBack() {
        rig.queued("shop");
        rig.aws.fails(Call.Kind.RESTORE, Result.FAILED, "no answer");
        rig.finds("shop", 9, 40, rig.now - 1_000, "test");
        rig.minute(Minute.of("shop", 100).page(20));
        assertThat(rig.said()).endsWith("refuse not-given-back");
    }

    @Test
    void anEndMoreThanADayAheadIsOver() {
        rig.finds("shop", 9, 40, rig.now + 25 * 60 * Rig.MINUTE, "test");
        rig.follows(5 * Rig.MINUTE);
        assertThat(rig.state.limits.leases).isEmpty();
        isGivenBack(40);
    }

    /**
     * A release, or a call that never arrived, left a tag behind. No limit of ours is set, and without a surge none
     * must be set.
     */
    @Test
    void aTagWithoutItsValueIsRemovedAndNothingIsSet() {
        stands(9);
        rig.aws.set("shop", Lever.RESERVATION, 40);
        rig.took(rig.control().onSightings(rig.state, List.of(sighting()), rig.now));
        rig.follows(10 * Rig.MINUTE);
        isGivenBack(40);
        assertThat(rig.all.calls).extracting(Call::kind).doesNotContain(Call.Kind.SET);
        assertThat(rig.state.leftAlone.until).isEmpty();
    }

    private Sighting sighting() {
        return new Sighting(
                Minute.ACCOUNT, Minute.REGION, "shop", Lever.RESERVATION, tag("shop"), value("shop"), 0, rig.now);
    }

    @Test
    void aTagThatCannotBeReadOnALimitThatNobodyKnowsIsToldOnceForEachText() {
        rig.aws.tag("shop", Lever.RESERVATION, "not ours");
        for (int round = 0; round < 3; round++)
            rig.took(rig.control().onSightings(rig.state, List.of(sighting()), rig.now));
        assertThat(rig.all.troubles)
                .singleElement()
                .satisfies(e -> assertThat(e.words()).contains("not ours"));
        rig.aws.tag("shop", Lever.RESERVATION, "not ours either");
        rig.took(rig.control().onSightings(rig.state, List.of(sighting()), rig.now));
        assertThat(rig.all.troubles)
                .hasSize(2)
                .extracting(e -> e.function().key())
                .containsOnly("shop");
        assertThat(rig.all.calls).isEmpty();
    }

    @Test
    void theAlertAboutSuchATagEndsWithItsFunction() {
        rig.aws.tag("shop", Lever.RESERVATION, "not ours");
        rig.took(rig.control().onSightings(rig.state, List.of(sighting()), rig.now));
        rig.gone.add("shop");
        rig.follows(Rig.MINUTE);
        assertThat(rig.all.troubles).extracting(LimitTrouble::over).containsExactly(false, true);
        assertThat(rig.state.limits.unreadable).isEmpty();
    }

    @Test
    void theAlertAboutSuchATagEndsWithItsMapping() {
        Lever queue = new Lever(LeverKind.QUEUE, "m-mail");
        rig.queued("mail");
        rig.took(rig.control()
                .onSightings(
                        rig.state,
                        List.of(new Sighting(Minute.ACCOUNT, Minute.REGION, "mail", queue, "not ours", 5, 0, rig.now)),
                        rig.now));
        rig.follows(Rig.MINUTE);
        assertThat(rig.all.troubles).as("what was read before proves nothing").hasSize(1);
        FunctionFacts mail = rig.facts.remove(rig.facts.size() - 1);
        rig.facts.add(new FunctionFacts(
                mail.account(),
                mail.region(),
                "mail",
                mail.memoryMb(),
                mail.architecture(),
                mail.timeoutSeconds(),
                mail.reservation(),
                -1,
                Map.of(),
                new TriggerFacts(List.of(), rig.now),
                Capacity.NONE));
        rig.follows(Rig.MINUTE);
        assertThat(rig.all.troubles).extracting(LimitTrouble::over).containsExactly(false, true);
        assertThat(rig.state.limits.unreadable).isEmpty();
    }

    @Test
    void aTagOfALimitThatIsKnownProvesNothing() {
        rig.minute(Minute.of("shop", 101).page(20));
        long until = rig.state.limits.all.get("shop").intent.until;
        rig.obeys = false;
        rig.finds("shop", 30, 30, rig.now - 1_000, "test");
        assertThat(rig.state.limits.all.get("shop").intent.until).isEqualTo(until);
        assertThat(rig.state.limits.leases.get("shop").current).isEqualTo(12);
    }

    @Test
    void whatIsAskedForGivesWayToWhatIsFoundToStand() {
        rig.radius = new BlastRadius(1, 1, 10, 100);
        rig.knows("cart", -1);
        rig.aws.fails(Call.Kind.SET, Result.FAILED, "no answer");
        rig.minute(Minute.of("cart", 101).page(20));
        rig.finds("shop", 9, 40, end, "test");
        rig.follows(3 * Rig.MINUTE);
        assertThat(rig.said()).contains("held adopted", "release radius-at-once");
        assertThat(rig.state.limits.leases).containsOnlyKeys("shop");
    }

    @Test
    void whatIsAdoptedCountsAsAPlace() {
        rig.radius = new BlastRadius(1, 1, 10, 100);
        rig.knows("cart", -1);
        rig.finds("shop", 9, 40, end, "test");
        rig.minute(Minute.of("cart", 101).page(20));
        assertThat(rig.said()).contains("refuse radius-at-once");
    }

    // tests of limits that are known from the ledger

    @Test
    void whatOnlyTheLedgerKnowsIsHeldToItsEndAndItsAlertIsResolved() {
        rig.aws.set("shop", Lever.RESERVATION, 9);
        rig.begins(known("k", List.of(9), 0));
        rig.follows(4 * Rig.MINUTE);
        assertThat(rig.said()).containsExactly("held adopted");
        assertThat(LeaseTag.read(tag("shop")).tag().was())
                .as("its tag is written again")
                .isEqualTo(40);
        rig.quietUntil(300);
        assertThat(rig.said()).containsExactly("held adopted", "release max-hold", "given-back max-hold");
        assertThat(rig.told()).last().asString().startsWith("RESOLVE");
        assertThat(rig.all.events).extracting(IncidentSnapshot::dedupKey).containsOnly("breakwater/" + INCIDENT);
        isGivenBack(40);
        assertThat(rig.state.incidents.ended).isEmpty();
    }

    /** A queue's limit was being given back, and the reservation took over, when all state was lost. */
    @Test
    void ofTwoLimitsOfAFunctionOneIsHeldAndTheOtherIsGivenBackAtOnce() {
        Lever queue = new Lever(LeverKind.QUEUE, "m-1");
        rig.aws.set("shop", queue, 9);
        rig.aws.set("shop", Lever.RESERVATION, 9);
        rig.begins(
                new KnownLease("shop", queue, "j", INCIDENT, List.of(9), -1, true, end, false, 0, 0),
                known("k", List.of(9), 0));
        rig.follows(10 * Rig.MINUTE);
        assertThat(rig.said()).filteredOn(s -> s.equals("held adopted")).hasSize(1);
        rig.quietUntil(300);
        assertThat(rig.aws.value("shop", queue)).isEqualTo(-1);
        isGivenBack(40);
    }

    /** The intent was written, and the run ended before the call. */
    @Test
    void anIntentWhoseValueDoesNotStandIsNotSetAnew() {
        rig.begins(known("k", List.of(9), 0));
        rig.follows(10 * Rig.MINUTE);
        assertThat(rig.all.calls).extracting(Call::kind).doesNotContain(Call.Kind.SET);
        assertThat(rig.state.limits.leases).isEmpty();
        assertThat(rig.state.leftAlone.until).isEmpty();
        isGivenBack(40);
    }

    @Test
    void aReturnThatWasBegunGoesOn() {
        stands(9);
        rig.begins(new KnownLease("shop", Lever.RESERVATION, "k", INCIDENT, List.of(9), 40, false, end, true, 0, 0));
        rig.follows(5 * Rig.MINUTE);
        isGivenBack(40);
        assertThat(rig.said()).doesNotContain("held adopted");
    }

    @Test
    void aReturnThatWasBegunAfterThisStateWasStoredGoesOnAndIsNobodysHand() {
        rig.minute(Minute.of("shop", 101).page(20));
        rig.follows(2 * Rig.MINUTE);
        String lease = rig.state.limits.all.get("shop").intent.lease;
        assertThat(rig.state.limits.all.get("shop").life).isEqualTo(LimitState.Life.HELD);
        rig.begins(new KnownLease(
                "shop", Lever.RESERVATION, lease, INCIDENT, List.of(value("shop")), 40, true, end, true, 0, 0));
        assertThat(rig.state.limits.all.get("shop").life).isEqualTo(LimitState.Life.RETURNING);
        rig.follows(10 * Rig.MINUTE);
        assertThat(rig.said()).noneMatch(s -> s.startsWith("override"));
    }

    /**
     * A backlog may be judged before the ledger was read. Present limits, and functions to leave alone, are then still
     * unknown.
     */
    @Test
    void whatIsDecidedBeforeTheLedgerIsReadIsForgottenAndTheLimitThatTheLedgerKnowsIsGivenBack() {
        rig.aws.set("shop", Lever.RESERVATION, 9);
        rig.gate = Rig.SHUT;
        // the present limit looks as if people had set it
        rig.minute(Minute.of("shop", 101).page(20));
        rig.gate = Reconciler.Gate.OPEN;
        rig.begins(known("k", List.of(9), 0));
        rig.follows(4 * Rig.MINUTE);
        assertThat(LeaseTag.read(tag("shop")).tag().was()).isEqualTo(40);
        rig.quietUntil(300);
        isGivenBack(40);
    }

    @Test
    void aThrottleThatIsDecidedBeforeTheLedgerIsReadHeedsTheHandsOffThatTheLedgerKnows() {
        rig.gate = Rig.SHUT;
        rig.minute(Minute.of("shop", 101).page(20));
        rig.gate = Reconciler.Gate.OPEN;
        long until = rig.now + 20 * 60 * Rig.MINUTE;
        rig.begins(new KnownLease(
                "shop",
                Lever.RESERVATION,
                "k",
                INCIDENT,
                List.of(9),
                40,
                false,
                end,
                true,
                rig.now - Rig.MINUTE,
                until));
        rig.follows(10 * Rig.MINUTE);
        rig.minute(Minute.of("shop", 112).page(20));
        rig.follows(4 * Rig.MINUTE);
        assertThat(rig.all.calls).extracting(Call::kind).doesNotContain(Call.Kind.SET);
        assertThat(rig.state.limits.leases).isEmpty();
    }

    @Test
    void aSurgeThatGoesOnKeepsTheIncidentThatTheLedgerNames() {
        rig.minute(Minute.of("shop", 101).page(20));
        String id = rig.all.decisions.get(0).incident();
        rig.state = new ControlState();
        rig.begins(new KnownLease("shop", Lever.RESERVATION, "1", id, List.of(12), 40, false, end, false, 0, 0));
        rig.follows(4 * Rig.MINUTE);
        rig.minute(Minute.of("shop", 106).page(20));
        assertThat(rig.state.incidents.ended).isEmpty();
        rig.minute(Minute.of("shop", 107).closed(Reason.CALM));
        rig.quietUntil(400);
        assertThat(rig.all.events)
                .filteredOn(e -> e.dedupKey().equals("breakwater/" + id))
                .last()
                .extracting(IncidentSnapshot::type)
                .isEqualTo(AlarmAction.RESOLVE);
        isGivenBack(40);
    }

    @Test
    void whatPeopleLeftAloneIsLeftAloneAgain() {
        long until = rig.now + 20 * 60 * Rig.MINUTE;
        rig.begins(new KnownLease(
                "shop", Lever.RESERVATION, "k", INCIDENT, List.of(9), 40, false, end, true, rig.now - 1, until));
        rig.minute(Minute.of("shop", 101).page(20));
        assertThat(rig.said()).endsWith("refuse left-alone");
    }

    /** The state was stored before a step up. */
    @Test
    void aValueThatAnOlderStateDoesNotKnowIsOursAndNotAPersons() {
        rig.minute(Minute.of("shop", 101).page(20));
        String lease = rig.state.limits.all.get("shop").intent.lease;
        stands(24);
        rig.begins(known(lease, List.of(12, 24), 0));
        rig.follows(6 * Rig.MINUTE);
        assertThat(rig.said()).doesNotContain("override overridden");
        rig.mode = Mode.ALERT;
        rig.follows(5 * Rig.MINUTE);
        isGivenBack(40);
    }

    @Test
    void aLaterLeaseOfTheLedgerCountsMoreThanTheStates() {
        rig.minute(Minute.of("shop", 101).page(20));
        stands(20);
        rig.begins(known("zzzzzz", List.of(20), 0));
        rig.follows(4 * Rig.MINUTE);
        assertThat(rig.state.limits.all.get("shop").intent.lease).isEqualTo("zzzzzz");
        rig.quietUntil(300);
        isGivenBack(40);
        assertThat(rig.state.run.leaseCount)
                .as("the next lease has a name of its own")
                .isGreaterThanOrEqualTo(35);
    }

    /** The state was stored before a sweep ended the lease (guarantee N6). */
    @Test
    void aLeaseThatASweepEndedIsNoChangeByHand() {
        rig.minute(Minute.of("shop", 101).page(20));
        String lease = rig.state.limits.all.get("shop").intent.lease;
        rig.aws.set("shop", Lever.RESERVATION, 40);
        rig.aws.tag("shop", Lever.RESERVATION, null);
        rig.now += 10 * Rig.MINUTE;
        rig.begins(known(lease, List.of(12), rig.now - 5 * Rig.MINUTE));
        rig.follows(10 * Rig.MINUTE);
        assertThat(rig.said()).contains("release lease-over").doesNotContain("override overridden");
        assertThat(rig.state.limits.leases).isEmpty();
        assertThat(rig.state.leftAlone.until).isEmpty();
        isGivenBack(40);
    }

    /** Later, a person set the same value that we had set (guarantees N6 and N9). */
    @Test
    void afterAQuarterOfAnHourAValueThatEqualsThatOfAnEndedLeaseIsAPersons() {
        rig.minute(Minute.of("shop", 101).page(20));
        String lease = rig.state.limits.all.get("shop").intent.lease;
        rig.aws.set("shop", Lever.RESERVATION, 12);
        rig.aws.tag("shop", Lever.RESERVATION, null);
        rig.now += 40 * Rig.MINUTE;
        int calls = rig.all.calls.size();
        rig.begins(known(lease, List.of(12), rig.now - 16 * Rig.MINUTE));
        rig.follows(60 * Rig.MINUTE);
        assertThat(rig.all.calls.subList(calls, rig.all.calls.size())).isEmpty();
        assertThat(value("shop")).isEqualTo(12);
        assertThat(rig.state.limits.leases).isEmpty();
    }

    /** The same as the test before, but without state (guarantee N9). */
    @Test
    void aLeaseThatTheLedgerKnowsAsEndedIsNotTakenOver() {
        rig.aws.set("shop", Lever.RESERVATION, 9);
        rig.begins(known("k", List.of(9), rig.now - Rig.MINUTE));
        rig.follows(60 * Rig.MINUTE);
        assertThat(rig.all.calls).isEmpty();
        assertThat(value("shop")).isEqualTo(9);
        assertThat(rig.state.limits.all).isEmpty();
    }

    @Test
    void oneOrderOfABudgetHoldsTwoFunctionsAndEachComesToItsOwnEnd() {
        rig.knows("cart", -1);
        stands(9);
        rig.aws.set("cart", Lever.RESERVATION, 9);
        KnownLease cart = new KnownLease(
                "cart", Lever.RESERVATION, "m", INCIDENT, List.of(9), LimitValue.NONE, false, end, false, 0, 0);
        rig.begins(known("k", List.of(9), 0), cart);
        rig.follows(4 * Rig.MINUTE);
        rig.handsOff("shop");
        rig.quietUntil(300);
        assertThat(rig.all.decisions)
                .filteredOn(d -> d.scope().key().equals("cart"))
                .extracting(Decision::type)
                .containsExactly(DecisionType.HELD, DecisionType.RELEASE, DecisionType.GIVEN_BACK);
        assertThat(value("cart")).isEqualTo(LimitValue.NONE);
        assertThat(rig.state.incidents.ended).isEmpty();
    }

    @Test
    void aLimitThatTheLedgerSawHeldAndThatStandsNoMoreWasTakenAwayByHand() {
        rig.begins(new KnownLease("shop", Lever.RESERVATION, "k", INCIDENT, List.of(9), 40, true, end, false, 0, 0));
        rig.follows(10 * Rig.MINUTE);
        assertThat(rig.state.leftAlone.until).containsKey("shop");
        isGivenBack(40);
    }

    @Test
    void whatBeganInTheLastHourCountsThoughStateWasLost() {
        String now = Long.toString(rig.now / 1000 - 60, 36);
        String old = Long.toString(rig.now / 1000 - 3_700, 36);
        rig.begins(known(now, List.of(9), rig.now - Rig.MINUTE), known(old, List.of(9), rig.now - Rig.MINUTE));
        assertThat(rig.state.limits.throttledAt).containsOnlyKeys(now);
    }

    /** The answer to the call that set the limit was lost with the run. Since then, somebody has released the limit. */
    @Test
    void whatMayHaveBeenSetBeforeTheStartKeepsItsPlaceInTheHour() {
        String now = Long.toString(rig.now / 1000 - 60, 36);
        rig.begins(known(now, List.of(9), 0));
        rig.follows(10 * Rig.MINUTE);
        isGivenBack(40);
        assertThat(rig.said()).endsWith("given-back adopted");
        assertThat(rig.state.limits.throttledAt).containsOnlyKeys(now);
    }

    @Test
    void anEndThatTheLedgerCouldNotTakeIsWrittenAtTheNextStart() {
        rig.minute(Minute.of("shop", 101).page(20));
        rig.follows(4 * Rig.MINUTE);
        rig.aws.set("shop", Lever.RESERVATION, 77);
        rig.follows(8 * Rig.MINUTE);
        LimitState limit = rig.state.limits.all.get("shop");
        assertThat(limit.life).isEqualTo(LimitState.Life.YIELDED);
        rig.all.lines.clear();
        rig.begins(known(limit.intent.lease, List.of(12), 0));
        assertThat(rig.all.lines).extracting(l -> l.event().kind()).containsExactly(LimitEvent.Kind.YIELDED);
        assertThat(rig.all.lines.get(0).event().value()).isEqualTo(77);
    }

    /** The state has a limit of the queue, and one of the reservation that is still watched. */
    @Test
    void aLaterLeaseOfTheLedgerLeavesTheLeaseOnAnotherLimitOfTheFunction() {
        rig.facts.clear();
        rig.queued("shop");
        cooldownOfNoTime(LeverRule.RESERVATION);
        rig.minute(Minute.of("shop", 101).page(20));
        rig.follows(2 * Rig.MINUTE);
        rig.mode = Mode.ALERT;
        rig.follows(4 * Rig.MINUTE);
        assertThat(rig.state.limits.all.get("shop").life).isEqualTo(LimitState.Life.FREE);
        rig.mode = Mode.ENFORCE;
        cooldownOfNoTime(LeverRule.AUTO);
        rig.minute(Minute.of("shop", 107).page(20));
        rig.follows(2 * Rig.MINUTE);
        Lever queue = new Lever(LeverKind.QUEUE, "m-shop");
        assertThat(rig.aws.value("shop", queue)).isEqualTo(12);
        rig.aws.set("shop", Lever.RESERVATION, 20);
        rig.begins(known("zzzzzz", List.of(20), 0));
        rig.follows(5 * Rig.MINUTE);
        isGivenBack(40);
        rig.quietUntil(500);
        assertThat(rig.aws.value("shop", queue)).isEqualTo(LimitValue.NONE);
    }

    private void cooldownOfNoTime(LeverRule lever) {
        rig.rule = new ThrottleRule(
                10 * Minute.USD,
                2,
                1.5,
                Duration.ofMinutes(15),
                Duration.ofHours(4),
                Duration.ZERO,
                lever,
                false,
                Worth.ANY);
    }

    /** The inventory had seen the tag before a sweep released the limit. */
    @Test
    void whatASweepReleasedAfterItWasFoundIsNobodysHand() {
        rig.finds("shop", 9, 40, end, "test");
        rig.aws.set("shop", Lever.RESERVATION, 40);
        rig.aws.tag("shop", Lever.RESERVATION, null);
        rig.begins(known("k3f9", List.of(9), rig.now - Rig.MINUTE));
        rig.follows(10 * Rig.MINUTE);
        assertThat(rig.all.calls).extracting(Call::kind).containsOnly(Call.Kind.READ);
        assertThat(rig.state.leftAlone.until).isEmpty();
        isGivenBack(40);
    }

    /** A person's request may be older than the run, and is then read before the ledger and the tags. */
    @ParameterizedTest
    @CsvSource({"RELEASE, true", "RELEASE, false", "ACCEPT, true", "ACCEPT, false"})
    void aReleaseThatAPersonAskedForBeforeTheLimitWasObservedIsMade(Request.Kind kind, boolean beforeTheLedger) {
        stands(9);
        boolean accepts = kind == Request.Kind.ACCEPT;
        Request release = rig.request("a", kind, "shop", accepts ? INCIDENT : "", accepts ? end : -1);
        if (beforeTheLedger) rig.asks(release);
        rig.begins(known("k", List.of(9), 0));
        rig.follows(Rig.MINUTE / 2);
        if (!beforeTheLedger) rig.asks(release);
        rig.follows(Rig.MINUTE / 2);
        assertThat(value("shop")).isEqualTo(40);
        assertThat(rig.said()).doesNotContain("held adopted");
    }

    /** The request was about an earlier limit, and a run without state reads it again. */
    @Test
    void aReleaseThatIsOlderThanTheLimitDoesNotEndIt() {
        stands(9);
        rig.asks(rig.request("a", Request.Kind.RELEASE, "shop", "", -1));
        rig.begins(known(Long.toString(rig.now / 1000 + 60, 36), List.of(9), 0));
        rig.follows(4 * Rig.MINUTE);
        assertThat(rig.said()).endsWith("held adopted");
    }

    /** The surge outgrew what was accepted, and the function was throttled again. */
    @Test
    void anAcceptanceThatIsOlderThanTheLimitDoesNotEndIt() {
        stands(9);
        rig.asks(rig.request("a", Request.Kind.ACCEPT, "shop", INCIDENT, end));
        rig.begins(known(Long.toString(rig.now / 1000 + 60, 36), List.of(9), 0));
        rig.follows(4 * Rig.MINUTE);
        assertThat(rig.said()).endsWith("held adopted");
    }
}
