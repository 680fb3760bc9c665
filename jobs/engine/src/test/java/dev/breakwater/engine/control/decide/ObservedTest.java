package dev.breakwater.engine.control.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.engine.control.ControlOutput.LimitTrouble;
import dev.breakwater.engine.control.Decision;
import dev.breakwater.engine.control.Decision.DecisionType;
import dev.breakwater.engine.control.Hold;
import dev.breakwater.engine.control.IncidentSnapshot;
import dev.breakwater.engine.control.state.ControlState;
import dev.breakwater.engine.control.state.IncidentMoney;
import dev.breakwater.engine.limit.Call;
import dev.breakwater.engine.limit.Call.Result;
import dev.breakwater.engine.limit.Limits;
import dev.breakwater.engine.limit.Reconciler;
import dev.breakwater.engine.policy.PolicyBook.BlastRadius;
import dev.breakwater.engine.policy.PolicyBook.Mode;
import dev.breakwater.engine.policy.ThrottleRule;
import dev.breakwater.engine.policy.ThrottleRule.LeverRule;
import dev.breakwater.engine.policy.ThrottleRule.Worth;
import dev.breakwater.model.Reason;
import dev.breakwater.model.function.FunctionFacts;
import dev.breakwater.model.function.FunctionFacts.Capacity;
import dev.breakwater.model.function.FunctionFacts.ReservationFacts;
import dev.breakwater.model.function.FunctionFacts.TriggerFacts;
import dev.breakwater.model.function.LeaseTag;
import dev.breakwater.model.function.Lever;
import dev.breakwater.model.function.LimitReading.LimitValue;
import dev.breakwater.model.function.Sighting;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * How control reacts to observations. People see the present limits, and a function counts as throttled until no limit
 * of ours is left on it.
 */
class ObservedTest {
    private static final long DAY = 24 * 60;

    private final Rig rig = new Rig().knows("shop", 40).knows("calm", -1);

    @BeforeEach
    void live() {
        rig.restateEvery = Duration.ofMinutes(1);
    }

    private void held() {
        rig.minute(Minute.of("shop", 100).page(20));
        assertThat(rig.said()).endsWith("held above-throttle-line");
    }

    @Test
    void theTimeInWhichTheJobWasDownIsNotCalm() {
        held();
        rig.now = 125 * Rig.MINUTE;
        rig.begins();
        rig.follows(4 * Rig.MINUTE);
        rig.minute(Minute.of("shop", 128).page(20));
        rig.follows(10 * Rig.MINUTE);
        assertThat(rig.said()).endsWith("prolong still-above").doesNotContain("raise step-up");
        rig.follows(10 * Rig.MINUTE);
        assertThat(rig.said()).contains("raise step-up");
    }

    /** AWS does not tell when the limit was changed. Our limit was seen for the last time before minute 103. */
    @Test
    void whatALimitAvertedIsCountedUpToItsLastReadingBeforeAPersonChangedIt() {
        for (int m = 100; m < 103; m++) rig.minute(Minute.of("calm", m).page(20).refused(50));
        long averted = worth().avertedNano;
        long refused = worth().refusedMilli;
        assertThat(averted).isPositive();
        rig.obeys = false;
        rig.aws.set("calm", Lever.RESERVATION, 77);
        for (int m = 103; m < 105; m++) rig.minute(Minute.of("calm", m).page(20).refused(50));
        assertThat(worth().avertedNano).isGreaterThan(averted);
        rig.obeys = true;
        rig.follows(5 * Rig.MINUTE);
        assertThat(rig.said()).contains("override overridden");
        assertThat(worth().avertedNano).isEqualTo(averted);
        assertThat(worth().refusedMilli).isEqualTo(refused);
    }

    private IncidentMoney.Worth worth() {
        return rig.state.incidents.open.values().iterator().next().worth;
    }

    /** The inventory read a reservation of 40. Then the function was deleted and created again. */
    @Test
    void whatIsNotReservedAnyMoreIsNotTakenFromAPoolThatIsTooSmall() {
        rig.knows("other", 895);
        rig.aws.set("shop", Lever.RESERVATION, LimitValue.NONE);
        rig.minute(Minute.of("shop", 100).page(20));
        assertThat(rig.said()).contains("throttle above-throttle-line", "release no-headroom");
        assertThat(rig.all.calls).extracting(Call::kind).doesNotContain(Call.Kind.SET);
    }

