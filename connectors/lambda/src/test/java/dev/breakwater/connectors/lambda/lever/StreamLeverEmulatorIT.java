package dev.breakwater.connectors.lambda.lever;

import static dev.breakwater.connectors.lambda.act.Requests.NOW;
import static dev.breakwater.connectors.lambda.act.Requests.REF;
import static dev.breakwater.connectors.lambda.act.Requests.release;
import static dev.breakwater.connectors.lambda.act.Requests.throttle;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.aws.Outcome;
import dev.breakwater.connectors.lambda.CallBudget;
import dev.breakwater.connectors.lambda.FakeClock;
import dev.breakwater.connectors.lambda.LeverKind;
import dev.breakwater.connectors.lambda.LeverRef;
import dev.breakwater.connectors.lambda.Reservation;
import dev.breakwater.connectors.lambda.act.CommitPlan;
import dev.breakwater.connectors.lambda.act.CommitPlanner;
import dev.breakwater.connectors.lambda.act.LeverWork;
import dev.breakwater.connectors.lambda.act.PlanKind;
import dev.breakwater.connectors.lambda.act.Requests;
import dev.breakwater.connectors.lambda.act.ThrottleRequest;
import dev.breakwater.connectors.lambda.ledger.History;
import dev.breakwater.connectors.lambda.mark.MarkReading;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pausing a stream through the real SDK: a lever that knows paused and running and nothing between. */
class StreamLeverEmulatorIT {

    private static MappedSources sources;

    private Lever lever;
    private LeverRef limit;

    @BeforeAll
    static void start() {
        sources = new MappedSources(0);
    }

    @AfterAll
    static void stop() {
        sources.close();
    }

    @BeforeEach
    void arrange() {
        lever = sources.lever(LeverKind.STREAM);
        limit = sources.stream(REF, Map.of("team", "shop"));
    }

    @Test
    void pausesAndResumes() {
        assertThat(act(throttle("i-1", 0))).isEqualTo(PlanKind.APPLY);
        assertThat(sources.state(limit.mapping())).isEqualTo("Disabled");
        assertThat(sources.tags(limit.mapping())).containsEntry("breakwater:previous", "none");
        assertThat(act(throttle("i-1", 0))).isEqualTo(PlanKind.ALREADY);

        assertThat(act(release("i-2"))).isEqualTo(PlanKind.RELEASE);
        assertThat(sources.state(limit.mapping())).isEqualTo("Enabled");
        assertThat(sources.tags(limit.mapping())).containsExactly(Map.entry("team", "shop"));
    }

    @Test
    void whatAHumanResumedStaysResumed() {
        assertThat(act(throttle("i-1", 0))).isEqualTo(PlanKind.APPLY);
        enable(true);
        History held = History.held(0, Reservation.NONE, Requests.UNTIL);
        assertThat(act(throttle("i-2", 0), held)).isEqualTo(PlanKind.OVERRIDDEN);
        assertThat(sources.state(limit.mapping())).isEqualTo("Enabled");
        assertThat(sources.tags(limit.mapping())).containsExactly(Map.entry("team", "shop"));
    }

    @Test
    void whatAHumanPausedBeforeIsNotOursToResume() {
        enable(false);
        assertThat(act(throttle("i-1", 0))).isEqualTo(PlanKind.ALREADY);
        assertThat(act(release("i-2"))).isEqualTo(PlanKind.ALREADY);
        assertThat(sources.state(limit.mapping())).isEqualTo("Disabled");
    }

    @Test
    void aChangeUnderWayCannotBeToldAndIsAskedAgain() {
        try (MappedSources slow = new MappedSources(1)) {
            String mapping = slow.stream(REF, Map.of()).mapping();
            Lever slowly = slow.lever(LeverKind.STREAM);
            assertThat(slow.state(mapping)).isEqualTo("Creating");
            assertThat(slow.state(mapping)).isEqualTo("Enabled");
            slow.lambda().updateEventSourceMapping(r -> r.uuid(mapping).batchSize(10));
            assertThat(slowly.apply(mapping, 0).failedAs(Outcome.TRANSIENT)).isTrue();
            assertThat(slowly.read(mapping).failedAs(Outcome.TRANSIENT)).isTrue();
            assertThat(slowly.read(mapping).value()).isEqualTo(LeverState.of(Reservation.NONE, MarkReading.absent()));
        }
    }

    @Test
    void thereIsNoLimitBetweenPausedAndRunning() {
        assertThat(lever.apply(limit.mapping(), 5).failedAs(Outcome.INVALID)).isTrue();
    }

    @Test
    void aDeletedMappingIsGone() {
        sources.lambda().deleteEventSourceMapping(r -> r.uuid(limit.mapping()));
        assertThat(lever.read(limit.mapping()).value()).isEqualTo(LeverState.gone());
    }

    private void enable(boolean enabled) {
        sources.lambda().updateEventSourceMapping(r -> r.uuid(limit.mapping()).enabled(enabled));
    }

    private PlanKind act(ThrottleRequest wish) {
        return act(wish, History.NONE);
    }

    private PlanKind act(ThrottleRequest wish, History history) {
        ThrottleRequest request = Requests.by(limit.kind(), limit.mapping(), wish);
        LeverWork work = new LeverWork(lever, new CallBudget(new FakeClock(NOW), 60_000));
        CommitPlan plan =
                new CommitPlanner("bw").plan(request, work.read(limit.target()).value(), history, NOW);
        assertThat(work.carryOut(limit.target(), plan).ok()).isTrue();
        return plan.kind();
    }
}
