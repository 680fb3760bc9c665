package dev.breakwater.core.control.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.control.AccountFigures;
import dev.breakwater.core.control.ControlState;
import dev.breakwater.core.control.Decision;
import dev.breakwater.core.control.DecisionType;
import dev.breakwater.core.control.Hold;
import dev.breakwater.core.control.IncidentSnapshot;
import dev.breakwater.core.control.LimitObservation;
import dev.breakwater.core.control.LimitObservation.Kind;
import dev.breakwater.core.control.Wish;
import dev.breakwater.core.model.Reason;
import dev.breakwater.core.policy.FunctionFacts;
import dev.breakwater.core.policy.Lever;
import dev.breakwater.core.policy.LeverKind;
import dev.breakwater.core.policy.Mode;
import dev.breakwater.core.policy.PolicyBook.BlastRadius;
import dev.breakwater.core.policy.ReservationFacts;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The life of a limit in a world that does not obey: what is asked for is so only once it was observed. */
class ObservedTest {
    private static final long DAY = 24 * 60;

    private final Rig rig = new Rig().knows("shop", 40).knows("calm", -1);

    @BeforeEach
    void live() {
        rig.restateEvery = Duration.ofMinutes(1);
        rig.obeys = false;
    }

    private Wish asked() {
        rig.minute(Minute.of("shop", 100).page(20));
        return rig.lastWish();
    }

    private void held() {
        rig.answer(asked(), Kind.SET, "");
    }

    private Hold told() {
        return rig.all.events.get(rig.all.events.size() - 1).hold();
    }

    @Test
    void peopleAreToldWhatIsAskedForAndOnceItWasObservedWhatIsHeld() {
        Wish wish = asked();
        assertThat(told().stage()).isEqualTo(Hold.Stage.ASKED);
        assertThat(wish.held()).isFalse();
        rig.answer(wish, Kind.SET, "");
        assertThat(told()).isEqualTo(new Hold(Hold.Stage.HELD, 12, 40, wish.until(), wish.lever()));
        assertThat(rig.said()).endsWith("held above-throttle-line");
        rig.now += Rig.MINUTE;
        rig.tick();
        assertThat(rig.lastWish().held())
                .as("ours though mark and ledger were lost")
                .isTrue();
    }

    @Test
    void anOlderActThatIsCarriedOutLateIsNotToldAsWhatIsWanted() {
        held();
        String asked = rig.lastWish().intent();
        rig.now += 1_000;
        rig.observes(rig.observation(Kind.SET, "shop", 24, rig.now + 60 * Rig.MINUTE, ""));
        assertThat(rig.state.leases.get("shop").held).isFalse();
        assertThat(rig.last.wishes)
                .as("what is wanted is asked for again, at once and under another name")
                .singleElement()
                .satisfies(w -> {
                    assertThat(w.limit()).isEqualTo(12);
                    assertThat(w.intent()).isNotEqualTo(asked);
                });
        rig.answer(rig.lastWish(), Kind.SET, "");
        assertThat(rig.state.leases.get("shop").held).isTrue();
    }

    @Test
    void aReleaseIsStatedUntilItWasObservedHoweverLongAndTheAlertStaysOpen() {
        held();
        rig.minute(Minute.of("shop", 101).closed(Reason.CALM));
        rig.quietUntil(100 + 4 * 60);
        assertThat(rig.said())
                .as("nobody answered to the step up either")
                .endsWith("raise step-up", "release hold-over");
        int stated = rig.all.wishes.size();
        rig.quietUntil(100 + 3 * DAY);
        assertThat(rig.all.wishes.size() - stated).isGreaterThan(3 * 24 * 60 - 10 * 60);
        assertThat(rig.lastWish().throttle()).isFalse();
        assertThat(rig.lastWish().previous()).isEqualTo(40);
        assertThat(rig.told()).noneMatch(t -> t.startsWith("RESOLVE"));
        assertThat(AccountFigures.of(rig.state, rig.now).throttlesHeld()).isOne();
        rig.answer(rig.lastWish(), Kind.GIVEN_BACK, "");
        assertThat(rig.told()).last().asString().startsWith("RESOLVE");
        rig.quietUntil(100 + 5 * DAY);
        assertThat(StateCopy.size(rig.state)).isEqualTo(StateCopy.size(new ControlState()));
    }

