package dev.breakwater.guard.world;

import dev.breakwater.connectors.lambda.LeverKind;
import dev.breakwater.connectors.lambda.Reservation;
import dev.breakwater.connectors.lambda.act.ThrottleRequest;
import dev.breakwater.connectors.lambda.inventory.InventoryChange;
import dev.breakwater.connectors.lambda.inventory.LimitReading;
import dev.breakwater.connectors.lambda.ledger.Effect;
import dev.breakwater.connectors.lambda.ledger.EffectOutcome;
import dev.breakwater.connectors.lambda.mark.Mark;
import dev.breakwater.core.control.ControlOutput;
import dev.breakwater.core.control.Decision;
import dev.breakwater.core.control.DecisionType;
import dev.breakwater.core.control.Hold;
import dev.breakwater.core.control.IncidentSnapshot;
import dev.breakwater.core.control.IncidentState;
import dev.breakwater.core.control.LimitObservation;
import dev.breakwater.core.policy.Lever;
import dev.breakwater.core.policy.Mode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What must hold after each step, whatever AWS, people and machines do; looks at the world and not at our books. */
final class WorldInvariants {

    /** A person's hand on a limit that was held. */
    private record Hand(String owner, long at, long until, boolean putsBack) {}

    /** The newest observation of a limit of ours, and the one before: a reading is a little older than it says. */
    record Seen(int limit, long at, int before) {

        static Seen of(LimitObservation o, Seen before) {
            boolean near = before != null && Math.abs(o.at() - before.at) < WorldClock.MINUTE;
            return new Seen(o.limit(), o.at(), near ? before.limit : o.limit());
        }

        boolean says(int told) {
            return told == limit || told == before;
        }
    }

    private final ClosedLoopWorld world;
    /** The last mark that was written on a limit by ours. */
    private final Map<ModelLimit, Mark> marks = new HashMap<>();

    private final Map<String, Long> touchedAt = new HashMap<>();

    private final Map<String, Hand> hands = new HashMap<>();
    /** When people last changed how much is reserved, epoch milliseconds. */
    long peopleAt;

    WorldInvariants(ClosedLoopWorld world) {
        this.world = world;
    }

    // what calls do

    void marked(ModelLimit limit, Mark mark) {
        if (limit.isOurs() && mark.isOf(limit.setBy)) {
            check(
                    mark.untilMillis() <= limit.firstUntil,
                    "the end of a lease moved later, by " + (mark.untilMillis() - limit.firstUntil) + " ms, on ",
                    limit);
        }
        marks.put(limit, mark);
    }

    void set(String actor, ModelLimit limit, int before) {
        boolean wasOurs = limit.isOurs();
        if (limit.value == limit.people) {
            if (wasOurs) limit.backAt = world.clock.now;
            limit.back();
            return;
        }
        Mark mark = marks.get(limit);
        if (limit.uncover() || isRestoredTwice(limit, mark, before)) return;
        if (isGivenBackAgain(limit, mark)) {
            limit.people(limit.value);
            return;
        }
        check(mark != null && mark.covers(limit.value), "set without its mark: ", limit);
        boolean others = wasOurs && !mark.isOf(limit.setBy) && mark.previous() == before;
        if (others) {
            limit.before = before;
            limit.overlay();
            wasOurs = false;
        }
        check(
                mark.previous() == limit.foundBy(mark.owner()),
                "what people set is overwritten, or would not be given back (" + mark.previous() + "): ",
                limit);
        limit.setBy = mark.owner();
        if (limit.kind != LeverKind.STREAM) {
            check(
                    limit.value >= world.terms.floor || limit.people >= 0 && limit.people < world.terms.floor,
                    "below the floor: ",
                    limit);
        }
        if (!wasOurs) first(limit, mark, before);
    }

    /** A restore whose answer was lost, repeated within its call: what a person set in between cannot be known. */
    private boolean isGivenBackAgain(ModelLimit limit, Mark mark) {
        boolean repeated = mark != null && !limit.isOurs() && limit.value == mark.previous();
        return repeated && world.clock.now - limit.backAt < WorldClock.MINUTE / 2;
    }

    /** Likewise where another of ours was under the limit: the first call has uncovered that, this one changes nothing. */
    private static boolean isRestoredTwice(ModelLimit limit, Mark mark, int before) {
        return mark != null && before == limit.value && limit.value == mark.previous();
    }

