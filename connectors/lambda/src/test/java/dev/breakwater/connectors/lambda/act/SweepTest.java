package dev.breakwater.connectors.lambda.act;

import static dev.breakwater.connectors.lambda.act.Requests.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.aws.Outcome;
import dev.breakwater.connectors.lambda.FakeClock;
import dev.breakwater.connectors.lambda.FunctionRef;
import dev.breakwater.connectors.lambda.LeverKind;
import dev.breakwater.connectors.lambda.LeverRef;
import dev.breakwater.connectors.lambda.Reservation;
import dev.breakwater.connectors.lambda.ledger.Effect;
import dev.breakwater.connectors.lambda.ledger.EffectOutcome;
import dev.breakwater.connectors.lambda.ledger.EffectsMemory;
import dev.breakwater.connectors.lambda.lever.FakeLever;
import dev.breakwater.connectors.lambda.lever.FakeLever.Call;
import dev.breakwater.connectors.lambda.lever.Levers;
import dev.breakwater.connectors.lambda.mark.FakeMarkedLimits;
import dev.breakwater.connectors.lambda.mark.HandsOff;
import dev.breakwater.connectors.lambda.mark.Mark;
import dev.breakwater.connectors.lambda.mark.Marked;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SweepTest {

    private final FakeClock clock = new FakeClock(NOW);
    private final FakeLever world = new FakeLever();
    private final FakeMarkedLimits tagged = new FakeMarkedLimits();
    private final FleetDouble fleet = new FleetDouble(world, tagged);
    private final EffectsMemory ledger = new EffectsMemory();
    private final List<LeaseEnd> told = new ArrayList<>();
    private final Levers levers = new Levers((a, r, k) -> world);
    private final Sweep sweep =
            new Sweep(new PlaceMarks(Requests.ACCOUNT, Requests.REGION, fleet, clock), levers, ledger, clock);

    @Test
    void endsExpiredLeasesOfAnyOwnerAndLeavesTheOthers() {
        held("old", 5, mark(40, 5, -1, "bw"));
        held("foreign", 5, mark(Reservation.NONE, 5, -1, "other"));
        held("young", 5, mark(40, 5, 60_000, "bw"));
        world.create("free");

        Sweep.Result result = sweep.expired(told::add);

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

        assertThat(sweep.expired(told::add).ends()).hasSize(1);

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
        Sweep.Result result = sweep.expired(told::add);

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

        world.create("shop-other");
        Sweep.Result result = sweep.release("shop").result();

        assertThat(result.ends())
                .extracting(e -> e.limit().text() + " " + e.outcome() + " " + e.restored())
                .containsExactly(" RELEASED 40", "queue m-1 RELEASED -1");
        assertThat(world.reservation("m-2")).isEqualTo(5);
    }

    @Test
    void leavesAValueByHandAndTakesTheMark() {
        held("hand", 17, mark(40, 5, -1, "bw"));
        assertThat(sweep.expired(told::add).ends().get(0).outcome()).isEqualTo(EffectOutcome.OVERRIDDEN);
        assertThat(world.reservation("hand")).isEqualTo(17);
        assertThat(world.tags("hand")).isEmpty();
    }

    @Test
    void endsAllOnDemand() {
        held("young", 5, mark(40, 5, 60_000, "bw"));
        assertThat(sweep.all(told::add).done()).isTrue();
        assertThat(world.reservation("young")).isEqualTo(40);
    }

    @Test
    void anUnreadableMarkIsReportedAndTouchedByNobody() {
        Map<String, String> tags = Map.of("breakwater:until", "soon", "breakwater:limit", "5");
        world.create("odd").tag("odd", tags);
        tagged.put(new Marked(true, "odd", tags));

        assertThat(sweep.expired(told::add).done()).isFalse();
        assertThat(sweep.status().leases().get(0).standing()).isEqualTo(FoundLease.Standing.UNREADABLE);
        assertThat(world.changes()).isEmpty();
    }

    @Test
    void statusListsWhatIsUnreadableOfANewerVersionAndOfAnotherOwner() {
        held("foreign", 5, mark(40, 5, 60_000, "other"));
        for (Map<String, String> tags : List.of(
                Map.of("breakwater:until", "soon"), Map.of("breakwater:until", "soon", "breakwater:version", "2"))) {
            String name = "f" + tags.size();
            world.create(name).tag(name, tags);
            tagged.put(new Marked(true, name, tags));
        }
        assertThat(sweep.status().leases())
                .extracting(l -> l.function().function() + " " + l.standing() + " "
                        + (l.mark() == null ? l.detail() : l.mark().owner()))
                .containsExactlyInAnyOrder(
                        "foreign HELD other",
                        "f1 UNREADABLE breakwater:previous is missing",
                        "f2 UNREADABLE of a newer version: breakwater:version is \"2\"");
        assertThat(world.changes()).isEmpty();
    }

    @Test
    void aFailureIsNeverNothingFound() {
        held("old", 5, mark(40, 5, -1, "bw"));
        world.failNext(Call.RESTORE, Outcome.DENIED);
        Sweep.Result result = sweep.expired(told::add);
        assertThat(result.ends().get(0).outcome()).isEqualTo(EffectOutcome.DENIED);
        assertThat(result.done()).isFalse();
        assertThat(world.reservation("old")).isEqualTo(5);
    }

    @Test
    void whereTagsMayNotBeAskedForTheWholeFleetIsListedAndThatIsSaid() {
        held("old", 5, mark(40, 5, -1, "bw"));
        heldMapping("m-old", "old", LeverKind.QUEUE, 5, mark(40, 5, -1, "bw"));
        tagged.fail(Outcome.DENIED);

        Sweep.Result result = sweep.expired(told::add);

        assertThat(result.done()).isFalse();
        assertThat(String.join(" ", result.gaps())).contains("breakwater:until", "the whole fleet instead");
        assertThat(told).extracting(LeaseEnd::outcome).containsExactly(EffectOutcome.RELEASED, EffectOutcome.RELEASED);
        assertThat(world.reservation("m-old")).isEqualTo(40);
        fleet.fail(Outcome.DENIED);
        assertThat(sweep.expired(told::add).gaps()).hasSize(3);
    }

    @Test
    void eachLeaseIsEndedBeforeTheNextPageIsAskedFor() {
        for (int i = 0; i < 5; i++) held("f" + i, 5, mark(40, 5, -1, "bw"));
        List<Integer> pages = new ArrayList<>();
        sweep.expired(end -> pages.add(tagged.calls().size()));
        assertThat(pages).containsExactly(1, 1, 2, 2, 3);
    }

    @Test
    void aLeaseEndedMeanwhileIsNotTold() {
        held("ended", 5, mark(40, 5, -1, "bw"));
        world.wipeTags("ended");
        world.byHand("ended", 40);
        assertThat(sweep.expired(told::add).ends()).isEmpty();
    }

    @Test
    void aLeaseBegunAnewMeanwhileIsNotEnded() {
        world.create("renewed").tag("renewed", mark(40, 5, 60_000, "bw").tags());
        world.byHand("renewed", 5);
        LeverRef ref = LeverRef.reservation(ref("renewed"));
        LeaseEnd end = new LeaseEnder(levers, ledger, clock).releaseExpired(ref);
        assertThat(end.outcome()).isEqualTo(EffectOutcome.NOT_ATTEMPTED);
        assertThat(world.reservation("renewed")).isEqualTo(5);
    }

    @Test
    void whatOnlyTheLedgerKnowsIsEndedTooOnceItIsOver() {
        ledger.remember(remembered("wiped", NOW - 1));
        ledger.remember(remembered("young", NOW + 60_000));
        world.create("wiped").byHand("wiped", 5);
        world.create("young").byHand("young", 5);

        assertThat(sweep.status().leases())
                .extracting(l -> l.function().function() + " " + l.standing() + " " + l.expired())
                .containsExactly("wiped UNMARKED true", "young UNMARKED false");
        assertThat(sweep.expired(told::add).done()).isTrue();

        assertThat(world.reservation("wiped")).isEqualTo(40);
        assertThat(world.reservation("young")).isEqualTo(5);
        assertThat(told).extracting(LeaseEnd::restored).containsExactly(40);
    }

    @Test
    void whatOnlyTheLedgerKnowsIsEndedThoughItsFunctionIsLeftAlone() {
        ledger.remember(remembered("wiped", NOW - 1));
        world.create("wiped").byHand("wiped", 5);
        sweep.allowAgain("wiped");
        tagged.put(new Marked(true, "wiped", world.tags("wiped")));

        assertThat(sweep.status().leases())
                .extracting(FoundLease::standing)
                .containsExactly(FoundLease.Standing.UNMARKED);
        sweep.expired(told::add);

        assertThat(world.reservation("wiped")).isEqualTo(40);
    }

    @Test
    void aReleaseByHandLeavesItsTagAndItIsTakenBackByATimeThatIsPast() {
        held("shop", 5, mark(40, 5, 60_000, "bw"));
        Sweep.Released released = sweep.release("shop");
        assertThat(released.leftAlone().value()).isEqualTo(NOW + 24 * 3_600_000L);
        assertThat(HandsOff.until(world.tags("shop"))).isEqualTo(NOW + 24 * 3_600_000L);
        assertThat(world.changes().get(0)).isEqualTo("TAG shop");

        tagged.put(new Marked(true, "shop", world.tags("shop")));
        assertThat(sweep.status().leftAlone()).containsExactly(new Sweep.LeftAlone(ref("shop"), NOW + 24 * 3_600_000L));

        sweep.allowAgain("shop");
        assertThat(HandsOff.until(world.tags("shop"))).isEqualTo(NOW);
    }

    @Test
    void aReleaseIsDoneEvenWhereItsTagCannotBeWritten() {
        held("shop", 5, mark(40, 5, 60_000, "bw"));
        world.failNext(Call.TAG, Outcome.DENIED);
        Sweep.Released released = sweep.release("shop");
        assertThat(released.leftAlone().failedAs(Outcome.DENIED)).isTrue();
        assertThat(world.reservation("shop")).isEqualTo(40);
    }

    @Test
    void theSweepWritesNoHandsOffAndTakesOneOffAnHourAfterItsEnd() {
        held("old", 5, mark(40, 5, -1, "bw"));
        world.create("rested").tag("rested", HandsOff.tags(NOW));
        tagged.put(new Marked(true, "rested", world.tags("rested")));
        sweep.expired(told::add);
        assertThat(world.tags("old")).isEmpty();
        assertThat(world.tags("rested")).isNotEmpty();

        clock.advance(3_600_000);
        sweep.expired(told::add);
        assertThat(world.tags("rested")).isEmpty();
    }

    @Test
    void releasesOneFunctionWhateverItsLeaseSays() {
        held("young", 5, mark(40, 5, 60_000, "other"));
        LeaseEnder ender = new LeaseEnder(levers, ledger, clock);
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

    @Test
    void whatCannotBeReadIsAFailureOfTheEndAndAGapOfTheStatus() {
        held("old", 5, mark(40, 5, -1, "bw"));
        world.failNext(Call.READ, Outcome.DENIED);
        assertThat(sweep.expired(told::add).ends())
                .extracting(LeaseEnd::outcome)
                .containsExactly(EffectOutcome.DENIED);
        assertThat(world.reservation("old")).isEqualTo(5);
        world.failNext(Call.READ, Outcome.DENIED);
        assertThat(sweep.status().gaps()).singleElement().asString().contains(":function:old: ");
    }

    @Test
    void whatIsMissingIsNamedByItsKind() {
        LeaseEnder ender = new LeaseEnder(levers, ledger, clock);
        assertThat(ender.release(LeverRef.reservation(ref("f"))).detail()).isEqualTo("the function does not exist");
        assertThat(ender.release(new LeverRef(ref("f"), LeverKind.QUEUE, "m")).detail())
                .isEqualTo("the mapping does not exist");
    }

    @Test
    void endingAllTellsOfEachLeaseThatOfTheLedgerToo() {
        held("young", 5, mark(40, 5, 60_000, "bw"));
        ledger.remember(remembered("wiped", NOW + 60_000));
        world.create("wiped").byHand("wiped", 5);
        Sweep.Result result = sweep.all(told::add);
        assertThat(told).extracting(e -> e.function().function()).containsExactly("young", "wiped");
        assertThat(result.ends()).isEqualTo(told);
        assertThat(HandsOff.until(world.tags("wiped"))).isEqualTo(NOW + 24 * 3_600_000L);
    }

    @Test
    void aLeaseEndsAtItsLastMillisecondAndNotBefore() {
        held("now", 5, mark(40, 5, 0, "bw"));
        ledger.remember(remembered("wiped", NOW));
        world.create("wiped").byHand("wiped", 5);
        held("next", 5, mark(40, 5, 1, "bw"));
        sweep.expired(told::add);
        assertThat(told)
                .extracting(e -> e.function().function() + " " + e.outcome())
                .containsExactly("now RELEASED", "wiped RELEASED");
    }

    @Test
    void whatTheLedgerHoldsElsewhereIsNotThisSweeps() {
        FakeMarkedLimits none = new FakeMarkedLimits();
        FleetDouble other = new FleetDouble(world, none);
        ledger.remember(remembered("wiped", NOW - 1));
        world.create("wiped").byHand("wiped", 5);
        PlaceMarks elsewhere = new PlaceMarks(Requests.ACCOUNT, "us-east-1", other, clock);
        assertThat(new Sweep(elsewhere, levers, ledger, clock)
                        .expired(told::add)
                        .ends())
                .isEmpty();
        assertThat(world.reservation("wiped")).isEqualTo(5);
    }

    @Test
    void aHandsOffThatEndsNowIsNoLongerShownAndWhatCannotBeTakenBackIsSaid() {
        world.create("shop").tag("shop", HandsOff.tags(NOW));
        tagged.put(new Marked(true, "shop", world.tags("shop")));
        assertThat(sweep.status().leftAlone()).isEmpty();
        world.failNext(Call.TAG, Outcome.DENIED);
        assertThat(sweep.allowAgain("shop").failedAs(Outcome.DENIED)).isTrue();
    }

    private void held(String function, int reservation, Mark mark) {
        world.create(function).tag(function, mark.tags());
        world.byHand(function, reservation);
        tagged.put(new Marked(true, function, mark.tags()));
        fleet.functions.add(function);
    }

    private void heldMapping(String uuid, String function, LeverKind kind, int value, Mark mark) {
        world.create(uuid).tag(uuid, mark.tags());
        world.byHand(uuid, value);
        tagged.put(new Marked(false, uuid, mark.tags()));
        fleet.mappings.add(new LeverRef(ref(function), kind, uuid));
    }

    private static Effect remembered(String function, long until) {
        Mark lease = new Mark(40, 5, Reservation.NONE, until, "bw", "i-1");
        CommitPlan plan =
                new CommitPlan(PlanKind.APPLY, lease, CommitPlan.MarkAct.WRITE, CommitPlan.Change.set(5), "limit set");
        return plan.done(NOW, Requests.throttle("i-1", function, 5), 40);
    }

    private static Mark mark(int previous, int limit, long endsIn, String owner) {
        return new Mark(previous, limit, Reservation.NONE, NOW + endsIn, owner, "i-1");
    }

    private static FunctionRef ref(String function) {
        return new FunctionRef(Requests.ACCOUNT, Requests.REGION, function);
    }
}