    @Test
    void anAnswerThatIsNotHeardIsAskedForUnderAnotherName() {
        held();
        rig.mode = Mode.ALERT;
        rig.tick();
        String first = rig.lastWish().intent();
        rig.quietUntil(110);
        assertThat(rig.lastWish().intent()).isNotEqualTo(first);
    }

    @Test
    void aReadingThatDoesNotFitIsNoHand() {
        held();
        rig.now += 20 * Rig.MINUTE;
        rig.reads("shop", 7, rig.now + DAY * Rig.MINUTE, "test");
        assertThat(rig.state.leases).containsKey("shop");
        assertThat(rig.state.leftAlone).isEmpty();
    }

    @Test
    void whatIsGoneIsGivenBackUntilThatWasObservedToo() {
        held();
        rig.gone.add("shop");
        rig.tick();
        assertThat(rig.said()).endsWith("release gone");
        rig.quietUntil(100 + 10 * 60);
        assertThat(rig.lastWish().throttle()).isFalse();
        assertThat(rig.state.releases).hasSize(1);
    }

    @Test
    void whatAwsRefusesSaysSoFreesItsPlaceAndIsNotAskedForAgainWithinTheCooldown() {
        rig.radius = new BlastRadius(1, 1, 10, 100);
        rig.knows("cart", -1);
        Wish wish = asked();
        rig.answer(wish, Kind.REFUSED, "below provisioned concurrency");
        assertThat(rig.said()).endsWith("could-not could-not");
        assertThat(rig.all.events).last().satisfies(e -> {
            assertThat(e.limits().couldNot()).isEqualTo("below provisioned concurrency");
            assertThat(e.hold()).isEqualTo(Hold.NONE);
        });
        rig.minute(Minute.of("cart", 101).page(30));
        assertThat(rig.state.leases).containsOnlyKeys("cart");
        List.copyOf(rig.all.wishes).stream()
                .filter(w -> !w.throttle())
                .forEach(w -> rig.answer(w, Kind.GIVEN_BACK, ""));
        rig.minute(Minute.of("shop", 102).page(20));
        assertThat(rig.said()).contains("refuse in-cooldown");
    }

    @Test
    void whatIsNotObservedSetWithinTenMinutesIsTakenBack() {
        rig.answer(asked(), Kind.FAILED, "TooManyRequestsException");
        rig.quietUntil(109);
        assertThat(rig.state.leases).containsKey("shop");
        rig.quietUntil(112);
        assertThat(rig.said()).endsWith("could-not could-not");
        assertThat(rig.all.decisions).last().extracting(Decision::words).isEqualTo("TooManyRequestsException");
        assertThat(rig.lastWish().throttle()).isFalse();
    }

    @Test
    void whatACheckpointHadNoTimeForIsSaidAgainForTheNext() {
        Wish throttle = asked();
        rig.answer(throttle, Kind.POSTPONED, "not attempted: budget");
        assertThat(rig.last.wishes).containsExactly(rig.lastWish());
        assertThat(rig.lastWish().intent()).isEqualTo(throttle.intent());
        rig.answer(throttle, Kind.SET, "");
        rig.obeys = false;
        rig.quietUntil(100 + 60);
        Wish release = rig.lastWish();
        rig.answer(release, Kind.POSTPONED, "not attempted: budget");
        assertThat(rig.last.wishes).containsExactly(rig.lastWish());
        assertThat(rig.lastWish().throttle()).isFalse();
        assertThat(rig.lastWish().intent()).isEqualTo(release.intent());
    }

