package dev.breakwater.engine.control.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.breakwater.engine.control.ControlOutput.AlarmMinute;
import dev.breakwater.engine.control.Decision;
import dev.breakwater.engine.control.Decision.DecisionType;
import dev.breakwater.engine.control.IncidentSnapshot;
import dev.breakwater.engine.control.Request;
import dev.breakwater.engine.control.state.ControlState;
import dev.breakwater.engine.policy.PolicyBook.BlastRadius;
import dev.breakwater.engine.policy.PolicyBook.Mode;
import dev.breakwater.model.AlarmAction;
import dev.breakwater.model.IncidentKind;
import dev.breakwater.model.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ControlTest {
    private final Rig rig = new Rig().knows("shop", -1);

    @Test
    void recordsAWarningWithoutTellingThePager() {
        rig.minute(Minute.of("shop", 100).warn(1));
        rig.minute(Minute.of("shop", 101).lastEvidence(100).closed(Reason.CALM));
        assertThat(rig.said()).containsExactly("open surge", "close calm");
        assertThat(rig.told()).isEmpty();
        assertThat(rig.all.alarms)
                .extracting(AlarmMinute::minute, AlarmMinute::paged)
                .hasSize(1);
        IncidentSnapshot record = rig.all.incidents.get(0);
        assertThat(record.times().detectedAt()).isEqualTo(101 * Rig.MINUTE);
        assertThat(record.times().pagedAt()).isEqualTo(-1);
        assertThat(record.times().endedAt()).isEqualTo(101 * Rig.MINUTE);
        assertThat(record.identity().severity().wire()).isEqualTo("warning");
    }

    @Test
    void pagesOnceRaisesTheSeverityAndNeverLowersIt() {
        rig.mode = Mode.ALERT;
        rig.minute(Minute.of("shop", 100).warn(1));
        rig.minute(Minute.of("shop", 101).page(6));
        rig.minute(Minute.of("shop", 102).page(11));
        rig.minute(Minute.of("shop", 103).page(7));
        rig.minute(Minute.of("shop", 104).lastEvidence(103).closed(Reason.CALM));
        assertThat(rig.told()).containsExactly("TRIGGER error surge", "UPDATE critical surge", "RESOLVE critical calm");
        assertThat(rig.all.events)
                .extracting(IncidentSnapshot::dedupKey)
                .containsOnly("breakwater/" + rig.all.incidents.get(0).incident());
        assertThat(rig.all.incidents.get(0).times().pagedAt()).isEqualTo(102 * Rig.MINUTE);
        assertThat(rig.all.incidents.get(0).found().observed().demandPerMinute())
                .isEqualTo(201);
        assertThat(rig.said()).contains("refuse mode-alert");
    }

    @Test
    void theKindThatPeopleKnowChangesOnlyAfterFiveMinutesOfEvidenceForAnother() {
        rig.mode = Mode.ALERT;
        List<IncidentKind> kinds = new ArrayList<>();
        // before the page at 101, each minute decides; from then on, two minutes of recursion are too few
        String seen = "rf" + "frrff" + "rrrrrff";
        for (int i = 0; i < seen.length(); i++) {
            IncidentKind kind = seen.charAt(i) == 'r' ? IncidentKind.RECURSION : IncidentKind.FLOOD;
            Minute minute = Minute.of("shop", 100 + i).as(kind);
            rig.minute(i == 0 ? minute.warn(1) : minute.page(6));
            kinds.add(rig.state.incidents.open.values().iterator().next().kind);
        }
        assertThat(kinds.subList(0, 2)).containsExactly(IncidentKind.RECURSION, IncidentKind.FLOOD);
        assertThat(kinds.subList(2, 11)).containsOnly(IncidentKind.FLOOD);
        assertThat(kinds.subList(11, 14)).containsOnly(IncidentKind.RECURSION);
    }

    @Test
    void tellsWhatAwsRefusesAtAReservationThatIsNotOurs() {
        Rig reserved = new Rig().knows("mail", 20);
        reserved.mode = Mode.ALERT;
        reserved.minute(Minute.of("mail", 100).page(6).refused(320));
        assertThat(reserved.all.events).singleElement().satisfies(e -> {
            assertThat(e.known().reserved()).isEqualTo(20);
            assertThat(e.known().refused()).isEqualTo(320);
        });
    }

    @Test
    void tellsNobodyInModeObserve() {
        rig.mode = Mode.OBSERVE;
        rig.minute(Minute.of("shop", 100).page(20));
        assertThat(rig.said()).containsExactly("open surge", "page mode-observe", "refuse mode-observe");
        assertThat(rig.told()).isEmpty();
        assertThat(rig.limits()).isEmpty();
    }

    @Test
    void inModeObserveItCountsWhatTheLimitWouldHaveSpared() {
        rig.mode = Mode.OBSERVE;
        rig.minute(Minute.of("shop", 100).page(20).cost(1000, 48));
        assertThat(rig.all.decisions.get(2).limit())
                .as("1.5 times the usual peak")
                .isEqualTo(12);
        rig.minute(Minute.of("shop", 101).page(20).cost(1000, 48));
        rig.minute(Minute.of("shop", 102).page(20).cost(1000, 24));
        rig.minute(Minute.of("shop", 103).closed(Reason.CALM).cost(1000, 6));
        rig.quietUntil(300);
        IncidentSnapshot over = rig.all.incidents.get(0);
        assertThat(over.limits().would()).isEqualTo(new IncidentSnapshot.Would(12, 750 + 500, 13, "mode-observe", ""));
        assertThat(over.money().averted()).as("nothing was throttled").isZero();
    }

    @Test
    void whatWouldNotHaveBeenThrottledInModeEnforceEitherIsNotCounted() {
        rig.mode = Mode.OBSERVE;
        rig.minute(Minute.of("vip-shop", 100).page(20).cost(1000, 48));
        rig.minute(Minute.of("vip-shop", 101).page(20).cost(1000, 48));
        rig.minute(Minute.of("vip-shop", 102).closed(Reason.CALM));
        rig.quietUntil(300);
        assertThat(rig.all.incidents.get(0).limits().would()).isEqualTo(IncidentSnapshot.Would.NONE);
    }

    @Test
    void proposesOnceInModeApprove() {
        rig.mode = Mode.APPROVE;
        rig.minute(Minute.of("shop", 100).page(20));
        rig.minute(Minute.of("shop", 101).page(20));
        assertThat(rig.said()).containsExactly("open surge", "page paged", "propose mode-approve");
        assertThat(rig.all.decisions.get(2).limit()).isEqualTo(12);
        assertThat(rig.told())
                .as("people have to agree")
                .containsExactly("TRIGGER critical surge", "UPDATE critical mode-approve");
        assertThat(rig.limits()).isEmpty();
    }

    @Test
    void whatReportsAloneTellWakesPeopleAndThrottlesOnlyWhenAWholeMinuteSaysSo() {
        rig.minute(Minute.of("shop", 103).onset(101).page(20).because(Reason.REPORTED));
        assertThat(rig.said()).containsExactly("open reported", "page paged");
        assertThat(rig.told()).containsExactly("TRIGGER critical reported");
        rig.minute(Minute.of("shop", 101).onset(101).warn(1));
        rig.minute(Minute.of("shop", 101).onset(101).page(20).because(Reason.REPORTED));
        assertThat(rig.limits()).isEmpty();
        rig.minute(Minute.of("shop", 102).onset(101).page(20));
        assertThat(rig.said()).last().isEqualTo("throttle above-throttle-line");
    }

    @Test
    void whatReportsAloneTellProlongsNoThrottle() {
        rig.minute(Minute.of("shop", 100).page(20));
        rig.minute(Minute.of("shop", 101));
        for (long m = 102; m < 200; m++) {
            rig.minute(Minute.of("shop", m));
            rig.minute(Minute.of("shop", m).page(20).because(Reason.REPORTED));
        }
        assertThat(rig.said()).doesNotContain("prolong still-above").contains("release hold-over");
    }

    @Test
    void whatMetricsDoNotConfirmIsResolvedAndASurgeAfterItIsAnother() {
        rig.minute(Minute.of("shop", 103).onset(101).page(20).because(Reason.REPORTED));
        rig.minute(Minute.of("shop", 103).onset(103).closed(Reason.UNCONFIRMED));
        assertThat(rig.told()).containsExactly("TRIGGER critical reported", "RESOLVE critical unconfirmed");
        rig.minute(Minute.of("shop", 104).onset(101).page(20));
        assertThat(rig.said()).contains("throttle above-throttle-line");
        assertThat(rig.all.decisions.stream().filter(d -> d.type() == DecisionType.OPEN))
                .extracting(Decision::incident)
                .hasSize(2)
                .doesNotHaveDuplicates();
    }

    @Test
    void namesAnIncidentByScopeAndOnset() {
        rig.minute(Minute.of("shop", 100).warn(1));
        // printf 'function|111122223333|eu-west-1|shop|100' | sha256sum
        assertThat(rig.all.decisions.get(0).incident()).isEqualTo("1ddd9cc1e9a2");
    }

    @Test
    void releasesByStepsWhenTheLeaseEndsEvenIfMetricsStop() {
        rig.minute(Minute.of("shop", 100).page(20));
        rig.quietUntil(100 + 300);
        assertThat(rig.said())
                .containsExactly(
                        "open surge",
                        "page paged",
                        "throttle above-throttle-line",
                        "raise step-up",
                        "raise step-up",
                        "release hold-over",
                        "close blind");
        assertThat(rig.when(DecisionType.RAISE)).containsExactly(15L, 18L);
        assertThat(rig.when(DecisionType.RELEASE)).containsExactly(21L);
        assertThat(rig.limits()).containsExactly(12, 24, 48, -1);
        assertThat(rig.all.decisions).extracting(Decision::sequence).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(rig.all.decisions).extracting(Decision::usdPerHour).containsOnly(20.0);
        assertThat(rig.all.decisions)
                .as("opened and paged is explained")
                .extracting(d -> d.found().present())
                .containsExactly(true, true, false, false, false, false, false);
        assertThat(rig.told()).last().isEqualTo("RESOLVE critical blind");
        assertThat(rig.all.incidents.get(0).limits().actions())
                .extracting(IncidentSnapshot.Action::type)
                .containsExactly("throttle", "raise", "raise", "release");
    }

    @ParameterizedTest
    @CsvSource({"40, 24", "25, 24", "24, 12"})
    void restoresThePreviousReservationWithoutEverReachingIt(int reserved, int highest) {
        rig.facts.clear();
        rig.knows("shop", reserved);
        rig.minute(Minute.of("shop", 100).page(20));
        rig.quietUntil(100 + 60);
        assertThat(rig.limits()).endsWith(highest, -1).doesNotContain(2 * highest);
        assertThat(rig.asked()).extracting(Decision::previous).containsOnly(reserved);
    }

    @Test
    void prolongsOncePerHoldAndReleasesAtTheLongestHoldThoughTheSurgeGoesOn() {
        for (int m = 0; m <= 245; m++) rig.minute(Minute.of("shop", 100 + m).page(20));
        assertThat(rig.when(DecisionType.PROLONG)).hasSize(15);
        assertThat(rig.when(DecisionType.RELEASE)).containsExactly(240L);
        assertThat(rig.said()).contains("release max-hold", "refuse in-cooldown");
        assertThat(rig.told()).contains("UPDATE critical max-hold");
    }

    @Test
    void releasesWhatANewPolicyBookNoLongerAllows() {
        rig.minute(Minute.of("shop", 100).page(20));
        rig.mode = Mode.ALERT;
        rig.took(rig.control().onTick(rig.state, rig.now));
        assertThat(rig.said()).endsWith("release enforcement-off");
        assertThat(rig.limits()).containsExactly(12, -1);
    }

    @Test
    void aPolicyMayDoLessThanTheFileAndNeverMore() {
        rig.most = Mode.ALERT;
        rig.minute(Minute.of("shop", 100).page(20));
        assertThat(rig.said()).containsExactly("open surge", "page paged", "refuse mode-alert");
        rig.most = Mode.APPROVE;
        rig.minute(Minute.of("shop", 101).onset(100).page(20));
        assertThat(rig.said()).endsWith("propose mode-approve");
        assertThat(rig.limits()).isEmpty();
        rig.most = Mode.ENFORCE;
        rig.mode = Mode.ALERT;
        rig.minute(Minute.of("shop", 102).onset(100).page(20));
        assertThat(rig.limits()).as("the file's mode is the most").isEmpty();
        rig.mode = Mode.ENFORCE;
        rig.minute(Minute.of("shop", 103).onset(100).page(20));
        assertThat(rig.limits()).containsExactly(12);
        rig.most = Mode.ALERT;
        rig.tick();
        assertThat(rig.said()).endsWith("release enforcement-off");
    }

    @Test
    void aPolicyThatOnlyObservesPagesNobody() {
        rig.minute(Minute.of("shop", 100).page(20));
        assertThat(rig.told()).last().asString().startsWith("TRIGGER");
        rig.most = Mode.OBSERVE;
        rig.tick();
        assertThat(rig.told()).last().isEqualTo("RESOLVE critical mode-observe");
        rig.minute(Minute.of("cart", 101).page(20));
        rig.minute(Minute.of("vip-pay", 102).page(20));
        assertThat(rig.told().stream().filter(t -> t.startsWith("TRIGGER")))
                .as("shop before, and the function of another policy")
                .hasSize(2);
        assertThat(rig.all.incidents.stream())
                .noneMatch(i ->
                        i.identity().scope().key().equals("cart") && !i.times().recorded());
    }

    @Test
    void releasesWhatANewPolicyProtects() {
        rig.minute(Minute.of("shop", 100).page(20));
        rig.protectsAll = true;
        rig.tick();
        assertThat(rig.said()).endsWith("release protected");
        assertThat(rig.limits()).containsExactly(12, -1);
    }

    /**
     * A step up takes only concurrency that other functions can spare. If nothing would be left for them, there is no
     * step.
     */
    @ParameterizedTest
    @CsvSource({"124, 100, 24", "123, 100, 12", "37, 0, 24", "36, 0, 12"})
    void stepsUpAsFarAsTheOthersKeepTheirs(int concurrency, int keep, int highest) {
        rig.accountConcurrency = concurrency;
        rig.radius = new BlastRadius(5, 1, 10, keep);
        rig.limitAssumed = true;
        rig.minute(Minute.of("shop", 100).page(20));
        rig.quietUntil(160);
        assertThat(rig.limits()).endsWith(highest, -1).doesNotContain(2 * highest);
    }

    @Test
    void closesAnIncidentWhoseSourceIsLostAfterThreeHours() {
        rig.mode = Mode.ALERT;
        rig.minute(Minute.of("shop", 100).page(6));
        rig.quietUntil(279);
        assertThat(rig.told()).containsExactly("TRIGGER error surge");
        rig.quietUntil(280);
        assertThat(rig.told()).containsExactly("TRIGGER error surge", "RESOLVE error blind");
    }

    @Test
    void marksIncidentsThatTheInputCutOff() {
        rig.minute(Minute.of("shop", 100).page(20));
        rig.took(rig.control().onEndOfInput(rig.state, rig.now));
        assertThat(rig.said()).endsWith("release end-of-input", "close end-of-input");
        assertThat(rig.all.incidents.get(0).times().endedAt()).isEqualTo(-1);
        assertThat(rig.all.alarms).hasSize(1);
        assertThat(rig.told()).endsWith("RESOLVE critical end-of-input");
    }

    @Test
    void lowersAgainWhenTheSurgeReturnsAndThenKeepsTheLimitForACooldown() {
        rig.minute(Minute.of("shop", 100).page(20));
        rig.quietUntil(116);
        rig.minute(Minute.of("shop", 117).page(20));
        rig.quietUntil(100 + 120);
        assertThat(rig.when(DecisionType.LOWER)).containsExactly(17L);
        assertThat(rig.when(DecisionType.RAISE)).containsExactly(15L, 17L + 30, 20L + 30);
        assertThat(rig.limits()).containsExactly(12, 24, 12, 24, 48, -1);
    }

    /** The mean of three minutes would mix the cost before and after the change. */
    @Test
    void afterAChangeOfTheLimitOnlyTheNewestMinuteIsNow() {
        rig.minute(Minute.of("shop", 100).page(20));
        assertThat(rig.limits()).hasSize(1);
        assertThat(now()).isEqualTo(20 * Minute.USD);
        rig.minute(Minute.of("shop", 101).page(20).cost(Minute.USD / 30, 12));
        assertThat(now()).as("2 USD an hour, of which 1 is expected").isCloseTo(Minute.USD, within(1_000L));
        rig.minute(Minute.of("shop", 104).page(20).cost(Minute.USD / 30, 12));
        assertThat(now()).isEqualTo(20 * Minute.USD);
    }

    private long now() {
        return rig.state.incidents.open.values().iterator().next().money.nowNano;
    }

    @Test
    void countsWhatARecordedThrottleAvertsOncePerMinute() {
        rig.minute(Minute.of("shop", 100).page(20));
        rig.minute(Minute.of("shop", 101).page(20).cost(1000, 48));
        rig.minute(Minute.of("shop", 102).page(20).cost(1000, 6));
        rig.minute(Minute.of("shop", 101).page(20).cost(1000, 48));
        rig.took(rig.control().onEndOfInput(rig.state, rig.now));
        assertThat(rig.all.incidents.get(0).money().averted()).isEqualTo(750);
    }

    @Test
    void countsTheGoodCallsThatARecordedThrottleWouldHaveRefused() {
        rig.minute(Minute.of("shop", 100).page(20));
        // of 201 calls, 10 are expected; the limit of 12 admits a quarter, so 150.75 are refused, of which 7.5 are good
        rig.minute(Minute.of("shop", 101).page(20).cost(1000, 48));
        rig.minute(Minute.of("shop", 102).page(20).cost(1000, 6));
        rig.minute(Minute.of("shop", 101).page(20).cost(1000, 48));
        rig.took(rig.control().onEndOfInput(rig.state, rig.now));
        assertThat(rig.all.incidents.get(0).money().refusedGood()).isEqualTo(8);
    }

    @Test
    void countsWhatALiveThrottleRefusedUpToTheCeilingThatTheFunctionCouldHaveHad() {
        rig.restateEvery = Duration.ofMinutes(10);
        rig.minute(Minute.of("shop", 100).page(20));
        // of 201 calls, 101 are refused; the other calls cost 1,000, so the refused calls would have cost 1,010
        rig.minute(Minute.of("shop", 101).page(20).cost(1000, 12).refused(101));
        assertThat(averted()).isEqualTo(1010);
        // of 202 calls, 200 are refused repeatedly; 1,000 instances instead of the 500 in use would have cost twice as
        // much
        rig.minute(Minute.of("shop", 102).page(20).cost(1000, 500).refused(200));
        assertThat(averted()).isEqualTo(1010 + 1000);
        assertThat(rig.state.incidents.open.values().iterator().next().worth.refusedMilli)
                .isEqualTo(Math.round(101 * 10_000 / 201.0) + Math.round(200 * 10_000 / 202.0));
    }

    @Test
    void aMinuteOfARecordingCountsWithTheLimitThatHeldThen() {
        rig.minute(Minute.of("shop", 100).page(20));
        // at the end of this time, the limit rises from 12 to 24
        rig.quietUntil(115);
        rig.minute(Minute.of("shop", 115).lastEvidence(100).cost(1000, 48));
        assertThat(averted()).isEqualTo(750);
        rig.minute(Minute.of("shop", 116).lastEvidence(100).cost(1000, 48));
        assertThat(averted()).isEqualTo(750 + 500);
        rig.minute(Minute.of("shop", 100).page(20).lastEvidence(100).cost(1000, 48));
        assertThat(averted()).as("the minute before it was set").isEqualTo(750 + 500);
    }

    @Test
    void aMinuteThatIsRevisedCountsOnceWithTheMost() {
        rig.minute(Minute.of("shop", 100).page(20));
        rig.minute(Minute.of("shop", 101).page(20).cost(1000, 48));
        rig.minute(Minute.of("shop", 101).page(20).cost(2000, 96));
        assertThat(averted()).isEqualTo(1750);
        // seven eighths of 201 calls are refused, and 10 of the 201 are expected
        assertThat(rig.state.incidents.open.values().iterator().next().worth.refusedGood())
                .isEqualTo(9);
    }

    private long averted() {
        return rig.state.incidents.open.values().iterator().next().worth.avertedNano;
    }

    @Test
    void writesOneAlarmRowForAMinuteThatALateSampleRaised() {
        rig.minute(Minute.of("shop", 100).warn(1));
        rig.minute(Minute.of("shop", 101).warn(1));
        rig.minute(Minute.of("shop", 100).page(6));
        rig.quietUntil(140);
        assertThat(rig.all.alarms)
                .extracting(AlarmMinute::minute, AlarmMinute::paged)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(100L, true),
                        org.assertj.core.groups.Tuple.tuple(101L, false));
    }

    @Test
    void writesAlarmRowsInOrderOnceTheyAreSeventeenMinutesOld() {
        rig.mode = Mode.ALERT;
        rig.minute(Minute.of("shop", 100).warn(1));
        rig.minute(Minute.of("shop", 102).warn(1));
        rig.minute(Minute.of("shop", 101).warn(1));
        rig.minute(Minute.of("cart", 116).warn(1));
        assertThat(rig.all.alarms).isEmpty();
        rig.minute(Minute.of("cart", 117).warn(1));
        assertThat(rig.all.alarms).extracting(AlarmMinute::minute).containsExactly(100L);
        // no sample is waited for that long
        rig.minute(Minute.of("shop", 100).page(6));
        rig.minute(Minute.of("shop", 118).closed(Reason.CALM));
        assertThat(rig.all.alarms).extracting(AlarmMinute::minute).containsExactly(100L, 101L, 102L);
    }

    @Test
    void closesACalmAccountIncidentThatAFunctionExplains() {
        rig.mode = Mode.ALERT;
        rig.minute(Minute.account(100).page(20));
        rig.minute(Minute.account(101).page(20), Minute.of("shop", 101).page(20));
        rig.minute(Minute.account(102).lastEvidence(101), Minute.of("shop", 102).page(20));
        assertThat(rig.said()).endsWith("close absorbed");
        assertThat(rig.told()).endsWith("RESOLVE critical absorbed");
        assertThat(rig.state.incidents.open).hasSize(1);
        rig.minute(Minute.account(103).page(20));
        assertThat(rig.all.events)
                .extracting(IncidentSnapshot::dedupKey)
                .filteredOn(k -> rig.all.events.stream()
                                .filter(e -> e.dedupKey().equals(k) && e.type() == AlarmAction.TRIGGER)
                                .count()
                        != 1)
                .isEmpty();
    }

    @Test
    void resolvesOnlyAfterTheThrottleIsReleased() {
        rig.minute(Minute.of("shop", 100).page(20));
        rig.minute(Minute.of("shop", 101).lastEvidence(100).closed(Reason.CALM));
        assertThat(rig.told()).containsExactly("TRIGGER critical surge");
        assertThat(rig.all.incidents).isEmpty();
        rig.quietUntil(130);
        assertThat(rig.told())
                .as("each limit that stands is told")
                .containsExactly(
                        "TRIGGER critical surge",
                        "UPDATE critical how-it-stands",
                        "UPDATE critical how-it-stands",
                        "RESOLVE critical calm");
        assertThat(rig.all.incidents.get(0).times().endedAt()).isEqualTo(101 * Rig.MINUTE);
        assertThat(rig.all.incidents.get(0).limits().actions())
                .last()
                .extracting(IncidentSnapshot.Action::type)
                .isEqualTo("release");
    }

    @Test
    void aHandOnWhatAClosedIncidentIsHeldByEndsItToo() {
        rig.restateEvery = Duration.ofMinutes(1);
        rig.minute(Minute.of("shop", 100).page(20));
        rig.minute(Minute.of("shop", 101).lastEvidence(100).closed(Reason.CALM));
        rig.handsOff("shop");
        assertThat(rig.said()).endsWith("override overridden", "given-back overridden");
        assertThat(rig.told()).endsWith("UPDATE critical overridden", "RESOLVE critical calm");
        assertThat(rig.all.incidents).hasSize(1);
    }

    @Test
    void keepsHandsOffForADayAfterAHumansHand() {
        rig.minute(Minute.of("shop", 100).page(20));
        rig.handsOff("shop");
        rig.minute(Minute.of("shop", 101).page(20));
        assertThat(rig.said()).endsWith("override overridden", "refuse left-alone");
        // a limit of ours that may be left is removed, and no new limit is requested
        assertThat(rig.limits()).containsExactly(12, -1);
        assertThat(rig.state.limits.leases).isEmpty();
    }

    @Test
    void givesBackWhatADeletedFunctionWasHeldByForNobodyKnowsThatItIsGone() {
        rig.minute(Minute.of("shop", 100).page(20));
        rig.gone.add("shop");
        rig.tick();
        assertThat(rig.said()).endsWith("release gone");
        assertThat(rig.limits()).containsExactly(12, -1);
    }

    @Test
    void releasesEverythingWhenEnforcementIsOff() {
        rig.minute(Minute.of("shop", 100).page(20));
        rig.mode = Mode.ALERT;
        rig.tick();
        assertThat(rig.said()).endsWith("release enforcement-off");
        assertThat(rig.state.limits.leases).isEmpty();
    }

    @Test
    void forgetsEverythingOnceAllIsOver() {
        rig.minute(Minute.of("shop", 100).page(20));
        rig.quietUntil(100 + 60 * 40);
        ControlState fresh = new ControlState();
        assertThat(rig.last.wakeAt).isEqualTo(Long.MAX_VALUE);
        rig.state.seen.clear(); // for eight weeks
        assertThat(StateCopy.size(rig.state)).isEqualTo(StateCopy.size(fresh));
    }

    @Test
    void storesItsStateWithoutAGenericSerialiser() {
        assertThat(StateCopy.problems(ControlState.class)).isEmpty();
    }

    @Test
    void theSameSurgeAgainIsAnotherIncidentThatCountsOnlyWhatCameSince() {
        rig.mode = Mode.ALERT;
        for (long m = 100; m <= 106; m += 3) {
            rig.minute(Minute.of("shop", m).page(20));
            rig.minute(Minute.of("shop", m + 1).closed(Reason.CALM));
            rig.minute(Minute.of("shop", m + 1).page(20));
        }
        assertThat(rig.all.incidents).extracting(e -> e.times().onset()).containsExactly(100L, 102L, 105L);
        assertThat(rig.all.incidents)
                .extracting(r -> r.money().excess() / Minute.USD)
                .containsExactly(2L, 3L, 3L);
        assertThat(rig.all.decisions)
                .filteredOn(d -> d.type() == DecisionType.OPEN)
                .extracting(d -> d.found().excessNano() / Minute.USD)
                .containsExactly(1L, 2L, 2L);
        rig.minute(Minute.of("shop", 120).onset(120).page(20));
        assertThat(rig.all.decisions)
                .filteredOn(d -> d.type() == DecisionType.OPEN)
                .last()
                .satisfies(d -> assertThat(d.found().excessNano()).isEqualTo(Minute.USD));
    }

    @Test
    void whatEndsAndBeginsAnewWithinOneArrivalMinuteIsTwoIncidents() {
        rig.mode = Mode.ALERT;
        rig.minute(Minute.of("shop", 100).page(20));
        rig.minute(
                Minute.of("shop", 101).closed(Reason.CALM),
                Minute.of("shop", 102).onset(102).page(20));
        assertThat(rig.told())
                .containsExactly("TRIGGER critical surge", "RESOLVE critical calm", "TRIGGER critical surge");
        assertThat(rig.all.events).extracting(e -> e.times().onset()).containsExactly(100L, 100L, 102L);
        assertThat(rig.all.incidents).hasSize(1);
    }

    @Test
    void aThrottleThatFollowsThePageIsToldAndSoIsItsReturnToTheLimit() {
        rig.minute(Minute.of("shop", 100).page(6));
        rig.minute(Minute.of("shop", 101).page(20));
        assertThat(rig.told()).containsExactly("TRIGGER error surge", "UPDATE critical above-throttle-line");
        rig.quietUntil(117);
        rig.minute(Minute.of("shop", 118).page(20));
        assertThat(rig.said()).endsWith("lower still-above");
        assertThat(rig.told()).endsWith("UPDATE critical still-above");
    }

    @Test
    void howEachIncidentStandsIsSaidToWhoeverReads() {
        rig.mode = Mode.OBSERVE;
        rig.minute(Minute.of("shop", 100).page(20));
        assertThat(rig.last.standings).extracting(IncidentSnapshot::type).containsExactly(AlarmAction.UPDATE);
        rig.minute(Minute.of("shop", 101).closed(Reason.CALM));
        assertThat(rig.last.standings).extracting(IncidentSnapshot::type).containsExactly(AlarmAction.RESOLVE);
    }

    @Test
    void aCalmAccountIsExplainedOnlyByAPartThatBeganWithOrAfterIt() {
        rig.mode = Mode.ALERT;
        rig.minute(Minute.of("shop", 99).onset(99).warn(1));
        rig.minute(Minute.account(100).page(20));
        rig.minute(Minute.account(101));
        assertThat(rig.said()).doesNotContain("close absorbed");
        rig.minute(Minute.of("cart", 102).onset(102).warn(1), Minute.account(102));
        assertThat(rig.said()).contains("close absorbed");
    }

    @Test
    void aCalmAccountIsExplainedByAPartThatBeganInItsFirstMinute() {
        rig.mode = Mode.ALERT;
        rig.minute(Minute.account(100).page(20), Minute.of("shop", 100).warn(1));
        rig.minute(Minute.account(101));
        assertThat(rig.said()).contains("close absorbed");
    }

    /** The feed had a gap, so the end of the earlier surge was not seen, and the backlog is judged in one step. */
    @Test
    void aSurgeAfterAGapIsReportedThoughTheEarlierOneIsJudgedInTheSameStep() {
        Rig rig = new Rig();
        rig.mode = Mode.ALERT;
        rig.minute(Minute.of("shop", 100).page(20));
        rig.minute(
                Minute.of("shop", 101).page(20),
                Minute.of("shop", 130).onset(130).page(20));
        assertThat(rig.told())
                .containsExactly("TRIGGER critical surge", "RESOLVE critical calm", "TRIGGER critical surge");
        assertThat(rig.all.events)
                .extracting(IncidentSnapshot::dedupKey)
                .last()
                .isNotEqualTo(rig.all.events.get(0).dedupKey());
    }

    /** An instance costs 0.01 USD a minute, and a dollar an hour is expected. */
    @Test
    void theForecastEndsAtTheCostOfAllConcurrencyThatTheFunctionMayUse() {
        rig.knows("reserved", 10);
        rig.reservedInAll = 10;
        rig.minute(
                surge("reserved", Minute.USD, 100),
                surge("shared", Minute.USD, 100),
                surge("idle", Minute.USD, 0),
                Minute.group("shop", 100).page(20).cost(Minute.USD, 100));
        assertThat(rig.state.incidents.open.values())
                .extracting(i -> i.scope.key() + " " + i.money.ceilingNano / Minute.USD)
                .containsExactlyInAnyOrder("reserved 5", "shared 593", "idle 0", "shop 593");
    }

    private static Minute surge(String function, long costNano, double concurrency) {
        return Minute.of(function, 100).page(20).cost(costNano, concurrency);
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"APPROVE", "ENFORCE"})
    void anAlertSaysWhetherAThrottleWouldAsk(Mode mode) {
        rig.mode = mode;
        rig.minute(Minute.of("shop", 100).page(5));
        assertThat(rig.state.incidents.open.values())
                .singleElement()
                .matches(i -> i.money.throttleAsks == (mode == Mode.APPROVE));
    }

    @Test
    void thePageOfAFunctionThatIsLeftAloneSaysSoBelowTheThrottleThresholdToo() {
        rig.knows("shop", -1);
        rig.now = 100 * Rig.MINUTE;
        rig.handsOff("shop");
        rig.minute(Minute.of("shop", 100).page(5));
        assertThat(rig.said()).endsWith("page paged", "refuse left-alone");
    }

    @Test
    void afterANoNoThrottleComesUntilTheCostGrows() {
        rig.mode = Mode.APPROVE;
        rig.minute(Minute.of("shop", 100).page(20));
        String incident = rig.state.incidents.open.values().iterator().next().id;
        rig.asks(rig.request("no", Request.Kind.DECLINE, "shop", incident, rig.now + 300 * Rig.MINUTE));
        rig.minute(Minute.of("shop", 101).page(20));
        assertThat(rig.state.incidents.open.values())
                .singleElement()
                .matches(i -> i.throttle.spared == Reason.DECLINED && i.money.throttleAboveNano == 0);
    }
}
