package dev.breakwater.connectors.lambda.lever;

import static dev.breakwater.connectors.lambda.act.Requests.NOW;
import static dev.breakwater.connectors.lambda.act.Requests.REF;
import static dev.breakwater.connectors.lambda.act.Requests.UNTIL;
import static dev.breakwater.connectors.lambda.act.Requests.release;
import static dev.breakwater.connectors.lambda.act.Requests.throttle;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.aws.Outcome;
import dev.breakwater.connectors.lambda.CallBudget;
import dev.breakwater.connectors.lambda.FakeClock;
import dev.breakwater.connectors.lambda.FunctionRef;
import dev.breakwater.connectors.lambda.LeverRef;
import dev.breakwater.connectors.lambda.Reservation;
import dev.breakwater.connectors.lambda.act.CommitPlan;
import dev.breakwater.connectors.lambda.act.CommitPlanner;
import dev.breakwater.connectors.lambda.act.LeverWork;
import dev.breakwater.connectors.lambda.act.PlanKind;
import dev.breakwater.connectors.lambda.act.Requests;
import dev.breakwater.connectors.lambda.act.ThrottleRequest;
import dev.breakwater.connectors.lambda.ledger.History;
import dev.breakwater.connectors.lambda.mark.Mark;
import dev.breakwater.connectors.lambda.mark.MarkReading;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every lever with a number does: the same cases on the fake and on the emulator. */
public abstract class LeverContract {

    private static final Mark MARK = new Mark(Reservation.NONE, 5, Reservation.NONE, UNTIL, "bw", "i-1");

    private Lever lever;
    private LeverRef limit;
    private String target;

    /** A lever over an empty world. */
    protected abstract Lever lever();

    /** Makes what the lever is about, for the function. */
    protected abstract LeverRef create(FunctionRef function, Map<String, String> tags);

    protected abstract void delete(String target);

    /** A change by hand; {@link Reservation#NONE} deletes. */
    protected abstract void byHand(String target, int value);

    protected abstract Map<String, String> tags(String target);

    /** The least value that the lever can be set to. */
    protected int least() {
        return 0;
    }

    @BeforeEach
    void arrange() {
        lever = lever();
        limit = create(REF, Map.of("team", "shop"));
        target = limit.target();
    }

    @Test
    void readsATargetThatNobodyTouched() {
        assertThat(lever.read(target).value()).isEqualTo(LeverState.of(Reservation.NONE, MarkReading.absent()));
    }

    @Test
    void readsBackWhatItSetAndMarked() {
        assertThat(lever.mark(target, MARK).ok()).isTrue();
        assertThat(lever.apply(target, 5).ok()).isTrue();

        assertThat(lever.read(target).value()).isEqualTo(LeverState.of(5, MarkReading.of(MARK)));
        assertThat(tags(target)).containsEntry("team", "shop").containsEntry("breakwater:limit", "5");
    }

    @Test
    void everyStepMayBeRepeated() {
        for (int i = 0; i < 2; i++) {
            assertThat(lever.mark(target, MARK).ok()).isTrue();
            assertThat(lever.apply(target, least()).ok()).isTrue();
        }
        assertThat(lever.read(target).value().limit()).isEqualTo(least());
        for (int i = 0; i < 2; i++) {
            assertThat(lever.restore(target, Reservation.NONE).ok()).isTrue();
            assertThat(lever.unmark(target).ok()).isTrue();
        }
        assertThat(tags(target)).containsExactly(Map.entry("team", "shop"));
        assertThat(lever.read(target).value().limit()).isEqualTo(Reservation.NONE);
    }

    @Test
    void aMissingTargetIsAStateToReadAndAFailureToChange() {
        delete(target);

        assertThat(lever.read(target).value()).isEqualTo(LeverState.gone());
        assertThat(lever.mark(target, MARK).failedAs(Outcome.MISSING)).isTrue();
        assertThat(lever.apply(target, 5).failedAs(Outcome.MISSING)).isTrue();
        assertThat(lever.restore(target, Reservation.NONE).failedAs(Outcome.MISSING))
                .isTrue();
        assertThat(lever.unmark(target).failedAs(Outcome.MISSING)).isTrue();
    }

    @Test
    void releaseDeletesTheReservationWhereThereWasNone() {
        assertThat(act(throttle("i-1", 5))).isEqualTo(PlanKind.APPLY);
        assertThat(lever.read(target).value().limit()).isEqualTo(5);

        assertThat(act(release("i-2"))).isEqualTo(PlanKind.RELEASE);
        assertUntouched(Reservation.NONE);
    }

    @Test
    void releasePutsBackTheValueThatWasThere() {
        byHand(target, 40);
        assertThat(act(throttle("i-1", 5))).isEqualTo(PlanKind.APPLY);
        assertThat(act(throttle("i-1b", 8))).isEqualTo(PlanKind.APPLY);
        assertThat(lever.read(target).value().limit()).isEqualTo(8);

        assertThat(act(release("i-2"))).isEqualTo(PlanKind.RELEASE);
        assertUntouched(40);
    }

    @Test
    void releaseLeavesAValueThatSomebodySetMeanwhile() {
        byHand(target, 40);
        assertThat(act(throttle("i-1", 5))).isEqualTo(PlanKind.APPLY);
        byHand(target, 17);

        assertThat(act(release("i-2"))).isEqualTo(PlanKind.OVERRIDDEN);
        assertUntouched(17);
    }

    @Test
    void aRepeatedThrottleAndARepeatedReleaseChangeNothing() {
        assertThat(act(throttle("i-1", 5))).isEqualTo(PlanKind.APPLY);
        assertThat(act(throttle("i-1", 5))).isEqualTo(PlanKind.ALREADY);
        assertThat(act(release("i-2"))).isEqualTo(PlanKind.RELEASE);
        assertThat(act(release("i-2"))).isEqualTo(PlanKind.ALREADY);
        assertUntouched(Reservation.NONE);
    }

    @Test
    void aTighterReservationStandsUnmarked() {
        byHand(target, 3);
        assertThat(act(throttle("i-1", 5))).isEqualTo(PlanKind.ALREADY);
        assertUntouched(3);
    }

    @Test
    void aTargetDeletedWhileHeldIsGone() {
        assertThat(act(throttle("i-1", 5))).isEqualTo(PlanKind.APPLY);
        delete(target);

        assertThat(act(release("i-2"))).isEqualTo(PlanKind.GONE);
        assertThat(act(throttle("i-3", 5))).isEqualTo(PlanKind.GONE);
    }

    private PlanKind act(ThrottleRequest wish) {
        ThrottleRequest request = Requests.by(limit.kind(), limit.mapping(), wish);
        LeverWork work = new LeverWork(lever, new CallBudget(new FakeClock(NOW), 60_000));
        CommitPlan plan =
                new CommitPlanner("bw").plan(request, work.read(target).value(), History.NONE, NOW);
        assertThat(work.carryOut(target, plan).ok()).isTrue();
        return plan.kind();
    }

    private void assertUntouched(int reservation) {
        assertThat(lever.read(target).value()).isEqualTo(LeverState.of(reservation, MarkReading.absent()));
        assertThat(tags(target)).containsExactly(Map.entry("team", "shop"));
    }
}