    private void heldAndCalm() {
        held();
        rig.minute(Minute.of("shop", 101).closed(Reason.CALM));
    }

    /** Enforcement is off for a moment, so held limits are released. */
    private void released() {
        rig.mode = Mode.ALERT;
        rig.tick();
        rig.mode = Mode.ENFORCE;
    }

    private void returnsFail() {
        rig.aws.fails(Call.Kind.RESTORE, Result.FAILED, "ServiceException");
    }

    private Hold told() {
        return rig.all.events.get(rig.all.events.size() - 1).hold();
    }

    private int value(String function) {
        return rig.aws.value(function, Lever.RESERVATION);
    }

    @Test
    void peopleAreToldWhatIsAskedForAndOnceItWasObservedWhatIsHeld() {
        rig.obeys = false;
        rig.minute(Minute.of("shop", 100).page(20));
        assertThat(told().stage()).isEqualTo(Hold.Stage.ASKED);
        assertThat(rig.state.limits.leases.get("shop").current).isEqualTo(12);
        rig.obeys = true;
        rig.tick();
        long until = rig.lastAsked().until();
        assertThat(told()).isEqualTo(new Hold(Hold.Stage.HELD, 12, 40, until, Lever.RESERVATION, told().readAt()));
        assertThat(told().readAt()).isPositive();
        assertThat(rig.said()).endsWith("held above-throttle-line");
        assertThat(value("shop")).isEqualTo(12);
    }

    @Test
    void whatIsFoundAtAwsIsGivenBackNotWhatTheInventoryHadRead() {
        rig.aws.set("shop", Lever.RESERVATION, 30);
        held();
        assertThat(told().previous()).isEqualTo(30);
        released();
        assertThat(value("shop")).isEqualTo(30);
    }

    @Test
    void aReturnIsTriedUntilItWasObservedHoweverLongAndTheAlertStaysOpen() {
        heldAndCalm();
        rig.aws.fails(Call.Kind.RESTORE, Result.DENIED, "not authorized");
        rig.follows(DAY * Rig.MINUTE);
        assertThat(rig.said()).endsWith("release hold-over");
        assertThat(rig.told()).noneMatch(t -> t.startsWith("RESOLVE"));
        assertThat(rig.state.figures(rig.now).throttlesHeld()).isOne();
        assertThat(rig.all.troubles).singleElement().satisfies(e -> {
            assertThat(e.kind()).isEqualTo(LimitTrouble.Kind.CANNOT_GIVE_BACK);
            assertThat(e.words()).isEqualTo("not authorized");
        });
        rig.aws.works();
        rig.follows(5 * Rig.MINUTE);
        assertThat(value("shop")).isEqualTo(40);
        assertThat(rig.said()).endsWith("given-back hold-over");
        assertThat(rig.told()).last().asString().startsWith("RESOLVE");
        assertThat(rig.state.figures(rig.now).throttlesHeld()).isZero();
        rig.follows(3 * DAY * Rig.MINUTE);
        rig.state.seen.clear(); // for eight weeks
        assertThat(StateCopy.size(rig.state)).isEqualTo(StateCopy.size(new ControlState()));
    }

    @Test
    void theAlertAboutAReturnThatFailsEndsWithItsFunction() {
        heldAndCalm();
        rig.aws.fails(Call.Kind.RESTORE, Result.DENIED, "not authorized");
        rig.follows(DAY * Rig.MINUTE);
        assertThat(rig.all.troubles).extracting(LimitTrouble::over).containsExactly(false);
        rig.aws.gone.add("shop");
        rig.follows(5 * Rig.MINUTE);
        assertThat(rig.said()).endsWith("given-back gone");
        assertThat(rig.all.troubles).extracting(LimitTrouble::over).endsWith(true);
    }