    private void first(ModelLimit limit, Mark mark, int before) {
        long now = world.clock.now;
        limit.firstUntil = mark.untilMillis();
        Hand hand = hands.get(limit.function);
        boolean alone = hand != null && now < hand.until && now > hand.at;
        check(
                !alone || !hand.owner.isEmpty() && !hand.owner.equals(mark.owner()),
                "throttled after a hand " + hand + ": ",
                limit);
        int held = held(mark.owner());
        int most = world.terms.radius.allowedAtOnce(world.aws.functions.size());
        check(held <= most, held + " limits of ours, allowed are " + most + ": " + ours() + "; ", limit);
        if (limit.kind == LeverKind.RESERVATION && ModelAws.none(limit.people)) {
            int left = world.aws.unreserved(null, 0);
            boolean known = now - peopleAt > 30 * WorldClock.MINUTE && world.readsWell(now - 30 * WorldClock.MINUTE);
            check(!known || left >= world.terms.radius.keepUnreserved(), "leaves " + left + " unreserved: ", limit);
        }
    }

    private String ours() {
        StringBuilder ours = new StringBuilder();
        for (ModelLimit l : world.aws.limits())
            if (l.isOurs()) ours.append(l.text()).append("; ");
        return ours.toString();
    }

    /** Functions on which that instance has really set a limit. */
    int held(String owner) {
        Set<String> functions = new HashSet<>();
        for (ModelLimit l : world.aws.limits())
            if (l.setBy.equals(owner) && world.isKnown(l)) functions.add(l.function);
        return functions.size();
    }

    // what people do

    /** A person changed a limit that was held, and the job must be able to know it. */
    void hand(ModelLimit limit, String owner, boolean putsBack) {
        long now = world.clock.now;
        // a day by the machines' clocks, which are ten minutes off at most when it begins and when it ends
        hands.put(limit.function, new Hand(owner, now, now + WorldClock.DAY - 20 * WorldClock.MINUTE, putsBack));
    }

    /** What was found, put back by a person while we are about to do the same, looks like our own act. */
    void decided(Job job, ControlOutput out) {
        for (Decision d : out.decisions) {
            boolean unasked = d.type() == DecisionType.THROTTLE
                    && job.book.mode() == Mode.APPROVE
                    && !world.people.hasAgreed(d.scope().key());
            if (unasked) fail("throttled though nobody agreed: " + d);
            boolean givesBack = d.type() == DecisionType.RELEASE || d.type() == DecisionType.COULD_NOT;
            Hand hand = givesBack ? hands.get(d.scope().key()) : null;
            if (hand != null && hand.putsBack && hand.owner.equals(job.owner))
                hands.remove(d.scope().key());
        }
    }

    /** A person asked the job not to throttle it: after what is under way by then. */
    void spared(String function, long until) {
        long begins = world.clock.now + 22 * WorldClock.MINUTE + 3 * world.terms.checkpointEvery;
        Hand hand = new Hand(world.main.owner, begins, until - 20 * WorldClock.MINUTE, false);
        hands.merge(function, hand, (a, b) -> a.until > b.until ? a : b);
    }

    void againAllowed(String function) {
        hands.remove(function);
    }

    /** Nobody can know any more that this instance's limits were taken over. */
    void forgot(String owner) {
        hands.values().removeIf(h -> h.owner.equals(owner));
    }

    void forget(String function) {
        hands.remove(function);
    }

    /** Somebody other than the job did something to a limit of the function. */
    void touched(String function) {
        touchedAt.put(function, world.clock.now);
    }

    /** A hand is believed in only where there was one. */
    void acted(Job job, Effect effect) {
        if (effect.outcome() != EffectOutcome.OVERRIDDEN || !job.owner.equals(world.main.owner)) return;
        Long at = touchedAt.get(effect.function());
        boolean hand = at != null && world.clock.now - at < 2 * WorldClock.DAY;
        // taken back by a clock that this job's is behind of: left alone until its own gets there
        boolean notYetTakenBack = effect.untilMillis() == world.people.takenBackAt(effect.function());
        if (!hand && !notYetTakenBack) fail("nobody's hand is taken for one: " + effect);
    }