    @Test
    void noNewThrottleBeforeTheOneBeforeWasObservedGivenBack() {
        held();
        rig.quietUntil(100 + 60);
        assertThat(rig.said()).endsWith("release hold-over");
        long later = 100 + 8 * 60;
        rig.quietUntil(later);
        rig.minute(Minute.of("shop", later + 1).onset(later + 1).page(20));
        assertThat(rig.said()).endsWith("refuse not-given-back");
        rig.answer(rig.lastWish(), Kind.GIVEN_BACK, "");
        rig.minute(Minute.of("shop", later + 2).onset(later + 1).page(20));
        assertThat(rig.said()).as("its cooldown begins only now").endsWith("refuse in-cooldown");
    }

    @Test
    void aReleaseByHandIsFinalForADayFreesThePlaceAndAlarmsOnce() {
        rig.radius = new BlastRadius(1, 1, 10, 100);
        rig.knows("cart", -1);
        held();
        rig.now += 20_000;
        rig.handsOff("shop");
        assertThat(rig.said()).endsWith("override overridden");
        assertThat(rig.told()).endsWith("UPDATE critical overridden");
        assertThat(rig.lastWish().throttle()).as("what may be left of ours").isFalse();
        assertThat(rig.state.releases.get("shop").stands).isTrue();
        // a tag is written before anything is given back: the place is free once that was observed
        rig.answer(rig.lastWish(), Kind.GIVEN_BACK, "");
        rig.minute(Minute.of("cart", 101).page(30));
        assertThat(rig.state.leases).containsOnlyKeys("cart");
        for (long m = 102; m < 100 + DAY; m += 7)
            rig.minute(Minute.of("shop", m).page(20));
        assertThat(rig.all.wishes.stream().filter(w -> w.function().equals("shop") && w.throttle()))
                .hasSize(1);
        assertThat(rig.said()).containsOnlyOnce("override overridden");
    }

    @Test
    void aHandThatTheCommitterFoundWhereOursWasFreesThePlaceAtOnce() {
        held();
        rig.answer(rig.lastWish(), Kind.HANDS_OFF, "found 17 where we had set 12", rig.now + DAY * Rig.MINUTE);
        assertThat(rig.said()).endsWith("override overridden");
        assertThat(rig.state.releases.get("shop").stands).isFalse();
    }

    @Test
    void whatIsToBeGivenBackIsToldAsSuchUntilThatWasObserved() {
        held();
        long until = rig.lastWish().until();
        rig.mode = Mode.ALERT;
        rig.tick();
        rig.minute(Minute.of("shop", 101).page(20));
        assertThat(rig.last.standings).last().satisfies(e -> {
            assertThat(e.hold()).isEqualTo(new Hold(Hold.Stage.RELEASING, 12, 40, until, Lever.RESERVATION));
            assertThat(e.hold().present()).isTrue();
        });
        rig.answer(rig.lastWish(), Kind.GIVEN_BACK, "");
        assertThat(rig.all.decisions).last().satisfies(d -> {
            assertThat(d.type()).isEqualTo(DecisionType.GIVEN_BACK);
            assertThat(d.usdPerHour()).isEqualTo(20);
        });
        rig.minute(Minute.of("shop", 102).page(20));
        assertThat(rig.last.standings)
                .last()
                .satisfies(e -> assertThat(e.hold().present()).isFalse());
    }

    @Test
    void ofALeaseOfAnEarlierVersionNothingIsKnownToBeSet() {
        held();
        rig.state.leases.get("shop").seenAt = 0;
        rig.now += Rig.MINUTE;
        rig.tick();
        assertThat(rig.lastWish().held()).isFalse();
    }