    @Test
    void whatAwsRefusesSaysSoFreesItsPlaceAndIsNotAskedForAgainWithinTheCooldown() {
        rig.radius = new BlastRadius(1, 1, 10, 100);
        rig.knows("cart", -1);
        rig.aws.fails(Call.Kind.SET, Result.REFUSED, "below provisioned concurrency");
        rig.minute(Minute.of("shop", 100).page(20));
        assertThat(rig.said()).contains("could-not could-not");
        assertThat(rig.all.events).last().satisfies(e -> {
            assertThat(e.limits().couldNot()).isEqualTo("below provisioned concurrency");
            assertThat(e.hold()).isEqualTo(Hold.NONE);
        });
        assertThat(rig.aws.tag("shop", Lever.RESERVATION)).as("half of it").isNotNull();
        rig.aws.works();
        rig.minute(Minute.of("cart", 101).page(30));
        assertThat(rig.state.limits.leases).containsOnlyKeys("cart");
        rig.follows(5 * Rig.MINUTE);
        assertThat(rig.aws.tag("shop", Lever.RESERVATION)).isNull();
        rig.minute(Minute.of("shop", 107).page(20));
        assertThat(rig.said()).contains("refuse in-cooldown");
    }

    @Test
    void whatWasNeverSetTakesNoPlaceOfItsHour() {
        rig.radius = new BlastRadius(1, 10, 1, 100);
        rig.knows("cart", -1);
        rig.aws.fails(Call.Kind.SET, Result.REFUSED, "below provisioned concurrency");
        rig.minute(Minute.of("shop", 100).page(20));
        rig.aws.works();
        rig.follows(5 * Rig.MINUTE);
        assertThat(rig.said()).contains("given-back could-not");
        rig.minute(Minute.of("cart", 107).page(30));
        assertThat(rig.state.limits.leases).containsOnlyKeys("cart");
    }

    @Test
    void requestsThatSetNothingDoNotProlongTheWatchForLateCalls() {
        rig.minute(Minute.of("shop", 100).page(20));
        int ours = value("shop");
        released();
        rig.follows(3 * Rig.MINUTE);
        rig.aws.fails(Call.Kind.TAG, Result.REFUSED, "Tags limit exceeded");
        for (long minute : new long[] {110, 120}) {
            rig.now = minute * Rig.MINUTE;
            rig.state.leftAlone.cooldowns.clear();
            rig.minute(Minute.of("shop", minute).page(20));
        }
        assertThat(rig.said()).endsWith("given-back could-not");
        rig.aws.works();
        rig.aws.set("shop", Lever.RESERVATION, ours);
        rig.follows(5 * Rig.MINUTE);
        assertThat(rig.said()).doesNotContain("release came-back");
        assertThat(value("shop")).isEqualTo(ours);
    }

    @Test
    void whatIsNotObservedSetWithinTenMinutesIsTakenBack() {
        rig.aws.fails(Call.Kind.SET, Result.FAILED, "TooManyRequestsException");
        rig.minute(Minute.of("shop", 100).page(20));
        rig.follows(4 * Rig.MINUTE);
        assertThat(rig.state.limits.leases).containsKey("shop");
        rig.follows(8 * Rig.MINUTE);
        assertThat(rig.all.decisions)
                .filteredOn(d -> d.type() == DecisionType.COULD_NOT)
                .singleElement()
                .extracting(Decision::words)
                .isEqualTo("TooManyRequestsException");
        assertThat(rig.state.limits.leases).isEmpty();
        rig.follows(5 * Rig.MINUTE);
        assertThat(rig.aws.tag("shop", Lever.RESERVATION)).isNull();
    }

    /** The call that was never answered may still take effect. */
    @Test
    void whatWasNeverAnsweredKeepsItsPlaceUntilItIsSeenGivenBack() {
        rig.radius = new BlastRadius(1, 1, 10, 100);
        rig.knows("cart", -1);
        rig.aws.fails(Call.Kind.SET, Result.FAILED, "no answer");
        rig.minute(Minute.of("shop", 100).page(20));
        rig.follows(6 * Rig.MINUTE);
        rig.aws.works();
        assertThat(rig.said()).endsWith("could-not could-not");
        rig.minute(Minute.of("cart", 107).page(20));
        assertThat(rig.said()).contains("refuse radius-at-once");
        rig.follows(4 * Rig.MINUTE);
        rig.minute(Minute.of("cart", 112).page(20));
        assertThat(rig.state.limits.leases).containsOnlyKeys("cart");
    }

