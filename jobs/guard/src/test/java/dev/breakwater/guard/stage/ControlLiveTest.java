package dev.breakwater.guard.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.control.Decision;
import dev.breakwater.core.control.DecisionType;
import dev.breakwater.core.control.IncidentSnapshot;
import dev.breakwater.core.control.Request;
import dev.breakwater.core.control.Wish;
import dev.breakwater.core.model.Assessment;
import dev.breakwater.core.model.Reason;
import dev.breakwater.core.policy.Lever;
import dev.breakwater.guard.stage.fleet.WithFixedFleet;
import dev.breakwater.guard.wire.ControlInput;
import dev.breakwater.guard.wire.Keys;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Control of a live run: the safety clock is the processing time. */
class ControlLiveTest {

    private static final long M = Given.START;
    private static final long MINUTE = 60_000;
    private static final long TICK = 5_000;
    /** Wall clock when the first assessment comes: two minutes after its data minute, on no tick. */
    private static final long NOW = (M + 2) * MINUTE + 1_234;

    private StageRig<ControlInput, Decision> rig;

    @BeforeEach
    void open() throws Exception {
        rig = rig();
        rig.wallClock(NOW);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void decidesWhenTheWatermarkPassesTheArrivalMinute() throws Exception {
        rig.feed(ControlInput.of(Verdicts.page("f", M, M)), M + 1);
        rig.arrive(M + 2);
        assertThat(types()).containsExactly(DecisionType.OPEN, DecisionType.PAGE, DecisionType.THROTTLE);
        assertThat(rig.out()).allSatisfy(d -> assertThat(d.at()).isEqualTo(NOW));
    }

    @Test
    void tellsEachMinuteHowAnIncidentStandsAndAtItsEnd() throws Exception {
        for (int i = 0; i < 3; i++) {
            rig.feed(ControlInput.of(Verdicts.page("f", M + i, M)), M + 1 + i);
            rig.arrive(M + 2 + i);
        }
        assertThat(rig.side(ControlStage.STANDINGS)).hasSize(3).allSatisfy(s -> {
            assertThat(s.type()).isEqualTo(IncidentSnapshot.EventType.UPDATE);
            assertThat(s.hold().limit()).isPositive();
            assertThat(s.hold().lever()).isEqualTo(Lever.RESERVATION);
        });
        rig.feed(ControlInput.of(Verdicts.warn("g", M + 3, M + 3)), M + 4);
        rig.feed(ControlInput.of(Verdicts.closed("g", M + 4, M + 3)), M + 5);
        rig.arrive(M + 6);
        // the pager was not told of it
        assertThat(rig.side(ControlStage.STANDINGS))
                .last()
                .extracting(s -> s.scope().key(), IncidentSnapshot::type)
                .containsExactly("g", IncidentSnapshot.EventType.RESOLVE);
    }

    @Test
    void aTickClosesTheArrivalMinuteWhenTheFeedIsSilent() throws Exception {
        rig.feed(ControlInput.of(Verdicts.page("f", M, M)), M + 1);
        rig.wallClock(NOW + TICK - 1);
        assertThat(rig.out()).isEmpty();
        rig.wallClock(NOW + 2 * TICK);
        assertThat(types()).containsExactly(DecisionType.OPEN, DecisionType.PAGE, DecisionType.THROTTLE);
        assertThat(rig.out().get(0).at()).isBetween(NOW + TICK, NOW + 2 * TICK);
    }

    @Test
    void whatReportsTellIsDecidedAfterASecond() throws Exception {
        Assessment early = Verdicts.page("f", M, M).because(Reason.REPORTED);
        rig.feed(ControlInput.of(early), M + 1);
        rig.wallClock(NOW + 2_000);
        assertThat(types()).containsExactly(DecisionType.OPEN, DecisionType.PAGE);
        assertThat(rig.side(ControlStage.EVENTS))
                .extracting(IncidentSnapshot::reason)
                .containsExactly(Reason.REPORTED);
    }

    @Test
    void theWatermarkDecidesNothingTwiceAfterTheTickDid() throws Exception {
        rig.feed(ControlInput.of(Verdicts.page("f", M, M)), M + 1);
        rig.wallClock(NOW + 2 * TICK);
        int decided = rig.out().size();
        rig.arrive(M + 5);
        assertThat(rig.out()).hasSize(decided);
    }

    @Test
    void whatAPersonAcceptsEndsTheAlertAndTheThrottleAtOnce() throws Exception {
        rig.feed(ControlInput.of(Verdicts.page("f", M, M)), M + 1);
        clockTo(rig, NOW, NOW + MINUTE);
        Decision throttle = rig.out().get(2);
        Request accept = new Request(
                "a1", Request.Kind.ACCEPT, throttle.scope(), throttle.incident(), NOW, NOW + 24 * 60 * MINUTE, "", "");
        rig.feed(ControlInput.of(accept), M + 1);
        assertThat(types()).contains(DecisionType.ACCEPT, DecisionType.RELEASE);
        assertThat(rig.side(ControlStage.EVENTS))
                .last()
                .extracting(IncidentSnapshot::type, IncidentSnapshot::reason)
                .containsExactly(IncidentSnapshot.EventType.RESOLVE, Reason.ACCEPTED);
    }

    @Test
    void leasesEndByProcessingTimeAlthoughEventTimeStandsStill() throws Exception {
        rig.feed(ControlInput.of(Verdicts.page("f", M, M)), M + 1);
        clockTo(rig, NOW, NOW + 40 * MINUTE);
        assertThat(types())
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
        long set = at(DecisionType.THROTTLE);
        assertThat(at(DecisionType.RELEASE)).isBetween(set + 25 * MINUTE, set + 25 * MINUTE + 3 * TICK);
    }

    @Test
    void holdsOnProcessingTimeThoughTheFeedRacesAhead() throws Exception {
        rig.feed(ControlInput.of(Verdicts.page("f", M, M)), M + 1);
        rig.arrive(M + 600);
        assertThat(types()).containsExactly(DecisionType.OPEN, DecisionType.PAGE, DecisionType.THROTTLE);
    }

    @Test
    void statesAStandingWishAgainAndItsReleaseUntilThatWasObserved() throws Exception {
        rig.feed(ControlInput.of(Verdicts.page("f", M, M)), M + 1);
        clockTo(rig, NOW, NOW + 3 * MINUTE);
        assertThat(rig.side(ControlStage.WISHES)).hasSizeBetween(3, 4).allMatch(Wish::throttle);
        assertThat(rig.side(ControlStage.WISHES).stream().map(Wish::intent).distinct())
                .hasSize(1);
        // from now on nobody answers: what was observed set is asked for no other limit, and given back at its end
        for (long now = NOW + 3 * MINUTE; now <= NOW + 8 * 60 * MINUTE; now += TICK) rig.wallClock(now);
        List<Wish> wishes = rig.side(ControlStage.WISHES);
        assertThat(wishes.stream().filter(w -> !w.throttle())).hasSizeGreaterThan(200);
        assertThat(wishes.get(wishes.size() - 1)).matches(Predicate.not(Wish::throttle));
    }

    @Test
    void closesAnIncidentOfWhichNothingIsHeard() throws Exception {
        rig.feed(ControlInput.of(Verdicts.page("f", M, M)), M + 1);
        clockTo(rig, NOW, NOW + 190 * MINUTE);
        assertThat(rig.side(ControlStage.INCIDENTS))
                .singleElement()
                .satisfies(i -> assertThat(i.limits().actions())
                        .extracting(IncidentSnapshot.Action::type)
                        .containsExactly("throttle", "raise", "raise", "release"));
    }

    @Test
    void forgetsAllTimersWhenNothingIsLeftToDo() throws Exception {
        rig.feed(ControlInput.of(Verdicts.page("f", M, M)), M + 1);
        rig.arrive(M + 2);
        clockTo(rig, NOW, NOW + 60 * MINUTE);
        for (long minutes = 60; minutes < 30 * 60; minutes++) rig.wallClock(NOW + minutes * MINUTE);
        assertThat(rig.timers()).isZero();
    }

    @Test
    void aStoppedLiveJobReleasesNothingAtTheEndOfItsInput() throws Exception {
        rig.feed(ControlInput.of(Verdicts.page("f", M, M)), M + 1);
        rig.arrive(M + 2);
        rig.endInput();
        assertThat(types()).doesNotContain(DecisionType.RELEASE, DecisionType.CLOSE);
        assertThat(rig.stateEntries()).isPositive();
    }

    @Test
    void aRestartInAnyPhaseChangesNothing() throws Exception {
        script(rig, Set.of());
        assertThat(types()).contains(DecisionType.THROTTLE, DecisionType.RAISE, DecisionType.RELEASE);
        for (long phase : List.of(0L, 1L, 10L, 17L, 22L, 27L, 60L)) {
            try (StageRig<ControlInput, Decision> other = rig()) {
                other.wallClock(NOW);
                script(other, Set.of(phase));
                assertThat(other.everything()).as("minute %d", phase).isEqualTo(rig.everything());
            }
        }
    }

    @Test
    void aLeaseThatEndedWhileTheJobWasDownIsReleasedAtOnce() throws Exception {
        rig.feed(ControlInput.of(Verdicts.page("f", M, M)), M + 1);
        rig.arrive(M + 2);
        rig.restart();
        rig.wallClock(NOW + 5 * 60 * MINUTE);
        assertThat(types()).contains(DecisionType.RELEASE);
        List<Wish> wishes = rig.side(ControlStage.WISHES);
        assertThat(wishes.get(wishes.size() - 1)).matches(Predicate.not(Wish::throttle));
    }

    private static void script(StageRig<ControlInput, Decision> rig, Set<Long> restarts) throws Exception {
        for (long minute = 0; minute <= 90; minute++) {
            rig.wallClock(NOW + minute * MINUTE);
            if (minute < 3) rig.feed(ControlInput.of(Verdicts.page("f", M + minute, M)), M + minute + 1);
            if (restarts.contains(minute)) rig.restart();
            clockTo(rig, NOW + minute * MINUTE, NOW + (minute + 1) * MINUTE - 1);
        }
    }

    /** Lets the clock run while Lambda does what it is asked. */
    private static void clockTo(StageRig<ControlInput, Decision> rig, long from, long to) throws Exception {
        for (long now = from; now <= to; now += TICK) {
            int asked = rig.side(ControlStage.WISHES).size();
            rig.wallClock(now);
            List<Wish> wishes = rig.side(ControlStage.WISHES);
            for (Wish w : List.copyOf(wishes.subList(asked, wishes.size()))) {
                rig.feed(ControlInput.of(Given.done(w, now)), M);
            }
        }
    }

    private List<DecisionType> types() {
        return rig.out().stream().map(Decision::type).toList();
    }

    private long at(DecisionType type) {
        return rig.out().stream()
                .filter(d -> d.type() == type)
                .findFirst()
                .orElseThrow()
                .at();
    }

    private static StageRig<ControlInput, Decision> rig() throws Exception {
        return new StageRig<>(
                () -> new WithFixedFleet<>(
                        new ControlStage(Given.live()), Given.live().fleet()),
                Keys.PLACE_OF_INPUT,
                List.of(
                        ControlStage.EVENTS,
                        ControlStage.INCIDENTS,
                        ControlStage.ALARMS,
                        ControlStage.WISHES,
                        ControlStage.STANDINGS));
    }
}