    @Test
    void anIntentIsNamedAnewAfterThreeMinutesWithoutAnAnswer() {
        String throttle = asked().intent();
        rig.quietUntil(102);
        assertThat(rig.lastWish().intent()).isEqualTo(throttle);
        rig.quietUntil(103);
        assertThat(rig.lastWish().intent()).isNotEqualTo(throttle);
        rig.mode = Mode.ALERT;
        rig.tick();
        String release = rig.lastWish().intent();
        rig.quietUntil(105);
        assertThat(rig.lastWish().intent()).isEqualTo(release);
        rig.quietUntil(106);
        assertThat(rig.lastWish().intent()).isNotEqualTo(release);
    }

    @Test
    void whatIsNotSeenGivenBackIsReservedForTheOthers() {
        rig.facts.set(0, new Rig().knows("shop", -1).facts.get(0));
        rig.minute(Minute.of("shop", 100).page(20).peak(400).cost(Minute.USD, 900));
        rig.answer(rig.lastWish(), Kind.SET, "");
        rig.minute(Minute.of("shop", 101).closed(Reason.CALM));
        rig.mode = Mode.ALERT;
        rig.tick();
        rig.mode = Mode.ENFORCE;
        // of 1000 ours are 600, or the 650 that are read, and 100 stay
        assertThat(limitOfCalm(102)).isEqualTo(300);
        shows(650, rig.now);
        rig.handsOff("calm");
        rig.answer(rig.lastReleaseOf("calm"), Kind.GIVEN_BACK, "");
        rig.answer(rig.lastReleaseOf("calm"), Kind.AGAIN_ALLOWED, "");
        assertThat(limitOfCalm(103)).isEqualTo(250);
    }

    private int limitOfCalm(long minute) {
        rig.minute(Minute.of("calm", minute).page(20).peak(240).cost(Minute.USD, 900));
        return rig.state.leases.get("calm").limit;
    }

    @Test
    void aReadingOfTheLimitBeforeAStepUpIsNotTakenForWhatWasFound() {
        held();
        rig.minute(Minute.of("shop", 101).closed(Reason.CALM));
        rig.quietUntil(117);
        assertThat(rig.lastWish().limit()).as("the step up is not answered").isEqualTo(24);
        rig.mode = Mode.ALERT;
        rig.tick();
        rig.mode = Mode.ENFORCE;
        shows(12, rig.now);
        rig.minute(Minute.of("shop", 118).onset(118).page(20));
        assertThat(rig.all.decisions).last().satisfies(d -> {
            assertThat(d.reason()).isEqualTo(Reason.NOT_GIVEN_BACK);
            assertThat(d.limit()).as("what a person could set").isEqualTo(12);
            assertThat(d.previous()).isEqualTo(40);
        });
    }

    @Test
    void aPersonMayAllowItAgain() {
        held();
        rig.handsOff("shop");
        rig.answer(rig.lastWish(), Kind.GIVEN_BACK, "");
        rig.answer(rig.lastWish(), Kind.AGAIN_ALLOWED, "");
        rig.minute(Minute.of("shop", 101).page(20));
        assertThat(rig.lastWish().throttle()).isTrue();
    }

    @Test
    void theEndIsTheMarksEndAndNeverLater() {
        Wish wish = asked();
        long end = rig.now + 50 * Rig.MINUTE;
        rig.observes(new LimitObservation(
                Kind.SET,
                wish.account(),
                wish.region(),
                "shop",
                wish.lever(),
                wish.intent(),
                12,
                40,
                12,
                end,
                "",
                "",
                rig.now));
        for (long m = 101; m < 155; m++) rig.minute(Minute.of("shop", m).page(20));
        assertThat(rig.when(DecisionType.RELEASE)).containsExactly(50L);
    }