    @Test
    void noNewThrottleBeforeTheOneBeforeWasObservedGivenBack() {
        heldAndCalm();
        returnsFail();
        rig.follows(8 * 60 * Rig.MINUTE);
        assertThat(rig.said()).endsWith("release hold-over");
        long later = rig.now / Rig.MINUTE;
        rig.minute(Minute.of("shop", later).onset(later).page(20));
        assertThat(rig.said()).endsWith("refuse not-given-back");
        rig.aws.works();
        rig.follows(2 * Rig.MINUTE);
        rig.minute(Minute.of("shop", later + 3).onset(later).page(20));
        assertThat(rig.said()).as("its cooldown begins only now").endsWith("refuse in-cooldown");
    }

    @Test
    void aReleaseByHandIsFinalForADayFreesThePlaceOnceItIsGivenBackAndAlarmsOnce() {
        rig.radius = new BlastRadius(1, 1, 10, 100);
        rig.knows("cart", -1);
        held();
        returnsFail();
        rig.now += 20_000;
        rig.handsOff("shop");
        assertThat(rig.said()).endsWith("override overridden");
        assertThat(rig.told()).endsWith("UPDATE critical overridden");
        rig.minute(Minute.of("cart", 101).page(30));
        assertThat(rig.state.limits.leases).as("ours stands yet").isEmpty();
        rig.aws.works();
        rig.follows(Rig.MINUTE);
        rig.minute(Minute.of("cart", 103).page(30));
        assertThat(rig.state.limits.leases).containsOnlyKeys("cart");
        for (long m = 104; m < 100 + DAY; m += 7)
            rig.minute(Minute.of("shop", m).page(20));
        assertThat(rig.asked().stream()
                        .filter(d -> d.scope().key().equals("shop") && d.type() == DecisionType.THROTTLE))
                .hasSize(1);
        assertThat(rig.said()).containsOnlyOnce("override overridden");
    }

    @Test
    void aValueThatAPersonSetsStaysIsToldAndFreesThePlace() {
        rig.radius = new BlastRadius(1, 1, 10, 100);
        rig.knows("cart", -1);
        held();
        rig.follows(2 * Rig.MINUTE);
        rig.aws.set("shop", Lever.RESERVATION, 17);
        rig.follows(4 * Rig.MINUTE);
        assertThat(rig.all.decisions).last().satisfies(d -> {
            assertThat(d.type()).isEqualTo(DecisionType.OVERRIDE);
            assertThat(d.words()).isEqualTo("somebody else set 17, and Breakwater leaves it");
            assertThat(d.limit()).isEqualTo(17);
        });
        assertThat(rig.told()).endsWith("UPDATE critical overridden");
        rig.minute(Minute.of("shop", 107).page(20), Minute.of("cart", 107).page(30));
        assertThat(rig.said()).contains("refuse left-alone");
        assertThat(rig.state.limits.leases).containsOnlyKeys("cart");
        rig.follows(60 * Rig.MINUTE);
        assertThat(value("shop")).isEqualTo(17);
    }

    @Test
    void aValueThatAPersonSetsWhileWeGiveBackIsTold() {
        heldAndCalm();
        returnsFail();
        released();
        rig.aws.set("shop", Lever.RESERVATION, 17);
        rig.follows(6 * Rig.MINUTE);
        assertThat(rig.all.decisions).last().satisfies(d -> {
            assertThat(d.type()).isEqualTo(DecisionType.GIVEN_BACK);
            assertThat(d.words()).isEqualTo("somebody else set 17, and Breakwater leaves it");
        });
        assertThat(rig.told()).last().asString().startsWith("RESOLVE");
        assertThat(rig.state.leftAlone.until).containsKey("shop");
    }

    @Test
    void aFunctionThatIsGoneIsToldAndFreesThePlace() {
        rig.radius = new BlastRadius(1, 1, 10, 100);
        rig.knows("cart", -1);
        held();
        rig.aws.gone.add("shop");
        rig.follows(4 * Rig.MINUTE);
        assertThat(rig.said()).endsWith("release gone", "given-back gone");
        assertThat(rig.all.decisions).last().extracting(Decision::words).isEqualTo("the function is gone");
        assertThat(rig.state.limits.all).isEmpty();
        rig.minute(Minute.of("cart", 105).page(30));
        assertThat(rig.state.limits.leases).containsOnlyKeys("cart");
    }

    @Test
    void whatComesBackAfterItWasGivenBackIsToldAndTakenBack() {
        heldAndCalm();
        released();
        rig.follows(5 * Rig.MINUTE);
        rig.aws.set("shop", Lever.RESERVATION, 12);
        rig.follows(6 * Rig.MINUTE);
        assertThat(rig.said()).contains("release came-back");
        assertThat(value("shop")).isEqualTo(40);
    }

