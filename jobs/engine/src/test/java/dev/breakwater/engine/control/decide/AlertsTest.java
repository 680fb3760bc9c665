package dev.breakwater.engine.control.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.engine.control.FleetStatus;
import dev.breakwater.engine.control.Hold;
import dev.breakwater.engine.control.IncidentSnapshot;
import dev.breakwater.engine.control.Request;
import dev.breakwater.engine.control.state.IncidentMoney;
import dev.breakwater.engine.limit.Call;
import dev.breakwater.engine.policy.PolicyBook.Mode;
import dev.breakwater.engine.policy.ThrottleRule;
import dev.breakwater.engine.policy.ThrottleRule.LeverRule;
import dev.breakwater.engine.policy.ThrottleRule.Worth;
import dev.breakwater.model.AlarmAction;
import dev.breakwater.model.DataMinute;
import dev.breakwater.model.Reason;
import dev.breakwater.model.Severity;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * When alerts notify people, repeat and end. Surges began more than an hour ago, so that the hourly cost is the last
 * hour's cost.
 */
class AlertsTest {

    private final Rig rig = rig();

    private static Rig rig() {
        Rig rig = new Rig();
        rig.mode = Mode.ALERT;
        for (String f : List.of("shop-cart", "shop-pay", "solo", "cron", "post")) rig.knows(f, -1);
        return rig;
    }

    // incidents that would notify people by themselves

    @Test
    void sixNewFloodsRingThoughAFleetPageIsOpenSinceFiveHours() {
        rig.together = 2;
        rig.minute(page("solo", 100, 20), page("cron", 100, 20));
        rig.minute(page("solo", 400, 20), page("cron", 400, 20));
        assertThat(rings()).containsExactly("TRIGGER 0");
        Minute[] six =
                IntStream.range(0, 6).mapToObj(i -> page("f" + i, 401, 500)).toArray(Minute[]::new);
        rig.minute(six);
        assertThat(rings()).containsExactly("TRIGGER 0", "UPDATE 1");
        assertThat(last().fleet().all()).isEqualTo(8);
    }

    @Test
    void oneNewFloodHoursAfterAFleetPageHasAKeyOfItsOwnThatNamesIt() {
        rig.together = 2;
        rig.minute(page("solo", 100, 20), page("cron", 100, 20));
        rig.minute(page("solo", 400, 20), page("cron", 400, 20), page("post", 400, 20));
        assertThat(rig.told()).contains("TRIGGER critical surge");
        assertThat(of("post").ring().beside()).startsWith(FleetStatus.KEY + Minute.ACCOUNT + '/' + Minute.REGION + '/');
    }

    @Test
    void whatIsCostlierThanTheFleetPageRangForDoesNotJoinItSilently() {
        rig.together = 2;
        rig.minute(page("solo", 100, 20), page("cron", 100, 20));
        rig.minute(page("post", 101, 40));
        assertThat(rig.told()).as("no more than both").doesNotContain("TRIGGER critical surge");
        rig.minute(page("shop-pay", 102, 41));
        assertThat(rig.told()).contains("TRIGGER critical surge");
    }

    @Test
    void aCostlyFloodDoesNotJoinAnAlertThatBeganAsAnErrorOfLittleCost() {
        rig.minute(page("shop-cart", 100, 1));
        assertThat(rig.told()).containsExactly("TRIGGER error surge");
        rig.minute(page("shop-cart", 102, 1), page("shop-pay", 102, 9_000));
        assertThat(rig.told()).endsWith("TRIGGER critical surge");
        assertThat(of("shop-pay").ring().beside()).isEqualTo(of("shop-cart").dedupKey());
        assertThat(of("shop-pay").dedupKey()).isNotEqualTo(of("shop-cart").dedupKey());
    }

    @Test
    void whatIsNoWorseJoinsWithinTenMinutesOfTheRingAndNotLater() {
        rig.minute(page("shop-cart", 100, 20));
        rig.minute(page("shop-cart", 110, 20), page("shop-pay", 110, 20));
        assertThat(rings()).as("joins").containsExactly("TRIGGER 0");
        Rig other = rig();
        other.minute(page("shop-cart", 100, 20));
        other.minute(page("shop-cart", 111, 20), page("shop-pay", 111, 20));
        assertThat(other.told()).filteredOn("TRIGGER critical surge"::equals).hasSize(2);
    }