    /** What is read of a limit was so at some instant. */
    void read(InventoryChange change) {
        LimitReading reading = change.reading();
        ModelLimit limit = world.aws.limit(reading.mapping().isEmpty() ? change.name() : reading.mapping());
        boolean was = limit == null || limit.was(reading.value(), reading.tags());
        if (!was) fail("read what never was: " + reading + ", it is " + limit.text());
    }

    // what is observed and told

    void observed(Job job, LimitObservation o) {
        String key = key(o.function(), o.lever());
        Seen before = job.seen.get(key);
        // where the clock was set back, what is heard last is the newest
        boolean older = before != null && before.at > o.at() && before.at <= world.clock.millis();
        if (older && before.at - o.at() >= WorldClock.MINUTE) return;
        switch (o.kind()) {
            case SET -> job.seen.put(key, Seen.of(o, before));
            case MARKED -> {
                if (o.owner().equals(job.owner) && o.found() == o.limit()) job.seen.put(key, Seen.of(o, before));
            }
            case GIVEN_BACK -> job.seen.remove(key);
            case HANDS_OFF -> {
                boolean over = o.until() <= world.clock.millis();
                if (!over) job.seen.keySet().removeIf(k -> k.equals(key) || k.startsWith(o.function() + '|'));
            }
            default -> {}
        }
    }

    void told(Job job, IncidentSnapshot event) {
        hold(job, event.scope().key(), event.hold());
        event.fleet().surges().forEach(s -> hold(job, s.name(), s.hold()));
        if (event.type() == IncidentSnapshot.EventType.RESOLVE) resolved(job, event.dedupKey());
    }

    /** Nothing is resolved by us while what it tells of goes on. */
    private void resolved(Job job, String key) {
        for (IncidentState i : job.state.open.values()) {
            String alert = i.isToldWith() ? i.toldWith : i.triggered ? i.id : "";
            if (key.equals("breakwater/" + alert)) fail("resolved while " + i.key + " goes on: " + key);
        }
    }

    private void hold(Job job, String function, Hold hold) {
        if (hold.stage() != Hold.Stage.HELD) return;
        Seen seen = job.seen.get(key(function, hold.lever()));
        if (seen == null || !seen.says(hold.limit())) {
            fail("told as held at " + hold.limit() + " is " + function + ", observed was " + seen);
        }
    }

    void wished(Job job, ThrottleRequest request) {
        if (!request.throttle() || request.lever() == LeverKind.STREAM) return;
        boolean tight = request.previous() >= 0 && request.previous() < world.terms.floor;
        if (request.limit() < world.terms.floor && !tight) fail("below the floor: " + request);
    }

    private static String key(String function, Lever lever) {
        return lever.isReservation() ? function : function + '|' + lever.mapping();
    }

    // after each step

    void step() {
        int left = world.aws.unreserved(null, 0);
        if (left < 0) fail("more is reserved than there is: " + left);
    }

    /** What is not as it was, or empty where nothing of ours is left. */
    String left() {
        StringBuilder left = new StringBuilder();
        for (ModelLimit l : world.aws.limits())
            if (!l.isClean()) left.append(l.text()).append("; ");
        if (!world.main.holdsNothing()) {
            left.append("control holds ").append(world.main.state.leases.keySet());
            world.main.state.releases.forEach((key, r) -> {
                if (r.givenBackAt == 0)
                    left.append(" releasing ").append(key).append(' ').append(r.reason);
            });
        }
        if (!world.main.state.ended.isEmpty()) {
            left.append(" incidents that were not settled: ").append(world.main.state.ended.keySet());
        }
        for (String key : world.pager.open.keySet()) {
            if (!world.mayBeOpen(key))
                left.append(" open on the pager: ").append(key).append(" by ").append(world.pager.open.get(key));
        }
        for (String key : world.mustBeOpen()) {
            if (!world.pager.open.containsKey(key)) left.append(" never told: ").append(key);
        }
        return left.toString();
    }

    private void check(boolean holds, String what, ModelLimit limit) {
        if (!holds) fail(what + limit.text() + ", mark " + marks.get(limit));
    }

    private void fail(String what) {
        throw new AssertionError(what + "\n" + world.trace.text());
    }

    static String text(int value) {
        return Reservation.text(value);
    }
}