    @Test
    void whatIsToBeGivenBackIsToldAsSuchUntilThatWasObserved() {
        held();
        long until = rig.lastAsked().until();
        returnsFail();
        released();
        rig.mode = Mode.ALERT;
        rig.minute(Minute.of("shop", 101).page(20));
        assertThat(rig.last.standings).last().satisfies(e -> {
            assertThat(e.hold())
                    .isEqualTo(new Hold(
                            Hold.Stage.RELEASING,
                            12,
                            40,
                            until,
                            Lever.RESERVATION,
                            e.hold().readAt()));
            assertThat(e.hold().present()).isTrue();
        });
        rig.aws.works();
        rig.follows(Rig.MINUTE);
        assertThat(rig.all.decisions).last().satisfies(d -> {
            assertThat(d.type()).isEqualTo(DecisionType.GIVEN_BACK);
            assertThat(d.words()).isEqualTo("given back: 40 again");
            assertThat(d.usdPerHour()).isEqualTo(20);
        });
        rig.minute(Minute.of("shop", 103).page(20));
        assertThat(rig.last.standings)
                .last()
                .satisfies(e -> assertThat(e.hold().present()).isFalse());
    }

    @Test
    void whatIsNotSeenGivenBackIsReservedForTheOthers() {
        shows("shop", -1, 0);
        rig.minute(Minute.of("shop", 100).page(20).peak(400).cost(Minute.USD, 900));
        rig.minute(Minute.of("shop", 101).closed(Reason.CALM));
        returnsFail();
        released();
        // of 1000, 600 are ours and 100 must stay free
        rig.minute(Minute.of("calm", 102).page(20).peak(240).cost(Minute.USD, 900));
        assertThat(rig.state.limits.leases.get("calm").limit).isEqualTo(300);
    }

    @Test
    void aReadingOfOurLimitIsNotTakenForWhatWasFound() {
        heldAndCalm();
        rig.follows(10 * Rig.MINUTE);
        shows("shop", 12, rig.now - 1);
        returnsFail();
        released();
        rig.minute(Minute.of("shop", 118).onset(118).page(20));
        assertThat(rig.all.decisions).last().satisfies(d -> {
            assertThat(d.reason()).isEqualTo(Reason.NOT_GIVEN_BACK);
            assertThat(d.limit()).as("what a person could set").isEqualTo(12);
            assertThat(d.previous()).isEqualTo(40);
        });
    }

    /** Sets what the inventory read. */
    private void shows(String function, int reserved, long readAt) {
        rig.facts.removeIf(f -> f.function().equals(function));
        rig.facts.add(new FunctionFacts(
                Minute.ACCOUNT,
                Minute.REGION,
                function,
                1024,
                "x86_64",
                900,
                new ReservationFacts(reserved, false, readAt),
                -1,
                Map.of(),
                TriggerFacts.UNKNOWN,
                Capacity.NONE));
    }

    @Test
    void aLowerLongestHoldEndsWhatIsHeldEarlier() {
        held();
        rig.rule = new ThrottleRule(
                rig.rule.minNanoPerHour(),
                2,
                1.5,
                Duration.ofMinutes(15),
                Duration.ofMinutes(30),
                Duration.ofMinutes(30),
                LeverRule.AUTO,
                false,
                Worth.ANY);
        for (long m = 101; m < 135; m++)
            rig.minute(Minute.of("shop", m).page(20).refused(60).cost(Minute.USD, 20));
        assertThat(rig.when(DecisionType.RELEASE)).containsExactly(30L);
    }

    @Test
    void aRestartIntoObserveGivesBackAndEndsWhatWasTold() {
        held();
        rig.mode = Mode.OBSERVE;
        rig.tick();
        assertThat(rig.said()).endsWith("release enforcement-off", "given-back enforcement-off");
        assertThat(value("shop")).isEqualTo(40);
        rig.minute(Minute.of("shop", 101).page(30));
        assertThat(rig.told()).filteredOn(t -> t.startsWith("RESOLVE")).hasSize(1);
    }