    @Test
    void aLowerLongestHoldEndsWhatIsHeldEarlier() {
        held();
        rig.rule = new dev.breakwater.core.policy.ThrottleRule(
                rig.rule.minNanoPerHour(),
                2,
                1.5,
                Duration.ofMinutes(15),
                Duration.ofMinutes(30),
                Duration.ofMinutes(30));
        for (long m = 101; m < 135; m++) rig.minute(Minute.of("shop", m).page(20));
        assertThat(rig.when(DecisionType.RELEASE)).containsExactly(30L);
    }

    @Test
    void aLimitThatCameOutLowerBecauseLessWasSetIsHeldAtThat() {
        Wish wish = asked();
        rig.observes(new LimitObservation(
                Kind.SET,
                wish.account(),
                wish.region(),
                "shop",
                wish.lever(),
                wish.intent(),
                9,
                9,
                9,
                wish.until(),
                "",
                "",
                rig.now));
        assertThat(told()).extracting(Hold::stage, Hold::limit, Hold::previous).containsExactly(Hold.Stage.HELD, 9, 9);
    }

    @Test
    void aRestartIntoObserveGivesBackAndEndsWhatWasTold() {
        held();
        rig.mode = Mode.OBSERVE;
        rig.tick();
        assertThat(rig.said()).endsWith("release enforcement-off");
        assertThat(rig.told()).endsWith("RESOLVE critical mode-observe");
        rig.minute(Minute.of("shop", 101).page(30));
        assertThat(rig.told()).endsWith("RESOLVE critical mode-observe");
    }

    @Test
    void aMarkOfAnotherOwnerIsToldAndLeftAlone() {
        rig.answer(asked(), Kind.HELD_BY_OTHER, "marked by other-team");
        assertThat(rig.state.leases).isEmpty();
        assertThat(rig.all.decisions).last().extracting(Decision::words).isEqualTo("marked by other-team");
    }

    @Test
    void whatWasCarriedOutAfterItWasTakenBackStandsUntilItWasGivenBack() {
        Wish late = asked();
        rig.quietUntil(111);
        assertThat(rig.state.leases).isEmpty();
        assertThat(rig.state.releases.get("shop").stands).isFalse();
        rig.answer(late, Kind.SET, "");
        assertThat(rig.state.releases.get("shop").stands).isTrue();
        assertThat(rig.lastWish().throttle()).isFalse();
    }

    @Test
    void whatTheCommitterGaveBackBecauseItsLeaseWasOverIsReleased() {
        held();
        rig.answer(rig.lastWish(), Kind.GIVEN_BACK, "restored");
        assertThat(rig.said()).endsWith("release lease-over");
    }

    @Test
    void whatWasGivenBackBeforeItWasObservedSetIsNotTakenForHeldAndSaysWhy() {
        rig.answer(asked(), Kind.GIVEN_BACK, "its lease was over");
        assertThat(rig.state.leases).containsKey("shop");
        rig.quietUntil(112);
        assertThat(rig.all.decisions).last().extracting(Decision::words).isEqualTo("its lease was over");
    }

    @Test
    void anAnswerToAnEarlierRequestEndsNothing() {
        Wish first = asked();
        rig.quietUntil(106);
        assertThat(rig.lastWish().intent()).isNotEqualTo(first.intent());
        for (Kind kind : new Kind[] {Kind.GIVEN_BACK, Kind.REFUSED, Kind.HELD_BY_OTHER})
            rig.answer(first, kind, "late");
        assertThat(rig.state.leases).containsKey("shop");
        assertThat(rig.said()).endsWith("throttle above-throttle-line");
    }

    @Test
    void aHandOnAFunctionThatIsNotHeldIsToldOnceAndAnExpiredOneNever() {
        rig.now = 100 * Rig.MINUTE;
        rig.observes(tagged("calm", rig.now));
        assertThat(rig.said()).isEmpty();
        rig.handsOff("calm");
        assertThat(rig.said()).containsExactly("override overridden");
        rig.handsOff("calm");
        assertThat(rig.said()).hasSize(1);
        assertThat(rig.state.leftAlone).containsOnlyKeys("calm");
    }

