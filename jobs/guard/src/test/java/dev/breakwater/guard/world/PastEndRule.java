package dev.breakwater.guard.world;

import dev.breakwater.guard.world.ModelLimit.State;
import java.util.EnumSet;
import java.util.Set;

/** Ten minutes after the end of its lease, no value of ours is set, unless the page "cannot give back" is open. */
final class PastEndRule {

    private static final long TEN_MINUTES = 10 * WorldClock.MINUTE;
    /** The product checks once a minute whether a lease has ended. */
    private static final long DECIDES = WorldClock.MINUTE;

    private static final long ANYBODYS = 15 * WorldClock.MINUTE;
    private static final Set<Fault> CLOCK = EnumSet.of(Fault.CLOCK_AHEAD, Fault.CLOCK_BEHIND);
    private static final Set<Fault> SWEEP = EnumSet.of(
            Fault.SWEEP_AWAY,
            Fault.AWS_AWAY,
            Fault.DENIED_MINUTES,
            Fault.DENIED_DAYS,
            Fault.OLD_VALUE_REFUSED,
            Fault.REFUSED_UNRESERVED,
            Fault.TAGS_FULL);

    private final Judge judge;
    private final ClosedLoopWorld world;

    PastEndRule(Judge judge) {
        this.judge = judge;
        world = judge.world;
    }

    void minute() {
        for (ModelLimit limit : world.aws.ours()) look(limit);
    }

    /** Checks a limit. Its end is fixed when the limit is first set, at most the longest hold later. */
    private void look(ModelLimit limit) {
        long now = world.clock.now;
        long end = limit.oursSince + world.terms.maxHold.toMillis();
        if (now <= end + TEN_MINUTES || limit.unknowable || limit.isForgotten()) return;
        boolean skewed = world.log.any(CLOCK, limit.oursSince, now, "");
        long due = end + TEN_MINUTES + DECIDES + (skewed ? TEN_MINUTES : 0);
        // an instance without memory does not know its former name in a tag, so the sweep must release the limit
        Product.Instance of = world.ownerOf(limit);
        boolean forgotten = limit.stateLost && limit.ledgerLost;
        boolean former = forgotten && !limit.setBy.equals(of.name());
        // while nothing can be read, a limit that only its tag records is unknown
        long found = now - ANYBODYS - 2 * world.terms.inventoryEvery;
        if (forgotten && world.aws.unreadUntil >= found) return;
        if (now <= due) return;
        if (of.isUp() && !former) job(limit, skewed ? TEN_MINUTES : 0, now);
        else sweep(limit, end, now);
    }

    private void job(ModelLimit limit, long skew, long now) {
        // in the first ten minutes after a start, no page about a release can be ten minutes late
        if (now - world.startedAt(world.ownerOf(limit)) <= TEN_MINUTES + WorldClock.MINUTE + skew) return;
        if (world.log.any(Fault.PAGER, now - 6 * WorldClock.MINUTE, now, "")) return;
        if (!paged(now)) {
            judge.fail(
                    "past-end",
                    "stands " + minutes(limit, now) + " min past its end, and nobody is paged: " + limit.text());
        }
    }

    /** Whether the page is open, or was resolved by hand so recently that it was not repeated yet. */
    private boolean paged(long now) {
        boolean open = world.pager.open.values().stream().anyMatch(a -> a.stands.kind() == Page.Kind.CANNOT_GIVE_BACK);
        return open || world.log.any(EnumSet.of(Fault.RESOLVED_BY_HAND), now - 21 * WorldClock.MINUTE, now, "");
    }

    /** Checks that a sweep releases the limit while no job runs, if the sweep can know about it. */
    private void sweep(ModelLimit limit, long end, long now) {
        long within = 15 * WorldClock.MINUTE + 2 * world.terms.sweepEvery + TEN_MINUTES;
        boolean tagged = !limit.tagLost() && limit.since(now - within).stream().allMatch(State::bearsLease);
        boolean knows = tagged || world.terms.sweepsWithLedger && !limit.ledgerLost;
        boolean could = !world.log.any(SWEEP, end - world.terms.sweepEvery, now, "");
        // a sweep tries each limit for half a minute
        if (knows && could && limit.answers(end + 1, now) && now > end + within) {
            judge.fail(
                    "past-end",
                    "no sweep returned what stands " + minutes(limit, now) + " min past its end: " + limit.text());
        }
    }

    private long minutes(ModelLimit limit, long now) {
        return (now - limit.oursSince - world.terms.maxHold.toMillis()) / WorldClock.MINUTE;
    }
}