    @Test
    void whatBecomesFarCostlierWithinTenMinutesOfACostlierRingIsToldAtOnceWithoutOne() {
        rig.minute(page("shop-cart", 100, 200));
        rig.minute(page("shop-cart", 101, 200), page("shop-pay", 101, 15));
        rig.minute(page("shop-cart", 102, 200), page("shop-pay", 102, 180));
        assertThat(rings()).containsExactly("TRIGGER 0");
        assertThat(rig.last.events).extracting(IncidentSnapshot::type).containsExactly(AlarmAction.UPDATE);
        rig.minute(page("shop-cart", 103, 200), page("shop-pay", 103, 180));
        assertThat(rig.last.events).isEmpty();
    }

    // an alert notifies people again

    @Test
    void aSeverityAboveTheHighestThatRangRingsOnce() {
        rig.minute(page("solo", 100, 5));
        rig.minute(page("solo", 101, 20));
        assertThat(rings()).containsExactly("TRIGGER 0", "UPDATE 1");
        assertThat(rig.told()).last().isEqualTo("UPDATE critical surge");
        rig.minute(page("solo", 102, 5));
        rig.minute(page("solo", 103, 20));
        assertThat(rings()).hasSize(2);
    }

    /** The pager may show the alert of an earlier run, from a time when the surge cost less. */
    @Test
    void aRunWithoutStateHasAKeyOfItsOwnForACriticalSurgeThatIsOlderThanTheRun() {
        live();
        rig.state.run.startedAt = -1;
        rig.now = 101 * Rig.MINUTE;
        rig.begins();
        rig.minute(Minute.of("new", 100).onset(95).page(20));
        rig.minute(page("solo", 101, 20));
        rig.minute(page("cheap", 102, 2));
        long run = rig.state.run.startedAt / Rig.MINUTE;
        assertThat(run).isPositive();
        assertThat(rings()).containsExactly("TRIGGER 0", "TRIGGER " + run, "TRIGGER 0");
    }

    /** The pager may show the alert that a run after the savepoint opened, from a time when the surge cost less. */
    @ParameterizedTest
    @CsvSource({"100, TRIGGER 161", "150, TRIGGER 0"})
    void onlyARunFromAnOldSavepointHasAKeyOfItsOwnForACriticalSurgeThatIsOlderThanTheRun(long known, String ring) {
        live();
        rig.minute(page("other", known, 5));
        rig.now = 161 * Rig.MINUTE;
        rig.begins();
        rig.minute(Minute.of("solo", 160).onset(120).page(20));
        assertThat(rings()).containsExactly("TRIGGER 0", ring);
    }

    /** The first message of such a run may have woken nobody, so it foretold nothing. */
    @Test
    void aProposalThatOnlyAnAlertWhichMayBeOlderForetoldRings() {
        live();
        rig.mode = Mode.APPROVE;
        rig.minute(page("other", 70, 5));
        rig.now = 131 * Rig.MINUTE;
        rig.begins();
        rig.minute(Minute.of("solo", 130).onset(120).page(7));
        rig.minute(Minute.of("solo", 132).onset(120).page(12));
        assertThat(rig.said()).contains("propose mode-approve");
        assertThat(rings()).containsExactly("TRIGGER 0", "TRIGGER 0", "UPDATE 1");
    }

    /** Without a new text, the phone would show a cost of twenty minutes ago. */
    @Test
    void twiceTheCostIsTextForNobodysPhoneToRing() {
        live();
        rig.mode = Mode.ALERT;
        rig.minute(page("solo", 100, 20));
        rig.minute(page("solo", 101, 39));
        assertThat(rig.told()).filteredOn(t -> t.startsWith("UPDATE")).isEmpty();
        rig.minute(page("solo", 102, 40));
        rig.minute(page("solo", 103, 41));
        assertThat(rig.told()).filteredOn(t -> t.startsWith("UPDATE")).hasSize(1);
        assertThat(rings()).containsExactly("TRIGGER 0");
    }