    @Test
    void aHandWhereWeGiveBackIsNoNewsAndOnlyAnAnswerProvesThatNothingOfOursIsLeft() {
        held();
        rig.mode = Mode.ALERT;
        rig.tick();
        rig.handsOff("shop");
        assertThat(rig.said()).endsWith("release enforcement-off");
        assertThat(rig.state.releases.get("shop").stands).isTrue();
        rig.answer(rig.lastWish(), Kind.HANDS_OFF, "left alone", rig.now + DAY * Rig.MINUTE);
        assertThat(rig.said()).endsWith("given-back enforcement-off");
    }

    /** Another world, in which a limit was held and has to be given back. */
    private static Rig releasing() {
        Rig rig = new Rig().knows("shop", 40);
        rig.restateEvery = Duration.ofMinutes(1);
        rig.obeys = false;
        rig.minute(Minute.of("shop", 100).page(20));
        rig.answer(rig.lastWish(), Kind.SET, "");
        rig.mode = Mode.ALERT;
        rig.tick();
        return rig;
    }

    @Test
    void whatIsDoneAfterItWasGivenBackIsAskedForOnceMore() {
        for (Kind kind : new Kind[] {Kind.REFUSED, Kind.FAILED}) {
            Rig before = releasing();
            Wish release = before.lastWish();
            before.answer(release, Kind.GIVEN_BACK, "");
            before.answer(release, kind, "after a restart");
            assertThat(before.lastWish().throttle()).as("%s", kind).isFalse();
            assertThat(before.lastWish().intent()).as("%s", kind).isNotEqualTo(release.intent());
        }
    }

    @Test
    void whatAwsRefusesOfALimitThatNobodyRemembersIsNotGivenBack() {
        rig.now = 100 * Rig.MINUTE;
        rig.observes(rig.observation(Kind.REFUSED, "calm", 12, rig.now + 60 * Rig.MINUTE, ""));
        assertThat(rig.all.wishes).as("nothing was set by it").isEmpty();
        rig.observes(rig.observation(Kind.FAILED, "calm", 12, rig.now + 60 * Rig.MINUTE, ""));
        assertThat(rig.lastWish().throttle()).as("half of it may stand").isFalse();
    }

    @Test
    void anothersMarkEndsAReleaseOfWhatNeverStoodAndNotOfWhatDid() {
        asked();
        rig.quietUntil(111);
        rig.answer(rig.lastWish(), Kind.HELD_BY_OTHER, "marked by other-team");
        assertThat(rig.said()).endsWith("given-back could-not");

        Rig stood = releasing();
        stood.answer(stood.lastWish(), Kind.HELD_BY_OTHER, "marked by other-team");
        assertThat(stood.said()).endsWith("release enforcement-off");
    }

    @Test
    void aMarkThatIsReadWithOurLimitSetIsAnAnswerToo() {
        Wish wish = asked();
        rig.reads("shop", 11, wish.until(), "test");
        rig.reads("shop", wish.limit(), wish.until(), "other-team");
        assertThat(rig.state.leases.get("shop").held).isFalse();
        rig.reads("shop", wish.limit(), wish.until(), "test");
        assertThat(rig.said()).endsWith("held above-throttle-line");
    }

    @Test
    void whereALaterReadingShowsAnotherLimitOfOursWhatIsWantedIsAskedForAgain() {
        held();
        String asked = rig.lastWish().intent();
        rig.now += Rig.MINUTE;
        rig.reads("shop", 24, rig.now + DAY * Rig.MINUTE, "test");
        assertThat(rig.state.leases.get("shop").held).as("clocks differ").isTrue();
        rig.now += 2 * Rig.MINUTE;
        rig.reads("shop", 24, rig.now + DAY * Rig.MINUTE, "test");
        assertThat(rig.state.leases.get("shop").held).isFalse();
        assertThat(rig.lastWish().limit()).isEqualTo(12);
        assertThat(rig.lastWish().intent()).isNotEqualTo(asked);
    }

