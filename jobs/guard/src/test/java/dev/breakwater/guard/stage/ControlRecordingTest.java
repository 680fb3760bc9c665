package dev.breakwater.guard.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.engine.control.ControlOutput.AlarmMinute;
import dev.breakwater.engine.control.Decision;
import dev.breakwater.engine.control.Decision.DecisionType;
import dev.breakwater.engine.control.IncidentSnapshot;
import dev.breakwater.guard.stage.fleet.WithFleet;
import dev.breakwater.guard.wire.ControlInput;
import dev.breakwater.model.AlarmAction;
import dev.breakwater.model.Assessment;
import dev.breakwater.model.Reason;
import dev.breakwater.model.Scope;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests control in a recording, where the safety clock is the arrival minute. */
class ControlRecordingTest {

    private static final long M = Given.START;
    private static final long MINUTE = 60_000;

    private StageRig<ControlInput, Decision> rig;

    @BeforeEach
    void open() throws Exception {
        rig = rig();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void decidesAnArrivalMinuteWhenTheWatermarkPassesIt() throws Exception {
        rig.feed(ControlInput.of(Verdicts.page("f", M, M)), M);
        rig.watermark((M + 1) * MINUTE - 2);
        assertThat(rig.out()).isEmpty();
        rig.arrive(M + 1);
        assertThat(types()).containsExactly(DecisionType.OPEN, DecisionType.PAGE, DecisionType.THROTTLE);
        assertThat(rig.out()).allSatisfy(d -> assertThat(d.at()).isEqualTo((M + 1) * MINUTE));
    }

    @Test
    void sortsAnArrivalMinuteByMinuteThenScope() throws Exception {
        List<Assessment> arrived = new ArrayList<>(List.of(
                Verdicts.page("a", M - 1, M - 2),
                Verdicts.page("b", M - 1, M - 2),
                Verdicts.page("b", M, M - 2),
                Verdicts.warn("c", M, M),
                Verdicts.account(M, M)));
        for (Assessment a : arrived) rig.feed(ControlInput.of(a), M);
        rig.arrive(M + 1);
        assertThat(rig.out())
                .filteredOn(d -> d.type() == DecisionType.OPEN)
                .extracting(d -> d.scope().key())
                .containsExactly("a", "b", "c", "*");
        for (long seed = 1; seed <= 5; seed++) {
            Collections.shuffle(arrived, new Random(seed));
            try (StageRig<ControlInput, Decision> shuffled = rig()) {
                for (Assessment a : arrived) shuffled.feed(ControlInput.of(a), M);
                shuffled.arrive(M + 1);
                assertThat(shuffled.everything()).as("seed %d", seed).isEqualTo(rig.everything());
            }
        }
    }

    @Test
    void decidesSeveralArrivalMinutesInTheirOrderThoughTheWatermarkJumps() throws Exception {
        rig.feed(ControlInput.of(Verdicts.page("f", M, M)), M);
        rig.feed(ControlInput.of(Verdicts.page("g", M + 3, M + 3)), M + 3);
        rig.arrive(M + 10);
        assertThat(rig.out())
                .filteredOn(d -> d.type() == DecisionType.OPEN)
                .extracting(d -> d.scope().key(), Decision::at)
                .containsExactly(Tuple.tuple("f", (M + 1) * MINUTE), Tuple.tuple("g", (M + 4) * MINUTE));
    }

    @Test
    void releasesAtTheRightTimeThoughNothingIsHeardAnyMore() throws Exception {
        rig.feed(ControlInput.of(Verdicts.page("f", M, M)), M);
        for (long m = M + 1; m <= M + 60; m++) rig.arrive(m);
        assertThat(changes())
                .containsExactly(
                        Tuple.tuple(DecisionType.THROTTLE, M + 1, 12),
                        Tuple.tuple(DecisionType.RAISE, M + 16, 24),
                        Tuple.tuple(DecisionType.RAISE, M + 21, 48),
                        Tuple.tuple(DecisionType.RELEASE, M + 26, -1));
        try (StageRig<ControlInput, Decision> jump = rig()) {
            jump.feed(ControlInput.of(Verdicts.page("f", M, M)), M);
            jump.arrive(M + 60);
            assertThat(jump.everything()).isEqualTo(rig.everything());
        }
    }

    @Test
    void holdsWhileTheEvidenceLasts() throws Exception {
        for (long m = M; m < M + 40; m++) page(rig, m);
        assertThat(types()).doesNotContain(DecisionType.RAISE, DecisionType.RELEASE);
        for (long m = M + 41; m <= M + 80; m++) rig.arrive(m);
        assertThat(changes())
                .filteredOn(t -> t.toList().get(0) == DecisionType.RELEASE)
                .hasSize(1);
    }

    @Test
    void endOfInputClosesLeasesAndIncidentsAndLeavesNothingBehind() throws Exception {
        page(rig, M);
        page(rig, M + 1);
        rig.endInput();
        assertThat(rig.out())
                .extracting(Decision::type, Decision::reason)
                .endsWith(
                        Tuple.tuple(DecisionType.RELEASE, Reason.END_OF_INPUT),
                        Tuple.tuple(DecisionType.CLOSE, Reason.END_OF_INPUT));
        assertThat(rig.side(ControlStage.INCIDENTS)).singleElement().satisfies(i -> {
            assertThat(i.times().endedAt()).isEqualTo(-1);
            assertThat(i.limits().actions())
                    .extracting(IncidentSnapshot.Action::type)
                    .containsExactly("throttle", "release");
        });
        assertThat(rig.side(ControlStage.ALARMS))
                .extracting(AlarmMinute::minute)
                .containsExactly(M, M + 1);
        assertThat(rig.side(ControlStage.EVENTS))
                .extracting(IncidentSnapshot::type)
                .startsWith(AlarmAction.TRIGGER)
                .endsWith(AlarmAction.RESOLVE);
        assertThat(rig.stateEntries()).isZero();
        assertThat(rig.timers()).isZero();
    }

    @Test
    void endOfInputDecidesTheLastArrivalMinuteFirst() throws Exception {
        rig.feed(ControlInput.of(Verdicts.page("f", M, M)), M);
        rig.endInput();
        assertThat(types())
                .containsExactly(
                        DecisionType.OPEN,
                        DecisionType.PAGE,
                        DecisionType.THROTTLE,
                        DecisionType.RELEASE,
                        DecisionType.CLOSE);
        assertThat(rig.out()).allSatisfy(d -> assertThat(d.at()).isEqualTo((M + 1) * MINUTE));
        assertThat(rig.stateEntries()).isZero();
    }

    @Test
    void closesAnIncidentOnceThoughLateWordsFollow() throws Exception {
        page(rig, M);
        rig.feed(ControlInput.of(Verdicts.closed("f", M + 31, M)), M + 31);
        rig.arrive(M + 32);
        rig.feed(ControlInput.of(Verdicts.page("f", M + 30, M)), M + 33);
        rig.arrive(M + 120);
        assertThat(rig.side(ControlStage.INCIDENTS)).hasSize(1);
        assertThat(types()).containsOnlyOnce(DecisionType.OPEN, DecisionType.CLOSE, DecisionType.RELEASE);
    }

    @Test
    void accountsDoNotTouchEachOther() throws Exception {
        Scope other = Scope.function("999900001111", Given.REGION, "f");
        rig.feed(ControlInput.of(Verdicts.page("f", M, M)), M);
        rig.feed(ControlInput.of(Verdicts.page(other, M, M)), M);
        rig.arrive(M + 1);
        for (String account : List.of(Given.ACCOUNT, other.account())) {
            assertThat(rig.out())
                    .filteredOn(d -> d.scope().account().equals(account))
                    .extracting(Decision::type, Decision::sequence)
                    .containsExactly(
                            Tuple.tuple(DecisionType.OPEN, 0L),
                            Tuple.tuple(DecisionType.PAGE, 1L),
                            Tuple.tuple(DecisionType.THROTTLE, 2L));
        }
        rig.endInput();
        assertThat(rig.side(ControlStage.INCIDENTS)).hasSize(2);
        assertThat(rig.stateEntries()).isZero();
    }

    @Test
    void aRestartInAnyPhaseChangesNothing() throws Exception {
        script(rig, Set.of());
        assertThat(types()).contains(DecisionType.THROTTLE, DecisionType.RAISE, DecisionType.LOWER);
        for (long phase : List.of(M, M + 5, M + 22, M + 27, M + 33, M + 45, M + 70)) {
            try (StageRig<ControlInput, Decision> other = rig()) {
                script(other, Set.of(phase));
                assertThat(other.everything()).as("minute %d", phase - M).isEqualTo(rig.everything());
            }
        }
    }

    /**
     * A flood of five minutes, a relapse while the limit is raised, then silence. The job restarts before the minute
     * ends.
     */
    private static void script(StageRig<ControlInput, Decision> rig, Set<Long> restarts) throws Exception {
        for (long m = M; m <= M + 150; m++) {
            rig.arrive(m);
            boolean surge = m < M + 5 || m >= M + 23 && m < M + 26;
            if (surge) rig.feed(ControlInput.of(Verdicts.page("f", m, M)), m);
            if (m == M + 60) rig.feed(ControlInput.of(Verdicts.closed("f", m, M)), m);
            if (restarts.contains(m)) rig.restart();
        }
        rig.endInput();
    }

    private static void page(StageRig<ControlInput, Decision> rig, long minute) throws Exception {
        rig.feed(ControlInput.of(Verdicts.page("f", minute, M)), minute);
        rig.arrive(minute + 1);
    }

    private List<DecisionType> types() {
        return rig.out().stream().map(Decision::type).toList();
    }

    /** The changes of the limit: type, minute of the safety clock, and value. */
    private List<Tuple> changes() {
        return rig.out().stream()
                .filter(d -> Set.of(DecisionType.THROTTLE, DecisionType.RAISE, DecisionType.LOWER, DecisionType.RELEASE)
                        .contains(d.type()))
                .map(d -> Tuple.tuple(d.type(), d.at() / MINUTE, d.limit()))
                .toList();
    }

    static StageRig<ControlInput, Decision> rig() throws Exception {
        return new StageRig<>(
                () -> new WithFleet<>(
                        new ControlStage(Given.recording(), Optional.empty()),
                        Given.recording().fleet()),
                ControlInput::place,
                List.of(ControlStage.EVENTS, ControlStage.INCIDENTS, ControlStage.ALARMS, ControlStage.STANDINGS));
    }
}