    @Test
    void tenTimesTheCostThatRangLastRings() {
        rig.minute(page("solo", 100, 20));
        rig.minute(page("solo", 101, 199));
        assertThat(rings()).containsExactly("TRIGGER 0");
        rig.minute(page("solo", 102, 200));
        assertThat(rings()).containsExactly("TRIGGER 0", "UPDATE 1");
        rig.minute(page("solo", 103, 1_999));
        rig.minute(page("solo", 104, 20));
        assertThat(rings()).hasSize(2);
        rig.minute(page("solo", 105, 2_000));
        assertThat(rings()).hasSize(3);
    }

    @Test
    void aSteadyFloodRingsOnceThoughItsLastHourFillsUp() {
        rig.rule = new ThrottleRule(
                Minute.USD / 2,
                2,
                1.5,
                Duration.ofMinutes(15),
                Duration.ofHours(4),
                Duration.ofMinutes(30),
                LeverRule.AUTO,
                false,
                Worth.ANY);
        for (int m = 100; m < 220; m++)
            rig.minute(Minute.of("solo", m).onset(100).page(Math.min(60, m - 99)));
        assertThat(rings()).as("a dollar a minute").containsExactly("TRIGGER 0");
    }

    /** People know the rate of a dollar a minute, so the sum that becomes critical by itself is no news. */
    @Test
    void aSteadyFloodThatTurnsCriticalWithTimeIsOnlyAnUpdate() {
        for (int m = 100; m < 160; m++) rig.minute(steady(m, 60));
        assertThat(rings()).containsExactly("TRIGGER 0");
        assertThat(rig.told()).containsExactly("TRIGGER error surge", "UPDATE critical surge");
    }

    @Test
    void aFloodThatTurnsCriticalAtTwiceTheRateThatRangRings() {
        rig.minute(steady(100, 60));
        for (int m = 101; m < 115; m++) rig.minute(steady(m, 119));
        assertThat(rings()).containsExactly("TRIGGER 0");
        rig.minute(steady(115, 120));
        assertThat(rings()).containsExactly("TRIGGER 0", "UPDATE 1");
    }

    @Test
    void aSteadyFloodOfAProtectedFunctionRingsOnce() {
        live();
        rig.protectsAll = true;
        for (int m = 100; m < 160; m++) rig.minute(steady(m, 60));
        assertThat(rings()).containsExactly("TRIGGER 0");
    }

    @Test
    void aSteadyFloodRingsAgainIfItsThrottleFails() {
        live();
        rig.minute(steady(100, 60));
        rig.aws.fails(Call.Kind.SET, Call.Result.REFUSED, "no");
        for (int m = 101; m < 120; m++) rig.minute(steady(m, 60));
        assertThat(rings()).containsExactly("TRIGGER 0", "UPDATE 1");
    }

    /** Also an hour whose cost was known as a rate fills up without a ring. */
    @Test
    void tenTimesTheHourlyCostIsNoNewsAtTheRateThatRang() {
        rig.minute(page("solo", 100, 1).recent(60));
        rig.minute(page("solo", 101, 20).recent(60));
        assertThat(rings()).containsExactly("TRIGGER 0");
    }

    private static Minute steady(long minute, double rate) {
        return Minute.of("solo", minute)
                .onset(100)
                .page(Math.min(60, minute - 99))
                .recent(rate);
    }

    @Test
    void whileItIsHeldBilledCostAloneCounts() {
        rig.minute(page("solo", 100, 20));
        rig.minute(page("solo", 101, 2_000).billed(.05));
        assertThat(rings()).containsExactly("TRIGGER 0");
    }

    @Test
    void theTextIsSentAgainWhenThePresentCostDoublesOrTheSurgeStops() {
        live();
        rig.mode = Mode.ALERT;
        rig.minute(page("solo", 100, 20).recent(18));
        rig.minute(page("solo", 101, 20).recent(30));
        assertThat(rig.told()).filteredOn(t -> t.startsWith("UPDATE")).isEmpty();
        rig.minute(page("solo", 102, 20).recent(52));
        assertThat(rig.told()).filteredOn(t -> t.startsWith("UPDATE")).hasSize(1);
        rig.minute(Minute.of("solo", 103).onset(0).warn(20).over());
        assertThat(rig.told()).filteredOn(t -> t.startsWith("UPDATE")).hasSize(2);
        assertThat(rings()).containsExactly("TRIGGER 0");
    }

