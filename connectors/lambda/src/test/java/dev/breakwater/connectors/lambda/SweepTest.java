package dev.breakwater.connectors.lambda;

import static dev.breakwater.connectors.lambda.Requests.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.aws.Outcome;
import dev.breakwater.connectors.lambda.FakeLever.Call;
import dev.breakwater.connectors.lambda.inventory.TriggerMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SweepTest {

    private final FakeClock clock = new FakeClock(NOW);
    private final FakeLever world = new FakeLever();
    private final List<String> names = new ArrayList<>();
    private final List<LeverRef> held = new ArrayList<>();
    private final List<String> gaps = new ArrayList<>();
    private final Sweep sweep = new Sweep(this::listing, new Levers((a, r, k) -> world), clock);

    @Test
    void endsExpiredLeasesOfAnyOwnerAndLeavesTheOthers() {
        held("old", 5, mark(40, 5, -1, "bw"));
        held("foreign", 5, mark(Reservation.NONE, 5, -1, "other"));
        held("young", 5, mark(40, 5, 60_000, "bw"));
        world.create("free");
        names.add("free");

        Sweep.Result result = sweep.expired();

        assertThat(result.done()).isTrue();
        assertThat(result.ends())
                .extracting(e -> e.function().function() + " " + e.outcome() + " " + e.restored())
                .containsExactly("old RELEASED 40", "foreign RELEASED -1");
        assertThat(world.reservation("old")).isEqualTo(40);
        assertThat(world.reservation("foreign")).isEqualTo(Reservation.NONE);
        assertThat(world.reservation("young")).isEqualTo(5);
        assertThat(world.tags("old")).isEmpty();
    }

    @Test
    void endsHalfStatesOnlyOnceTheirTimeIsOver() {
        held("marked", 40, mark(40, 5, -1, "bw"));
        held("underWay", 40, mark(40, 5, 60_000, "bw"));

        assertThat(sweep.expired().ends()).hasSize(1);

        assertThat(world.tags("marked")).isEmpty();
        assertThat(world.tags("underWay")).isNotEmpty();
        assertThat(world.changes()).containsExactly("UNMARK marked");
    }

    @Test
    void endsWhatQueuesAndStreamsAreHeldBy() {
        heldMapping("m-queue", "old", LeverKind.QUEUE, 5, mark(40, 5, -1, "bw"));
        heldMapping("m-stream", "old", LeverKind.STREAM, 0, mark(Reservation.NONE, 0, -1, "bw"));
        heldMapping("m-young", "young", LeverKind.QUEUE, 5, mark(40, 5, 60_000, "bw"));

        assertThat(sweep.status().leases())
                .extracting(l -> l.limit().text() + " " + l.standing())
                .containsExactly("queue m-queue HELD", "stream m-stream HELD", "queue m-young HELD");
        Sweep.Result result = sweep.expired();

        assertThat(result.done()).isTrue();
        assertThat(world.reservation("m-queue")).isEqualTo(40);
        assertThat(world.reservation("m-stream")).isEqualTo(Reservation.NONE);
        assertThat(world.reservation("m-young")).isEqualTo(5);
        assertThat(world.tags("m-queue")).isEmpty();
    }

    @Test
    void releasesAllThatIsHeldOfOneFunction() {
        held("shop", 5, mark(40, 5, 60_000, "bw"));
        heldMapping("m-1", "shop", LeverKind.QUEUE, 5, mark(Reservation.NONE, 5, 60_000, "bw"));
        heldMapping("m-2", "other", LeverKind.QUEUE, 5, mark(Reservation.NONE, 5, 60_000, "bw"));

        Sweep.Result result = sweep.release(ref("shop"));

        assertThat(result.ends())
                .extracting(e -> e.limit().text() + " " + e.outcome() + " " + e.restored())
                .containsExactly(" RELEASED 40", "queue m-1 RELEASED -1");
        assertThat(world.reservation("m-2")).isEqualTo(5);
    }

    @Test
    void leavesAValueByHandAndTakesTheMark() {
        held("hand", 17, mark(40, 5, -1, "bw"));
        assertThat(sweep.expired().ends().get(0).outcome()).isEqualTo(EffectOutcome.OVERRIDDEN);
        assertThat(world.reservation("hand")).isEqualTo(17);
        assertThat(world.tags("hand")).isEmpty();
    }

    @Test
    void endsAllOnDemand() {
        held("young", 5, mark(40, 5, 60_000, "bw"));
        assertThat(sweep.all().done()).isTrue();
        assertThat(world.reservation("young")).isEqualTo(40);
    }

    @Test
    void anUnreadableMarkIsReportedAndTouchedByNobody() {
        world.create("odd").tag("odd", Map.of("breakwater:limit", "5"));
        names.add("odd");

        assertThat(sweep.expired().done()).isFalse();
        assertThat(sweep.status().leases().get(0).standing()).isEqualTo(Lease.Standing.UNREADABLE);
        assertThat(world.changes()).isEmpty();
    }

    @Test
    void aFailureAndAGapAreNeverNothingFound() {
        held("old", 5, mark(40, 5, -1, "bw"));
        world.failNext(Call.RESTORE, Outcome.DENIED);
        Sweep.Result result = sweep.expired();
        assertThat(result.ends().get(0).outcome()).isEqualTo(EffectOutcome.DENIED);
        assertThat(result.done()).isFalse();

        gaps.add("functions: AccessDenied");
        assertThat(sweep.expired().done()).isFalse();
        assertThat(world.reservation("old")).isEqualTo(40);
    }

    @Test
    void aLeaseRenewedMeanwhileIsNotEnded() {
        world.create("renewed").tag("renewed", mark(40, 5, 60_000, "bw").tags());
        world.byHand("renewed", 5);
        LeverRef ref = LeverRef.reservation(ref("renewed"));
        LeaseEnd end = new LeaseEnder(new Levers((a, r, k) -> world), clock).releaseExpired(ref);
        assertThat(end.outcome()).isEqualTo(EffectOutcome.NOT_ATTEMPTED);
        assertThat(world.reservation("renewed")).isEqualTo(5);
    }

    @Test
    void releasesOneFunctionWhateverItsLeaseSays() {
        held("young", 5, mark(40, 5, 60_000, "other"));
        LeaseEnder ender = new LeaseEnder(new Levers((a, r, k) -> world), clock);
        assertThat(ender.release(LeverRef.reservation(ref("young"))).outcome()).isEqualTo(EffectOutcome.RELEASED);
        assertThat(ender.release(LeverRef.reservation(ref("young"))).outcome()).isEqualTo(EffectOutcome.ALREADY);
        assertThat(ender.release(LeverRef.reservation(ref("missing"))).outcome())
                .isEqualTo(EffectOutcome.GONE);
    }

    @Test
    void tellsHowMarkAndReservationFitTogether() {
        held("held", 5, mark(40, 5, 60_000, "bw"));
        held("half", 40, mark(40, 5, 60_000, "bw"));
        held("hand", 17, mark(40, 5, -1, "bw"));
        assertThat(sweep.status().leases())
                .extracting(l -> l.function().function() + " " + l.standing() + " " + l.expired())
                .containsExactly("held HELD false", "half HALF false", "hand OVERRIDDEN true");
    }

    private void held(String function, int reservation, Mark mark) {
        world.create(function).tag(function, mark.tags());
        world.byHand(function, reservation);
        names.add(function);
    }

    private void heldMapping(String uuid, String function, LeverKind kind, int value, Mark mark) {
        world.create(uuid).tag(uuid, mark.tags());
        world.byHand(uuid, value);
        held.add(new LeverRef(ref(function), kind, uuid));
    }

    private static Mark mark(int previous, int limit, long endsIn, String owner) {
        return new Mark(previous, limit, Reservation.NONE, NOW + endsIn, owner, "i-1");
    }

    private FunctionDirectory.Listing listing() {
        List<FunctionDescription> functions = names.stream()
                .map(name -> new FunctionDescription(
                        ref(name), 512, "arm64", 30, world.reservation(name), -1, world.tags(name)))
                .toList();
        List<MappingDescription> mappings = held.stream().map(this::described).toList();
        return new FunctionDirectory.Listing(functions, mappings, true, List.copyOf(gaps));
    }

    private MappingDescription described(LeverRef limit) {
        boolean queue = limit.kind() == LeverKind.QUEUE;
        int value = world.reservation(limit.mapping());
        return new MappingDescription(
                limit.function(),
                new TriggerMapping(
                        limit.mapping(),
                        limit.function().function(),
                        queue ? "arn:aws:sqs:r:1:q" : "arn:aws:kinesis:r:1:stream/s",
                        !queue && value == 0 ? "Disabled" : "Enabled",
                        queue ? value : Reservation.NONE,
                        world.tags(limit.mapping())));
    }

    private static FunctionRef ref(String function) {
        return new FunctionRef(Requests.ACCOUNT, Requests.REGION, function);
    }
}
