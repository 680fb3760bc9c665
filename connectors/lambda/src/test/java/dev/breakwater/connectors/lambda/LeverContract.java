package dev.breakwater.connectors.lambda;

import static dev.breakwater.connectors.lambda.Requests.FUNCTION;
import static dev.breakwater.connectors.lambda.Requests.NOW;
import static dev.breakwater.connectors.lambda.Requests.UNTIL;
import static dev.breakwater.connectors.lambda.Requests.release;
import static dev.breakwater.connectors.lambda.Requests.throttle;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.aws.Outcome;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every lever does: the same cases on the fake and on the emulator. */
public abstract class LeverContract {

    private static final Mark MARK = new Mark(Reservation.NONE, 5, Reservation.NONE, UNTIL, "bw", "i-1");

    private Lever lever;

    /** A lever over an empty world. */
    protected abstract Lever lever();

    protected abstract void create(String function, Map<String, String> tags);

    protected abstract void delete(String function);

    /** A change by hand; {@link Reservation#NONE} deletes. */
    protected abstract void byHand(String function, int reservation);

    protected abstract Map<String, String> tags(String function);

    @BeforeEach
    void arrange() {
        lever = lever();
        create(FUNCTION, Map.of("team", "shop"));
    }

    @Test
    void readsAFunctionThatNobodyTouched() {
        assertThat(lever.read(FUNCTION).value()).isEqualTo(LeverState.of(Reservation.NONE, MarkReading.absent()));
    }

    @Test
    void readsBackWhatItSetAndMarked() {
        assertThat(lever.mark(FUNCTION, MARK).ok()).isTrue();
        assertThat(lever.apply(FUNCTION, 5).ok()).isTrue();

        assertThat(lever.read(FUNCTION).value()).isEqualTo(LeverState.of(5, MarkReading.of(MARK)));
        assertThat(tags(FUNCTION)).containsEntry("team", "shop").containsEntry("breakwater:limit", "5");
    }

    @Test
    void everyStepMayBeRepeated() {
        for (int i = 0; i < 2; i++) {
            assertThat(lever.mark(FUNCTION, MARK).ok()).isTrue();
            assertThat(lever.apply(FUNCTION, 0).ok()).isTrue();
        }
        assertThat(lever.read(FUNCTION).value().reservation()).isZero();
        for (int i = 0; i < 2; i++) {
            assertThat(lever.restore(FUNCTION, Reservation.NONE).ok()).isTrue();
            assertThat(lever.unmark(FUNCTION).ok()).isTrue();
        }
        assertThat(tags(FUNCTION)).containsExactly(Map.entry("team", "shop"));
        assertThat(lever.read(FUNCTION).value().reservation()).isEqualTo(Reservation.NONE);
    }

    @Test
    void aMissingFunctionIsAStateToReadAndAFailureToChange() {
        delete(FUNCTION);

        assertThat(lever.read(FUNCTION).value()).isEqualTo(LeverState.gone());
        assertThat(lever.mark(FUNCTION, MARK).failedAs(Outcome.MISSING)).isTrue();
        assertThat(lever.apply(FUNCTION, 5).failedAs(Outcome.MISSING)).isTrue();
        assertThat(lever.restore(FUNCTION, Reservation.NONE).failedAs(Outcome.MISSING))
                .isTrue();
        assertThat(lever.unmark(FUNCTION).failedAs(Outcome.MISSING)).isTrue();
    }

    @Test
    void releaseDeletesTheReservationWhereThereWasNone() {
        assertThat(act(throttle("i-1", 5))).isEqualTo(PlanKind.APPLY);
        assertThat(lever.read(FUNCTION).value().reservation()).isEqualTo(5);

        assertThat(act(release("i-2"))).isEqualTo(PlanKind.APPLY);
        assertUntouched(Reservation.NONE);
    }

    @Test
    void releasePutsBackTheValueThatWasThere() {
        byHand(FUNCTION, 40);
        assertThat(act(throttle("i-1", 5))).isEqualTo(PlanKind.APPLY);
        assertThat(act(throttle("i-1b", 8))).isEqualTo(PlanKind.APPLY);
        assertThat(lever.read(FUNCTION).value().reservation()).isEqualTo(8);

        assertThat(act(release("i-2"))).isEqualTo(PlanKind.APPLY);
        assertUntouched(40);
    }

    @Test
    void releaseLeavesAValueThatSomebodySetMeanwhile() {
        byHand(FUNCTION, 40);
        assertThat(act(throttle("i-1", 5))).isEqualTo(PlanKind.APPLY);
        byHand(FUNCTION, 17);

        assertThat(act(release("i-2"))).isEqualTo(PlanKind.OVERRIDDEN);
        assertUntouched(17);
    }

    @Test
    void aRepeatedThrottleAndARepeatedReleaseChangeNothing() {
        assertThat(act(throttle("i-1", 5))).isEqualTo(PlanKind.APPLY);
        assertThat(act(throttle("i-1", 5))).isEqualTo(PlanKind.ALREADY);
        assertThat(act(release("i-2"))).isEqualTo(PlanKind.APPLY);
        assertThat(act(release("i-2"))).isEqualTo(PlanKind.ALREADY);
        assertUntouched(Reservation.NONE);
    }

    @Test
    void aTighterReservationStandsUnmarked() {
        byHand(FUNCTION, 3);
        assertThat(act(throttle("i-1", 5))).isEqualTo(PlanKind.ALREADY);
        assertUntouched(3);
    }

    @Test
    void aFunctionDeletedWhileHeldIsGone() {
        assertThat(act(throttle("i-1", 5))).isEqualTo(PlanKind.APPLY);
        delete(FUNCTION);

        assertThat(act(release("i-2"))).isEqualTo(PlanKind.GONE);
        assertThat(act(throttle("i-3", 5))).isEqualTo(PlanKind.GONE);
    }

    private PlanKind act(ThrottleRequest request) {
        LeverWork work = new LeverWork(lever, new CallBudget(new FakeClock(NOW), 60_000));
        CommitPlan plan = new CommitPlanner("bw")
                .plan(request, work.read(request.function()).value(), History.NONE, NOW);
        assertThat(work.carryOut(request.function(), plan).ok()).isTrue();
        return plan.kind();
    }

    private void assertUntouched(int reservation) {
        assertThat(lever.read(FUNCTION).value()).isEqualTo(LeverState.of(reservation, MarkReading.absent()));
        assertThat(tags(FUNCTION)).containsExactly(Map.entry("team", "shop"));
    }
}