    @Test
    void whatAMinuteFromBeforeTheLimitCostRingsForNobody() {
        live();
        rig.now = 101 * Rig.MINUTE + 30_000;
        rig.minute(page("solo", 100, 20));
        assertThat(last().hold().stage()).isEqualTo(Hold.Stage.HELD);
        rig.minute(page("solo", 101, 2_000));
        assertThat(rings()).as("the limit was set in minute 101").containsExactly("TRIGGER 0");
        rig.minute(page("solo", 102, 2_000));
        assertThat(rings()).as("the limit does not help").containsExactly("TRIGGER 0", "UPDATE 1");
    }

    @Test
    void aLimitThatWasToldAsHeldAndStandsNoMoreRingsWhileTheFloodGoesOn() {
        live();
        rig.minute(page("solo", 100, 20));
        assertThat(last().hold().stage()).isEqualTo(Hold.Stage.HELD);
        rig.minute(page("solo", 101, 20));
        rig.handsOff("solo");
        assertThat(rings()).containsExactly("TRIGGER 0", "UPDATE 1");
        assertThat(last().hold()).isEqualTo(Hold.NONE);
        rig.minute(page("solo", 102, 20));
        assertThat(rings()).as("once").hasSize(2);
    }

    @Test
    void aReleaseThatAPersonAskedForRingsForNobody() {
        live();
        rig.minute(page("solo", 100, 20));
        rig.minute(page("solo", 101, 20));
        rig.asks(rig.request("r1", Request.Kind.RELEASE, "solo", "", -1));
        rig.minute(page("solo", 102, 20));
        assertThat(last().hold()).isEqualTo(Hold.NONE);
        assertThat(rings()).containsExactly("TRIGGER 0");
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"ALERT", "APPROVE"})
    void aModeThatEndsTheLimitRingsForNobody(Mode mode) {
        live();
        rig.minute(page("solo", 100, 20));
        rig.minute(page("solo", 101, 20));
        rig.mode = mode;
        rig.minute(page("solo", 102, 20));
        assertThat(last().hold()).isEqualTo(Hold.NONE);
        rig.minute(page("solo", 103, 20));
        assertThat(rings()).containsExactly("TRIGGER 0");
    }

    /** The second ring would only say that nobody has to act. */
    @Test
    void anErrorThatIsThrottledTheMomentItTurnsCriticalDoesNotRingAgain() {
        live();
        rig.minute(page("solo", 100, 5));
        rig.minute(page("solo", 101, 20));
        assertThat(last().hold().stage()).isEqualTo(Hold.Stage.HELD);
        assertThat(last().identity().severity()).isEqualTo(Severity.CRITICAL);
        rig.minute(page("solo", 102, 20));
        assertThat(rings()).containsExactly("TRIGGER 0");
        rig.handsOff("solo");
        assertThat(rings()).as("the limit is gone").containsExactly("TRIGGER 0", "UPDATE 1");
    }

    @Test
    void aThrottleThatAwsRefusesRings() {
        live();
        rig.minute(page("solo", 100, 5));
        rig.aws.fails(Call.Kind.SET, Call.Result.REFUSED, "no");
        rig.minute(page("solo", 101, 20));
        assertThat(last().limits().couldNot()).isNotEmpty();
        assertThat(rings()).containsExactly("TRIGGER 0", "UPDATE 1");
    }

    @Test
    void aThrottleWhoseCallsFailNamesTheError() {
        live();
        rig.aws.fails(Call.Kind.READ, Call.Result.DENIED, "not authorized to perform: sts:AssumeRole");
        rig.minute(page("solo", 100, 20));
        rig.minute(page("solo", 101, 20));
        assertThat(rig.all.standings).last().satisfies(e -> {
            assertThat(e.hold().stage()).isEqualTo(Hold.Stage.ASKED);
            assertThat(e.limits().couldNot()).isEqualTo("not authorized to perform: sts:AssumeRole");
        });
        rig.aws.works();
        for (int m = 102; m < 105; m++) rig.minute(page("solo", m, 20));
        assertThat(rig.all.standings).last().satisfies(e -> {
            assertThat(e.hold().stage()).isEqualTo(Hold.Stage.HELD);
            assertThat(e.limits().couldNot()).isEmpty();
        });
    }

    @Test
    void aThrottleThatIsNotSeenWithinAMinuteRings() {
        live();
        rig.minute(page("solo", 100, 5));
        rig.obeys = false;
        rig.minute(page("solo", 101, 20));
        assertThat(last().hold().stage()).isEqualTo(Hold.Stage.ASKED);
        assertThat(rings()).containsExactly("TRIGGER 0");
        rig.minute(page("solo", 102, 20));
        assertThat(rings()).containsExactly("TRIGGER 0", "UPDATE 1");
    }

    /** The alert has the same severity and cost, but now a person must answer. */
    @Test
    void aProposalThatComesAfterThePageRingsOnceAndSoDoesItsSuccessor() {
        rig.minute(page("solo", 100, 20));
        rig.mode = Mode.APPROVE;
        rig.minute(page("solo", 101, 20));
        assertThat(rings()).containsExactly("TRIGGER 0", "UPDATE 1");
        for (int m = 102; m < 161; m++) rig.minute(page("solo", m, 20));
        assertThat(rings()).hasSize(2);
        for (int m = 161; m < 170; m++) rig.minute(page("solo", m, 20));
        assertThat(rings()).as("nobody answered, and it is proposed again").hasSize(3);
    }

    @Test
    void aProposalWithinMinutesOfThePageThatForetoldItIsAnUpdate() {
        rig.mode = Mode.APPROVE;
        for (int m = 100; m < 120; m++) rig.minute(steady(m, 60));
        assertThat(rig.all.events.get(0).limits().aboveNano()).isPositive();
        assertThat(rings()).containsExactly("TRIGGER 0");
        assertThat(last().limits().proposal().stage()).isEqualTo(Hold.Stage.PROPOSED);
        for (int m = 120; m < 150; m++) rig.minute(steady(m, 60));
        assertThat(rings()).as("nobody answered").containsExactly("TRIGGER 0");
    }

    @Test
    void aProposalAndAHigherSeverityInTheSameMinuteAreOneUpdate() {
        rig.mode = Mode.APPROVE;
        rig.minute(page("solo", 100, 5));
        int before = rig.all.events.size();
        rig.minute(page("solo", 101, 20));
        assertThat(rig.all.events.subList(before, rig.all.events.size()))
                .singleElement()
                .satisfies(e -> {
                    assertThat(e.identity().severity()).isEqualTo(Severity.CRITICAL);
                    assertThat(e.reason()).isEqualTo(Reason.MODE_APPROVE);
                    assertThat(e.limits().proposal().stage()).isEqualTo(Hold.Stage.PROPOSED);
                });
    }

    @Test
    void aProposalLongAfterThePageRings() {
        rig.mode = Mode.APPROVE;
        rig.minute(page("solo", 100, 5));
        rig.minute(page("solo", 111, 11));
        assertThat(rings()).containsExactly("TRIGGER 0", "UPDATE 1");
    }

    @Test
    void aProposalOfAFleetPagesSurgeRingsItAndIsNamedThere() {
        rig.together = 2;
        rig.minute(page("solo", 100, 20), page("cron", 100, 30));
        rig.mode = Mode.APPROVE;
        rig.minute(page("solo", 101, 20));
        assertThat(rings()).containsExactly("TRIGGER 0", "UPDATE 1");
        FleetStatus.Surge solo = last().fleet().surges().stream()
                .filter(s -> s.name().equals("solo"))
                .findFirst()
                .orElseThrow();
        assertThat(solo.hold().stage()).isEqualTo(Hold.Stage.PROPOSED);
        assertThat(solo.hold().until()).isEqualTo(rig.now + 30 * Rig.MINUTE);
        rig.minute(page("solo", 102, 20));
        assertThat(rings()).hasSize(2);
    }

    @Test
    void aLimitThatStandsNoMoreAfterTheFloodIsToldWithoutARing() {
        live();
        rig.minute(page("solo", 100, 20));
        rig.minute(Minute.of("solo", 106).onset(0).lastEvidence(100));
        rig.handsOff("solo");
        assertThat(last().hold()).isEqualTo(Hold.NONE);
        assertThat(rings()).containsExactly("TRIGGER 0");
    }

    @Test
    void whatAFleetPageTellsOfRingsWhenItBecomesWorseByItself() {
        rig.together = 2;
        rig.minute(page("solo", 100, 5), page("cron", 100, 500));
        rig.minute(page("solo", 105, 20));
        rig.minute(page("solo", 120, 20));
        assertThat(rings()).as("no worse than what rang minutes before").containsExactly("TRIGGER 0");
        rig.minute(page("solo", 121, 200));
        assertThat(rings()).as("ten times what people heard").containsExactly("TRIGGER 0", "UPDATE 1");
        rig.minute(page("solo", 122, 200));
        assertThat(rings()).as("once").hasSize(2);
    }

    @Test
    void anErrorInAFleetPageRingsWhenItTurnsCriticalLater() {
        rig.together = 2;
        rig.minute(page("solo", 100, 5), page("cron", 100, 500));
        rig.minute(page("solo", 111, 20));
        assertThat(rings()).containsExactly("TRIGGER 0", "UPDATE 1");
    }

    @Test
    void aLimitGivenBackWhileDataIsLateRingsOnceTheFloodIsKnownToGoOn() {
        live();
        rig.minute(page("solo", 100, 20));
        rig.minute(page("solo", 101, 20));
        rig.now += 8 * 60_000;
        rig.handsOff("solo");
        assertThat(rings()).as("nobody knows whether it goes on").containsExactly("TRIGGER 0");
        rig.minute(page("solo", 111, 20));
        assertThat(rings()).containsExactly("TRIGGER 0", "UPDATE 1");
    }

    // tests of the texts

    @Test
    void whatIsAskedForIsToldAtOnce() {
        live();
        rig.mode = Mode.ALERT;
        rig.obeys = false;
        rig.minute(page("solo", 100, 20));
        rig.mode = Mode.ENFORCE;
        rig.minute(page("solo", 101, 20));
        assertThat(last().type()).isEqualTo(AlarmAction.UPDATE);
        assertThat(last().hold().stage()).isEqualTo(Hold.Stage.ASKED);
    }

    @Test
    void afterAReleaseTheAlertSaysSoAtOnceAndItsTextIsStatedEachMinute() {
        live();
        rig.minute(page("solo", 100, 20));
        rig.minute(page("solo", 101, 20));
        String incident = rig.state.incidents.open.values().iterator().next().id;
        rig.asks(rig.request("r", Request.Kind.RELEASE, "solo", incident, -1));
        IncidentSnapshot back = rig.all.events.get(rig.all.events.size() - 1);
        assertThat(back.type()).isEqualTo(AlarmAction.UPDATE);
        assertThat(back.hold()).isEqualTo(Hold.NONE);
        rig.minute(page("solo", 102, 30));
        IncidentSnapshot now = rig.all.events.get(rig.all.events.size() - 1);
        assertThat(now.type()).isEqualTo(AlarmAction.STANDS);
        assertThat(now.hold()).isEqualTo(Hold.NONE);
        assertThat(now.money().excessHour()).isEqualTo(30 * Minute.USD);
        assertThat(now.dedupKey()).isEqualTo(back.dedupKey());
        assertThat(now.ring()).isEqualTo(back.ring());
    }

    @Test
    void whoeverReadsSeesHowTheLimitStandsWithTheObservation() {
        live();
        rig.minute(page("solo", 100, 20));
        assertThat(rig.last.standings).last().extracting(s -> s.hold().stage()).isEqualTo(Hold.Stage.HELD);
        rig.tick();
        assertThat(rig.last.standings).isEmpty();
    }

    @Test
    void ofARecordingNothingIsStated() {
        for (int m = 100; m < 110; m++) rig.minute(page("solo", m, 20));
        assertThat(rig.all.events).hasSize(1);
    }

    // tests of the end of an alert

    @Test
    void anAlertResolvesAfterFifteenCalmMinutesAndWhatBeginsWithinThemUpdatesIt() {
        rig.minute(page("solo", 100, 20));
        rig.minute(Minute.of("solo", 114).onset(0).lastEvidence(100));
        rig.minute(page("solo", 115, 20));
        assertThat(rig.told()).containsExactly("TRIGGER critical surge");
        rig.minute(Minute.of("solo", 129).onset(0).lastEvidence(115));
        assertThat(rig.told()).hasSize(1);
        rig.minute(Minute.of("solo", 130).onset(0).lastEvidence(115));
        assertThat(rig.told()).containsExactly("TRIGGER critical surge", "RESOLVE critical quiet");
        assertThat(rig.state.incidents.open).as("the incident goes on").hasSize(1);
        rig.minute(page("solo", 131, 20));
        assertThat(rig.told()).hasSize(3).last().isEqualTo("TRIGGER critical surge");
        rig.minute(Minute.of("solo", 170).onset(0).lastEvidence(131).closed(Reason.CALM));
        assertThat(rig.told()).hasSize(4).last().isEqualTo("RESOLVE critical calm");
    }

    @Test
    void aSurgeThatBeginsLongAfterTheLastEvidenceIsNewThoughASilentFeedToldNoEndOfTheOneBefore() {
        rig.minute(page("solo", 100, 20));
        rig.minute(Minute.of("solo", 190).onset(190).page(20));
        assertThat(rig.told())
                .containsExactly("TRIGGER critical surge", "RESOLVE critical calm", "TRIGGER critical surge");
        assertThat(rig.state.incidents.open).hasSize(1);
    }

    @Test
    void aLimitThatStandsKeepsTheAlertOfACalmFunctionOpen() {
        rig.mode = Mode.ENFORCE;
        rig.minute(page("solo", 100, 20));
        rig.minute(Minute.of("solo", 114).onset(0).lastEvidence(99));
        assertThat(rig.told()).noneMatch(t -> t.startsWith("RESOLVE"));
    }

    @Test
    void aFleetPageResolvesWhenAllThatItTellsOfIsCalm() {
        rig.together = 2;
        rig.minute(page("solo", 100, 20), page("cron", 100, 20));
        rig.minute(calm("solo", 115), page("cron", 115, 20));
        assertThat(rig.told()).noneMatch(t -> t.startsWith("RESOLVE"));
        rig.minute(calm("solo", 130), calm("cron", 130).lastEvidence(115));
        assertThat(rig.told()).last().isEqualTo("RESOLVE critical fleet-page");
        rig.minute(page("solo", 131, 20));
        assertThat(rig.told()).last().isEqualTo("TRIGGER critical surge");
    }

    @Test
    void whatAFleetPageToldOfIsNewsAgainAfterAModeThatSilencedIt() {
        rig.together = 2;
        rig.minute(page("solo", 100, 20), page("cron", 100, 20));
        rig.mode = Mode.OBSERVE;
        rig.minute(page("solo", 101, 20), page("cron", 101, 20));
        assertThat(rig.told()).last().isEqualTo("RESOLVE critical fleet-page");
        rig.mode = Mode.ALERT;
        rig.minute(page("solo", 102, 20), page("cron", 102, 20));
        assertThat(rings()).containsExactly("TRIGGER 0", "TRIGGER 0");
        assertThat(last().fleet().all()).isEqualTo(2);
    }

    private void live() {
        rig.mode = Mode.ENFORCE;
        rig.restateEvery = Duration.ofMinutes(1);
        // the run has its state
        rig.state.run.startedAt = 0;
    }

    static Minute page(String function, long minute, double usd) {
        return Minute.of(function, minute).onset(0).page(usd);
    }

    private static Minute calm(String function, long minute) {
        return Minute.of(function, minute).onset(0).lastEvidence(100);
    }

    private IncidentSnapshot last() {
        return rig.all.events.stream()
                .filter(e -> e.type() != AlarmAction.STANDS)
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    private IncidentSnapshot of(String function) {
        return rig.all.events.stream()
                .filter(e -> e.scope().key().equals(function))
                .findFirst()
                .orElseThrow();
    }

    /** The keys for which a pager notifies people. These are all new keys. */
    private List<String> rings() {
        return RingsTest.rings(rig);
    }

    @Test
    void aThrottledSurgeStopsWhenItsDemandDoes() {
        IncidentMoney money = new IncidentMoney();
        money.billedHourNano = 20 * Minute.USD;
        double[] demand = {60, 60, 60, 40, 20, 0};
        for (int i = 0; i < demand.length; i++) {
            Minute minute = Minute.of("f", 100 + i).cost(Minute.USD / 60, 1).billed(0);
            money.now((demand[i] > 0 ? minute.page(demand[i]) : minute.over()).build(), false);
            assertThat(money.stoppedAt()).isEqualTo(demand[i] > 0 ? -1 : DataMinute.endMillis(102));
        }
    }
}
