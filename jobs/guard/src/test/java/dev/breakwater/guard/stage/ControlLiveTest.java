package dev.breakwater.guard.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.connectors.aws.Outcome;
import dev.breakwater.connectors.lambda.lever.FakeLever.Call;
import dev.breakwater.engine.control.ControlOutput.LimitTrouble;
import dev.breakwater.engine.control.Decision;
import dev.breakwater.engine.control.Decision.DecisionType;
import dev.breakwater.engine.control.IncidentSnapshot;
import dev.breakwater.engine.control.Request;
import dev.breakwater.guard.Routed;
import dev.breakwater.guard.convert.AlarmRoutes;
import dev.breakwater.guard.wire.ControlInput;
import dev.breakwater.guard.wire.ControlInput.UnreservedUse;
import dev.breakwater.guard.wire.FleetChange;
import dev.breakwater.model.AlarmAction;
import dev.breakwater.model.Assessment;
import dev.breakwater.model.Place;
import dev.breakwater.model.Reason;
import dev.breakwater.model.function.FunctionFacts;
import dev.breakwater.model.function.FunctionFacts.Capacity;
import dev.breakwater.model.function.FunctionFacts.ReservationFacts;
import dev.breakwater.model.function.FunctionFacts.TriggerFacts;
import dev.breakwater.model.function.LeaseTag;
import dev.breakwater.model.function.Lever;
import dev.breakwater.model.function.LimitReading.LimitValue;
import dev.breakwater.model.function.OwnTags;
import dev.breakwater.model.function.Sighting;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests control in a live run. The safety clock is the processing time, and calls are made. */
class ControlLiveTest {

    private static final long M = Given.START;
    private static final long MINUTE = 60_000;
    private static final long TICK = 5_000;
    /** The wall clock when the first assessment arrives, two minutes after its data minute and between ticks. */
    private static final long NOW = (M + 2) * MINUTE + 1_234;

    @TempDir
    Path folder;

    private LiveRig rig;