    @Test
    void aMarkOfAnotherLeverOfAHeldFunctionIsGivenBack() {
        held();
        Lever queue = new Lever(LeverKind.QUEUE, "m-1");
        rig.observes(new LimitObservation(
                Kind.MARKED,
                Minute.ACCOUNT,
                Minute.REGION,
                "shop",
                queue,
                rig.lastWish().incident() + ":7",
                5,
                -1,
                5,
                rig.now + Rig.MINUTE,
                "test",
                "",
                rig.now));
        assertThat(rig.said()).endsWith("held adopted");
        assertThat(rig.lastWish().lever()).isEqualTo(queue);
        assertThat(rig.lastWish().throttle()).isFalse();
        assertThat(rig.state.leases.get("shop").lever()).isEqualTo(Lever.RESERVATION);
        assertThat(rig.state.ended).as("its incident is open and goes on").isEmpty();
    }

    @Test
    void aReadingOfOurLimitFromBeforeItWasGivenBackIsNotTakenForWhatWasFound() {
        long back = givenBack();
        shows(12, back);
        rig.minute(Minute.of("shop", 140).onset(140).page(20));
        assertThat(rig.lastWish().throttle()).isTrue();
        assertThat(rig.lastWish().previous()).isEqualTo(40);
    }

    @Test
    void aReadingFromAfterItWasGivenBackCountsThoughItEqualsOurLimit() {
        long back = givenBack();
        shows(12, back + 1);
        rig.minute(Minute.of("shop", 140).onset(140).page(20));
        assertThat(rig.said()).endsWith("refuse no-effect");
    }

    /** Held at 12 of 40 and given back; when, epoch milliseconds. */
    private long givenBack() {
        held();
        rig.minute(Minute.of("shop", 101).closed(Reason.CALM));
        rig.mode = Mode.ALERT;
        rig.tick();
        rig.answer(rig.lastWish(), Kind.GIVEN_BACK, "");
        rig.mode = Mode.ENFORCE;
        return rig.now;
    }

    private void shows(int reserved, long readAt) {
        rig.facts.set(
                0,
                new FunctionFacts(
                        Minute.ACCOUNT,
                        Minute.REGION,
                        "shop",
                        1024,
                        "x86_64",
                        900,
                        new ReservationFacts(reserved, false, readAt),
                        -1,
                        Map.of()));
    }

    private static LimitObservation tagged(String function, long until) {
        return new LimitObservation(
                Kind.HANDS_OFF,
                Minute.ACCOUNT,
                Minute.REGION,
                function,
                Lever.RESERVATION,
                "",
                -1,
                -1,
                -1,
                until,
                "",
                "",
                until);
    }

    @Test
    void theRecordListsWhatWasObservedDone() {
        held();
        rig.minute(Minute.of("shop", 101).closed(Reason.CALM));
        rig.mode = Mode.ALERT;
        rig.tick();
        rig.answer(rig.lastWish(), Kind.GIVEN_BACK, "");
        assertThat(rig.all.incidents)
                .singleElement()
                .satisfies(r -> assertThat(r.limits().actions())
                        .extracting(IncidentSnapshot.Action::type)
                        .containsExactly("throttle", "release"));
    }

    @Test
    void theRecordOfAHandSaysSoAndNamesNoRelease() {
        held();
        rig.minute(Minute.of("shop", 101).closed(Reason.CALM));
        rig.handsOff("shop");
        assertThat(rig.all.incidents).isEmpty();
        rig.answer(rig.lastWish(), Kind.GIVEN_BACK, "");
        assertThat(rig.all.incidents)
                .singleElement()
                .satisfies(r -> assertThat(r.limits().actions())
                        .extracting(IncidentSnapshot.Action::type)
                        .containsExactly("throttle", "override"));
    }
}