    @Test
    void whatAnotherInstanceHoldsIsToldAndLeftAlone() {
        String theirs = new LeaseTag(30, 40, List.of(), 200 * Rig.MINUTE, "other-team", "x").text();
        rig.aws.set("shop", Lever.RESERVATION, 30);
        rig.aws.tag("shop", Lever.RESERVATION, theirs);
        rig.minute(Minute.of("shop", 100).page(20));
        assertThat(rig.state.limits.leases).isEmpty();
        assertThat(rig.all.decisions)
                .filteredOn(d -> d.type() == DecisionType.COULD_NOT)
                .singleElement()
                .extracting(Decision::words)
                .isEqualTo("instance other-team holds it");
        assertThat(value("shop")).isEqualTo(30);
        assertThat(rig.aws.tag("shop", Lever.RESERVATION)).isEqualTo(theirs);
    }

    @Test
    void anotherInstancesTagOnWhatWeHoldIsToldOnce() {
        held();
        long end = rig.now + 60 * Rig.MINUTE;
        rig.aws.tag("shop", Lever.RESERVATION, new LeaseTag(12, 40, List.of(), end, "other-team", "x").text());
        rig.follows(10 * Rig.MINUTE);
        assertThat(rig.all.troubles).singleElement().satisfies(e -> {
            assertThat(e.kind()).isEqualTo(LimitTrouble.Kind.TAKEN_OVER);
            assertThat(e.words()).isEqualTo("instance other-team holds it");
        });
    }

    @Test
    void aHandOnAFunctionThatIsNotHeldLeavesItAlone() {
        rig.now = 100 * Rig.MINUTE;
        rig.handsOff("shop");
        rig.minute(Minute.of("shop", 100).page(20));
        assertThat(rig.said()).endsWith("refuse left-alone");
        assertThat(rig.state.leftAlone.until).containsOnlyKeys("shop");
    }

    @Test
    void aHandsOffTagThatRunsOutEndsNoHandsOffThatBeganMeanwhile() {
        rig.now = 100 * Rig.MINUTE;
        rig.handsOff("shop");
        long end = rig.now + Limits.HANDS_OFF;
        // somebody changes the limit an hour later
        rig.state.leftAlone.until.put("shop", end + 60 * Rig.MINUTE);
        rig.now = end + Rig.MINUTE;
        seesHandsOff(end);
        assertThat(rig.state.leftAlone.until).containsKey("shop");
        seesHandsOff(rig.now);
        assertThat(rig.state.leftAlone.until).as("throttles are allowed again").isEmpty();
    }

    private void seesHandsOff(long until) {
        Sighting seen =
                new Sighting(Minute.ACCOUNT, Minute.REGION, "shop", Lever.RESERVATION, null, -1, until, rig.now);
        rig.took(rig.control().onSightings(rig.state, List.of(seen), rig.now));
    }

    @Test
    void atMostSoManyCallsAreUnderWayAtOnceAndReturnsGoFirst() {
        rig.radius = new BlastRadius(5, 1, 10, 100);
        rig.knows("cart", -1);
        rig.minute(Minute.of("shop", 100).page(20));
        rig.obeys = false;
        released();
        rig.minute(Minute.of("cart", 101).page(30), Minute.of("calm", 101).page(30));
        rig.now += Rig.MINUTE;
        List<Call> first = rig.control().onLimits(rig.state, Reconciler.Gate.OPEN, 2, rig.now).calls;
        assertThat(first).hasSize(2);
        assertThat(first.get(0).function()).isEqualTo("shop");
        List<Call> second = rig.control().onLimits(rig.state, Reconciler.Gate.OPEN, 2, rig.now).calls;
        assertThat(second).as("two are under way").isEmpty();
    }

    @Test
    void theRecordListsWhatWasObservedDone() {
        heldAndCalm();
        released();
        assertThat(actions()).containsExactly("throttle", "release");
    }

    @Test
    void theRecordOfAHandSaysSo() {
        heldAndCalm();
        returnsFail();
        rig.handsOff("shop");
        assertThat(rig.all.incidents).as("not before it is given back").isEmpty();
        rig.aws.works();
        rig.follows(Rig.MINUTE);
        assertThat(actions()).startsWith("throttle", "override");
    }

    private List<String> actions() {
        assertThat(rig.all.incidents).hasSize(1);
        return rig.all.incidents.get(0).limits().actions().stream()
                .map(IncidentSnapshot.Action::type)
                .toList();
    }
}
