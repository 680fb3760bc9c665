package dev.breakwater.guard.world;

import dev.breakwater.guard.world.ModelAws.Actor;
import dev.breakwater.guard.world.Product.Mode;
import dev.breakwater.model.function.Lever.LeverKind;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Checks each value that the product sets: the floor, the blast radius, the free pool, the mode, people's approval, and
 * an earlier line in the ledger.
 */
final class SetRule {

    /** The newest reading may be 90 s old, and one or two calls come in between. */
    private static final long READ = 150 * WorldClock.SECOND;

    private static final long FROM_DECISION = 6 * WorldClock.MINUTE;

    private final Judge judge;
    private final ClosedLoopWorld world;
    /** When a person last approved a throttle, by function. */
    private final Map<String, Long> agreed = new HashMap<>();

    SetRule(Judge judge) {
        this.judge = judge;
        world = judge.world;
    }

    void agreed(String function, long at) {
        agreed.put(function, at);
    }

    void set(Actor actor, ModelLimit limit, ModelLimit.State before) {
        if (!limit.isOurs()) return;
        floor(limit);
        // a person may have set one of the lease's values in between
        boolean known = limit.own.contains(before.value()) || limit.announces(before.value());
        if (before.ours() || known) step(limit, before.value());
        else if (!actor.command()) first(limit);
        if (!actor.command()) intent(actor, limit);
    }

    /**
     * Checks that the ledger has a line about the value. Without this line, a limit whose tag and state are lost would
     * be unknown. A release does not wait for its line.
     */
    private void intent(Actor actor, ModelLimit limit) {
        boolean returns = limit.tags.values().stream().anyMatch(tag -> tag.contains(" was=" + limit.value + ' '));
        if (ModelAws.none(limit.value) || returns) return;
        if (!world.hasAppended(world.instance(actor.owner()), limit.function, limit.value))
            judge.fail("intent", "set without a line in the ledger before: " + limit.text());
    }

    private void floor(ModelLimit limit) {
        if (limit.kind.equals(LeverKind.STREAM)) return;
        int people = limit.people();
        boolean tight = people >= 0 && people < world.terms.floor;
        boolean low = limit.value >= 0 && limit.value < world.terms.floor;
        if (low && !tight) judge.fail("floor", "below the floor: " + limit.text());
    }

    private void first(ModelLimit limit) {
        radius(limit);
        mode(limit);
        boolean takes = limit.since(roundsAgo()).stream().allMatch(s -> s.ours() || ModelAws.none(s.value()));
        // the limit was ours until moments ago, and the newest reading may still have shown it
        boolean continues = world.clock.now - limit.returnedAt <= READ;
        if (!limit.kind.equals(LeverKind.RESERVATION) || !takes || continues) return;
        int left = mostUnreserved(limit, limit.value);
        int keep = world.terms.radius.keepUnreserved();
        if (left < keep)
            judge.fail("room", "leaves " + left + " unreserved, to be kept are " + keep + ": " + limit.text());
    }

    private void radius(ModelLimit limit) {
        long now = world.clock.now;
        Set<String> held = new HashSet<>();
        for (ModelLimit l : world.aws.ours()) {
            // only the tag records the limit, under the instance's former name
            boolean former = l.stateLost && l.ledgerLost && !l.setBy.equals(limit.setBy);
            if (world.ownerOf(l) == world.ownerOf(limit) && !former) held.add(l.function);
        }
        int most = world.terms.radius.allowedAtOnce(world.aws.functions.size());
        if (held.size() > most)
            judge.fail("radius", held + " are held at once, allowed are " + most + ": " + limit.text());
        // a budget's order has its own limit; throttles that state and ledger have lost cannot be counted; with a slow
        // clock, the hour begins earlier
        Set<Fault> uncounted = EnumSet.of(
                Fault.BUDGET_ORDER,
                Fault.STATE_AND_LEDGER_LOST,
                Fault.SECOND_INSTANCE,
                Fault.CLOCK_BEHIND,
                Fault.CLOCK_AHEAD);
        if (world.log.any(uncounted, now - 3 * WorldClock.HOUR, now, "")) return;
        // if the state is lost, the ledger knows only the newest throttle of each limit
        if (world.log.any(ModelPager.BACK, now - WorldClock.HOUR, now, "")) return;
        // a throttle counts from its decision, and is set within minutes or not at all
        int begun = judge.holds.begun(now - 60 * WorldClock.MINUTE + FROM_DECISION, now);
        int perHour = world.terms.radius.perHour();
        if (begun > perHour)
            judge.fail("radius", begun + " were set within an hour, allowed are " + perHour + ": " + limit.text());
    }

    /**
     * Checks that a step up takes at most half of the concurrency that was free according to figures that the product
     * could read.
     */
    private void step(ModelLimit limit, int before) {
        boolean takes =
                limit.kind.equals(LeverKind.RESERVATION) && ModelAws.none(limit.people()) && limit.value > before;
        if (!takes) return;
        long now = world.clock.now;
        // if AWS refuses a release, the limit is raised to the highest value that AWS accepts
        if (world.log.any(Fault.REFUSING, now - WorldClock.HOUR, now, limit.function)) return;
        // the feed reports the use of other functions
        long read = now - 20 * WorldClock.MINUTE;
        if (world.log.any(EnumSet.of(Fault.FEED_SILENT, Fault.FEED_LATE), read, now, "")) return;
        int free = mostUnreserved(limit, before)
                - world.pool.leastOfTheMost(now - READ, now)
                - world.terms.radius.keepUnreserved();
        if (limit.value - before > Math.max(0, free) / 2) {
            judge.fail("step-room", "a step of " + (limit.value - before) + ", free are " + free + ": " + limit.text());
        }
    }

    private int mostUnreserved(ModelLimit limit, int value) {
        return world.aws.mostUnreserved(roundsAgo(), world.aws.functions.get(limit.function), value);
    }

    /**
     * How old the product's knowledge of reservations may be. They are read in inventory rounds. A round sometimes
     * fails, and none works while AWS does not answer.
     */
    private long roundsAgo() {
        long since = world.clock.now - READ - 2 * world.terms.inventoryEvery;
        // a run that started from older state has older figures until its first round
        if (world.startedAt(world.main) > since) since -= WorldClock.HOUR;
        for (Fault fault : Fault.UNREADABLE)
            for (FaultLog.Entry e : world.log.of(fault)) if (e.to > since) since = Math.min(since, e.from - READ);
        return since;
    }

    private void mode(ModelLimit limit) {
        long now = world.clock.now;
        long soon = 6 * WorldClock.MINUTE + 3 * world.terms.checkpointEvery;
        if (world.ownerOf(limit) != world.main || now - world.modeSince < soon) return;
        boolean down = world.log.any(EnumSet.of(Fault.CRASH), now - soon, now, "");
        if (down || world.mode == Mode.ENFORCE) return;
        if (world.mode != Mode.APPROVE) {
            judge.fail("mode", "set in mode " + world.mode + ": " + limit.text());
            return;
        }
        long within = world.terms.approveWithin.toMillis() + 21 * WorldClock.MINUTE;
        boolean approved = now - agreed.getOrDefault(limit.function, Long.MIN_VALUE / 2) <= within;
        if (!approved) judge.fail("mode", "set though nobody agreed: " + limit.text());
    }
}