    @BeforeEach
    void open() throws Exception {
        rig = new LiveRig(folder, Given::live, NOW);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void decidesWhenTheWatermarkPassesTheArrivalMinute() throws Exception {
        surge();
        assertThat(rig.types()).containsExactly(DecisionType.OPEN, DecisionType.PAGE, DecisionType.THROTTLE);
        assertThat(rig.out()).allSatisfy(d -> assertThat(d.at()).isEqualTo(NOW));
    }

    @Test
    void actsOnlyAfterTheSnapshotThatContainsTheDecisionIsComplete() throws Exception {
        rig.snapshots = false;
        rig.checkpoint();
        surge();
        rig.to(NOW + MINUTE);
        assertThat(rig.world.changes())
                .as("the last snapshot was before the decision")
                .isEmpty();
        rig.notifies = false;
        rig.checkpoint();
        rig.to(NOW + MINUTE + 20_000);
        assertThat(rig.world.changes()).as("nobody said that it is complete").isEmpty();
        // this notification was lost, and the next notification counts for both snapshots
        rig.notifies = true;
        rig.checkpoint();
        rig.to(NOW + MINUTE + 40_000);
        assertThat(rig.world.changes()).containsExactly("TAG f", "APPLY f 12");
        assertThat(rig.types()).last().isEqualTo(DecisionType.HELD);
    }

    @Test
    void aDecisionThatIsRestoredIsContainedAndBeginsOnceNoEarlierAttemptCanAct() throws Exception {
        rig.notifies = false;
        surge();
        rig.to(NOW + 11_000);
        rig.fail(5_000);
        long restored = rig.now();
        rig.notifies = true;
        rig.to(restored + 119_000);
        assertThat(rig.world.changes()).isEmpty();
        rig.to(restored + 150_000);
        assertThat(rig.world.changes()).containsExactly("TAG f", "APPLY f 12");
    }

    @Test
    void aThrottleThatCannotBeginInTimeLapses() throws Exception {
        rig.snapshots = false;
        surge();
        rig.to(NOW + 40 * MINUTE);
        assertThat(rig.world.changes()).isEmpty();
        assertThat(rig.types()).contains(DecisionType.COULD_NOT).doesNotContain(DecisionType.HELD);
        assertThat(rig.first(DecisionType.COULD_NOT).words()).contains("too old to act on");
    }

    /** The owner is killed before its first call, and the next attempt may not act before the decision is too old. */
    @Test
    void theLedgerSaysThatADecisionWhichLapsedInARestartWasNotSet() throws Exception {
        rig.notifies = false;
        surge();
        rig.to(NOW + 11_000);
        rig.fail(9 * MINUTE);
        rig.notifies = true;
        rig.to(rig.now() + 10 * MINUTE);
        assertThat(rig.ledger.lines()).containsExactly("attempt", "attempt", "not-set");
    }

    @Test
    void aReturnGoesOnAfterFiveMinutesOfFailingCheckpoints() throws Exception {
        surge();
        rig.to(NOW + 5 * MINUTE);
        assertThat(rig.world.reservation("f")).isEqualTo(12);
        rig.snapshots = false;
        rig.feed(ControlInput.of(accept()), M + 1);
        long released = rig.now();
        rig.to(released + 5 * MINUTE - 5_000);
        assertThat(rig.world.reservation("f")).isEqualTo(12);
        rig.to(released + 6 * MINUTE);
        assertThat(rig.world.reservation("f")).isEqualTo(LimitValue.NONE);
        assertThat(rig.types()).contains(DecisionType.GIVEN_BACK);
    }

    @Test
    void whatIsSetBearsATagThatSaysHowToUndoIt() throws Exception {
        rig.world.byHand("f", 240);
        surge();
        rig.to(NOW + MINUTE);
        LeaseTag tag = LeaseTag.read(rig.world.tags("f").get(OwnTags.LEASE)).tag();
        assertThat(tag.set()).isEqualTo(rig.world.reservation("f")).isEqualTo(12);
        assertThat(tag.was()).isEqualTo(240);
        assertThat(tag.by()).isEqualTo("test");
        assertThat(tag.until()).isGreaterThan(NOW);
        assertThat(rig.first(DecisionType.HELD).previous()).isEqualTo(240);
    }

    @Test
    void theLedgerTellsTheWholeLeaseInOrder() throws Exception {
        rig.checkpointEvery = MINUTE;
        surge();
        rig.to(NOW + 40 * MINUTE);
        assertThat(rig.ledger.lines())
                .containsExactly(
                        "attempt",
                        "intent 12",
                        "set 12 ok",
                        "held 12",
                        "intent 24",
                        "set 24 ok",
                        "held 24",
                        "intent 48",
                        "set 48 ok",
                        "held 48",
                        "intent-return none",
                        "set none ok",
                        "returned");
        assertThat(rig.world.tags("f")).isEmpty();
    }

    @Test
    void whatAwsRefusesIsSaidInItsWordsAndWhateverStandsOfItIsGivenBack() throws Exception {
        rig.world.failNext(Call.APPLY, Outcome.INVALID);
        surge();
        rig.to(NOW + 5 * MINUTE);
        assertThat(rig.types()).contains(DecisionType.COULD_NOT).doesNotContain(DecisionType.HELD);
        assertThat(rig.first(DecisionType.COULD_NOT).words()).contains("as the test wants");
        assertThat(rig.world.tags("f")).isEmpty();
        assertThat(rig.world.reservation("f")).isEqualTo(LimitValue.NONE);
    }

    @Test
    void whereAnAnswerIsLostItIsReadUntilWhatWasSetIsBelieved() throws Exception {
        rig.world.loseNextAnswer(Call.APPLY);
        surge();
        rig.to(NOW + 5 * MINUTE);
        assertThat(rig.world.calls())
                .containsSequence("APPLY f 12", "READ f", "READ f")
                .containsOnlyOnce("APPLY f 12");
        assertThat(rig.types()).last().isEqualTo(DecisionType.HELD);
        assertThat(rig.ledger.lines()).containsExactly("attempt", "intent 12", "set 12 unknown", "held 12");
    }

    @Test
    void whatCannotBeGivenBackIsTriedAgainAndPagesAfterTenMinutes() throws Exception {
        surge();
        rig.to(NOW + 5 * MINUTE);
        for (int i = 0; i < 20; i++) rig.world.failNext(Call.RESTORE, Outcome.DENIED);
        rig.feed(ControlInput.of(accept()), M + 1);
        rig.to(NOW + 14 * MINUTE);
        assertThat(rig.side(ControlStage.TROUBLES)).isEmpty();
        rig.to(NOW + 17 * MINUTE);
        assertThat(rig.side(ControlStage.TROUBLES))
                .singleElement()
                .satisfies(t -> assertThat(t.kind()).isEqualTo(LimitTrouble.Kind.CANNOT_GIVE_BACK))
                .satisfies(t -> assertThat(t.words()).contains("as the test wants"));
        rig.to(NOW + 60 * MINUTE);
        assertThat(rig.world.reservation("f")).isEqualTo(LimitValue.NONE);
        assertThat(rig.side(ControlStage.TROUBLES))
                .last()
                .satisfies(t -> assertThat(t.over()).isTrue());
    }

    @Test
    void nothingIsSetWhileTheLedgerCannotBeWritten() throws Exception {
        rig.to(NOW + 1_000);
        rig.ledger.full = true;
        surge();
        rig.to(NOW + 2 * MINUTE);
        assertThat(rig.world.changes()).isEmpty();
        rig.ledger.full = false;
        rig.to(NOW + 3 * MINUTE);
        assertThat(rig.world.changes()).containsExactly("TAG f", "APPLY f 12");
    }

    @Test
    void whatTheLedgersKnowIsTakenInAsSoonAsTheyCanBeRead() throws Exception {
        rig.ledger.unreadable = true;
        rig.restart(1_000);
        rig.ledger.unreadable = false;
        rig.to(rig.now() + 10_000);
        surge();
        rig.to(rig.now() + 5_000);
        assertThat(rig.types())
                .as("nothing has to be decided again")
                .containsExactly(DecisionType.OPEN, DecisionType.PAGE, DecisionType.THROTTLE);
    }

    @Test
    void oneTimerOfCallsStandsOnlyWhileSomethingIsDueOrUnderWay() throws Exception {
        rig.to(NOW + 10_000, 200);
        assertThat(rig.processingTimers()).as("nothing is held").isZero();
        surge();
        int most = 0;
        for (long at = rig.now(); at < NOW + 30_000; at += 200) {
            rig.to(at, 200);
            most = Math.max(most, rig.processingTimers());
        }
        assertThat(rig.types()).last().isEqualTo(DecisionType.HELD);
        // there are timers for the calls, for later readings and for the tick, but not a timer for each call or check
        assertThat(most).isBetween(1, 6);
        rig.to(NOW + 10 * MINUTE, 1_000);
        assertThat(rig.processingTimers()).as("the next reading and the tick").isBetween(1, 3);
    }

    @Test
    void tellsEachMinuteHowAnIncidentStandsAndAtItsEnd() throws Exception {
        for (int i = 0; i < 3; i++) {
            rig.feed(ControlInput.of(Verdicts.page("f", M + i, M)), M + 1 + i);
            rig.arrive(M + 2 + i);
        }
        assertThat(rig.side(ControlStage.STANDINGS))
                .filteredOn(s -> s.reason() == Reason.SURGE)
                .hasSize(3);
        assertThat(rig.side(ControlStage.STANDINGS)).allSatisfy(s -> {
            assertThat(s.type()).isEqualTo(AlarmAction.UPDATE);
            assertThat(s.hold().limit()).isPositive();
            assertThat(s.hold().lever()).isEqualTo(Lever.RESERVATION);
        });
        rig.feed(ControlInput.of(Verdicts.warn("g", M + 3, M + 3)), M + 4);
        rig.feed(ControlInput.of(Verdicts.closed("g", M + 4, M + 3)), M + 5);
        rig.arrive(M + 6);
        // the pager got no alert about this incident
        assertThat(rig.side(ControlStage.STANDINGS))
                .last()
                .extracting(s -> s.scope().key(), IncidentSnapshot::type)
                .containsExactly("g", AlarmAction.RESOLVE);
    }

    @Test
    void aTickClosesTheArrivalMinuteWhenTheFeedIsSilent() throws Exception {
        rig.feed(ControlInput.of(Verdicts.page("f", M, M)), M + 1);
        rig.to(NOW + TICK - 1);
        assertThat(rig.out()).isEmpty();
        rig.to(NOW + 2 * TICK);
        assertThat(rig.types()).startsWith(DecisionType.OPEN, DecisionType.PAGE, DecisionType.THROTTLE);
        assertThat(rig.out().get(0).at()).isBetween(NOW + TICK, NOW + 2 * TICK);
    }

    @Test
    void whatReportsTellIsDecidedAfterASecond() throws Exception {
        Assessment early = Verdicts.page("f", M, M).because(Reason.REPORTED);
        rig.feed(ControlInput.of(early), M + 1);
        rig.to(NOW + 2_000);
        assertThat(rig.types()).containsExactly(DecisionType.OPEN, DecisionType.PAGE);
        assertThat(rig.side(ControlStage.EVENTS))
                .extracting(IncidentSnapshot::reason)
                .containsExactly(Reason.REPORTED);
    }

    @Test
    void theWatermarkDecidesNothingTwiceAfterTheTickDid() throws Exception {
        rig.feed(ControlInput.of(Verdicts.page("f", M, M)), M + 1);
        rig.to(NOW + 6 * TICK);
        int decided = rig.out().size();
        rig.arrive(M + 5);
        assertThat(rig.out()).hasSize(decided);
    }

    @Test
    void whatAPersonAcceptsEndsTheAlertAndTheThrottleAtOnce() throws Exception {
        surge();
        rig.to(NOW + MINUTE);
        rig.feed(ControlInput.of(accept()), M + 1);
        assertThat(rig.types()).contains(DecisionType.ACCEPT, DecisionType.RELEASE);
        assertThat(rig.side(ControlStage.EVENTS))
                .last()
                .extracting(IncidentSnapshot::type, IncidentSnapshot::reason)
                .containsExactly(AlarmAction.RESOLVE, Reason.ACCEPTED);
        rig.to(NOW + 2 * MINUTE);
        assertThat(rig.world.reservation("f")).isEqualTo(LimitValue.NONE);
    }

    @Test
    void leasesEndByProcessingTimeAlthoughEventTimeStandsStill() throws Exception {
        rig.feed(ControlInput.of(Verdicts.page("f", M, M)), M + 1);
        rig.to(NOW + 40 * MINUTE);
        assertThat(rig.types())
                .containsExactly(
                        DecisionType.OPEN,
                        DecisionType.PAGE,
                        DecisionType.THROTTLE,
                        DecisionType.HELD,
                        DecisionType.RAISE,
                        DecisionType.HELD,
                        DecisionType.RAISE,
                        DecisionType.HELD,
                        DecisionType.RELEASE,
                        DecisionType.GIVEN_BACK);
        long set = rig.first(DecisionType.THROTTLE).at();
        assertThat(rig.first(DecisionType.RELEASE).at()).isBetween(set + 25 * MINUTE, set + 25 * MINUTE + 3 * TICK);
    }

    /**
     * A limit of 12 is held in a pool of 1,000, of which 100 must stay free. A step to 24 needs 12, so other functions
     * must leave 24 free.
     */
    @ParameterizedTest
    @CsvSource({"864, 24", "865, -1"})
    void aStepTakesHalfOfWhatFunctionsWithoutAReservationLeaveFree(int used, int next) throws Exception {
        surge();
        long due = NOW + 14 * MINUTE;
        rig.to(due);
        rig.feed(
                ControlInput.of(new Place(Given.ACCOUNT, Given.REGION), new UnreservedUse(due / MINUTE - 2, used)),
                M + 1);
        rig.restart(7_000);
        rig.to(due + 6 * MINUTE);
        assertThat(rig.world.reservation("f")).isEqualTo(next);
    }

    @Test
    void aThousandTagsAreTakenWithOneReadOfTheState() throws Exception {
        long before = rig.reads;
        for (int i = 0; i < 1_000; i++) {
            rig.feed(
                    ControlInput.of(
                            new Sighting(Given.ACCOUNT, Given.REGION, "h" + i, Lever.RESERVATION, "no", 5, 0, NOW)),
                    M + 1);
        }
        rig.restart(0);
        rig.to(rig.now() + 1_200, 100);
        assertThat(rig.side(ControlStage.TROUBLES)).hasSize(1_000);
        assertThat(rig.reads - before).isLessThanOrEqualTo(4);
    }

    @Test
    void theAnswersOfAStepAndItsNextCallsAreTakenWithOneReadOfTheState() throws Exception {
        rig.feed(ControlInput.of(Verdicts.page("f", M, M)), M + 1);
        rig.feed(ControlInput.of(Verdicts.page("g", M, M)), M + 1);
        rig.arrive(M + 2);
        for (long end = rig.now() + 50_000; rig.now() < end; ) {
            long before = rig.reads;
            rig.to(rig.now() + 100, 100);
            assertThat(rig.reads - before).isLessThanOrEqualTo(1);
        }
        assertThat(rig.world.changes()).contains("APPLY f 12", "APPLY g 12");
    }

    @Test
    void holdsOnProcessingTimeThoughTheFeedRacesAhead() throws Exception {
        rig.feed(ControlInput.of(Verdicts.page("f", M, M)), M + 1);
        rig.arrive(M + 600);
        assertThat(rig.types()).containsExactly(DecisionType.OPEN, DecisionType.PAGE, DecisionType.THROTTLE);
    }

    @Test
    void closesAnIncidentOfWhichNothingIsHeard() throws Exception {
        rig.checkpointEvery = MINUTE;
        surge();
        rig.to(NOW + 60 * MINUTE);
        rig.to(NOW + 190 * MINUTE, MINUTE);
        assertThat(rig.side(ControlStage.INCIDENTS))
                .singleElement()
                .satisfies(i -> assertThat(i.limits().actions())
                        .extracting(IncidentSnapshot.Action::type)
                        .containsExactly("throttle", "raise", "raise", "release"));
    }

    @Test
    void forgetsAllStateAndTimersWhenNothingIsLeftToDo() throws Exception {
        rig.checkpointEvery = MINUTE;
        surge();
        rig.to(NOW + 60 * MINUTE);
        assertThat(rig.types()).contains(DecisionType.GIVEN_BACK);
        rig.checkpointEvery = 10 * MINUTE;
        rig.to(NOW + 30 * 60 * MINUTE, MINUTE);
        assertThat(rig.timers()).isZero();
        int asked = rig.world.calls().size();
        rig.to(rig.now() + 60 * MINUTE, MINUTE);
        assertThat(rig.world.calls()).as("nothing is read any more").hasSize(asked);
    }

    @Test
    void aStoppedLiveJobReleasesNothingAtTheEndOfItsInput() throws Exception {
        surge();
        rig.to(NOW + MINUTE);
        rig.arrive(Long.MAX_VALUE / MINUTE);
        assertThat(rig.types()).doesNotContain(DecisionType.RELEASE, DecisionType.CLOSE);
        assertThat(rig.stateEntries()).isPositive();
    }

    /**
     * The job restarts in one of these minutes: before the throttle is held, while it is held, at each step, during the
     * release, and after it.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 10, 16, 21, 26, 60})
    void aRestartInAnyPhaseEndsAsIfThereHadBeenNone(long minute) throws Exception {
        rig.checkpointEvery = 30_000;
        surge();
        rig.to(NOW + minute * MINUTE);
        rig.restart(7_000);
        rig.to(NOW + 65 * MINUTE);
        assertThat(rig.types())
                .containsExactly(
                        DecisionType.OPEN,
                        DecisionType.PAGE,
                        DecisionType.THROTTLE,
                        DecisionType.HELD,
                        DecisionType.RAISE,
                        DecisionType.HELD,
                        DecisionType.RAISE,
                        DecisionType.HELD,
                        DecisionType.RELEASE,
                        DecisionType.GIVEN_BACK);
        assertThat(rig.world.reservation("f")).isEqualTo(LimitValue.NONE);
        assertThat(rig.world.tags("f")).isEmpty();
    }

    @Test
    void aLeaseThatEndedWhileTheJobWasDownIsGivenBackAtOnce() throws Exception {
        surge();
        rig.to(NOW + 5 * MINUTE);
        assertThat(rig.world.reservation("f")).isEqualTo(12);
        rig.restart(5 * 60 * MINUTE);
        long restored = rig.now();
        rig.to(restored + 30_000);
        assertThat(rig.types()).contains(DecisionType.RELEASE);
        assertThat(rig.world.reservation("f")).isEqualTo(LimitValue.NONE);
    }

    @Test
    void whatALostStateHeldIsTakenOnFromTheLedgerAndGivenBack() throws Exception {
        surge();
        rig.to(NOW + 5 * MINUTE);
        rig.close();
        rig = new LiveRig(folder, Given::live, NOW + 6 * MINUTE, rig.world);
        rig.to(NOW + 10 * MINUTE);
        assertThat(rig.first(DecisionType.HELD))
                .extracting(Decision::reason, Decision::limit)
                .containsExactly(Reason.ADOPTED, 12);
        rig.checkpointEvery = 10 * MINUTE;
        rig.to(NOW + 5 * 60 * MINUTE, MINUTE);
        assertThat(rig.world.reservation("f")).isEqualTo(LimitValue.NONE);
        assertThat(rig.world.tags("f")).isEmpty();
    }

    @Test
    void aFunctionOfWhichNothingIsKnownIsNotThrottledUntilItsFactsAreThereNorAfterTheyAreGone() throws Exception {
        rig.world.create("new");
        feed("new", M);
        rig.to(NOW + MINUTE);
        assertThat(rig.types()).contains(DecisionType.PAGE).doesNotContain(DecisionType.THROTTLE);
        assertThat(rig.first(DecisionType.REFUSE).reason()).isEqualTo(Reason.NOT_READ);
        rig.change(FleetChange.facts(key("new"), facts("new", Map.of()), rig.now()));
        rig.restart(0);
        feed("new", M + 1);
        assertThat(rig.first(DecisionType.THROTTLE).scope().key()).isEqualTo("new");

        rig.change(FleetChange.gone(key("f"), rig.now()));
        feed("f", M + 2);
        assertThat(rig.out())
                .filteredOn(d -> d.scope().key().equals("f"))
                .extracting(Decision::type)
                .doesNotContain(DecisionType.THROTTLE);
    }

    @Test
    void anAlertGoesToTheReceiversOfItsFunctionsTags() throws Exception {
        AlarmRoutes routes = Routed.by(folder, "shop, oncall", """
                - { match: { tags: { team: shop } }, to: [shop] }
                - { to: [oncall] }
                """);
        rig.close();
        rig = new LiveRig(folder, () -> Routed.settings(Given.live(), routes), NOW);
        rig.change(FleetChange.facts(key("f"), facts("f", Map.of("team", "shop")), NOW));
        surge();
        feed("g", M + 1);
        rig.to(NOW + 2 * MINUTE);
        assertThat(rig.<AlarmEvent>side(ControlStage.TOLD))
                .filteredOn(e -> e.component().equals("f"))
                .extracting(AlarmEvent::to)
                .containsOnly(List.of("shop"))
                .hasSizeGreaterThan(1);
        assertThat(rig.<AlarmEvent>side(ControlStage.TOLD))
                .filteredOn(e -> e.component().equals("g"))
                .extracting(AlarmEvent::to)
                .contains(List.of("oncall"));
    }

    private void feed(String function, long minute) throws Exception {
        rig.feed(ControlInput.of(Verdicts.page(function, minute, minute)), minute + 1);
        rig.arrive(minute + 2);
    }

    private static String key(String function) {
        return Given.ACCOUNT + '|' + Given.REGION + '|' + function;
    }

    private static FunctionFacts facts(String function, Map<String, String> tags) {
        ReservationFacts none = new ReservationFacts(-1, false, 0);
        return new FunctionFacts(
                Given.ACCOUNT,
                Given.REGION,
                function,
                512,
                "arm64",
                30,
                none,
                -1,
                tags,
                TriggerFacts.UNKNOWN,
                Capacity.NONE);
    }

    private void surge() throws Exception {
        rig.feed(ControlInput.of(Verdicts.page("f", M, M)), M + 1);
        rig.arrive(M + 2);
    }

    private Request accept() {
        Decision throttle = rig.first(DecisionType.THROTTLE);
        return new Request(
                "a1",
                Request.Kind.ACCEPT,
                throttle.scope(),
                throttle.incident(),
                rig.now(),
                rig.now() + 24 * 60 * MINUTE,
                "",
                "",
                "",
                0);
    }
}
