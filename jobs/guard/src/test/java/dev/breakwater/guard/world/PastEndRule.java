package dev.breakwater.guard.world;

import java.util.EnumSet;
import java.util.Set;

/** No value of ours stands ten minutes past its end unless the page "cannot give back" is open. */
final class PastEndRule {

    private static final long TEN_MINUTES = 10 * WorldClock.MINUTE;
    /** That a lease is over is decided once a minute. */
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

    /** The end is written once, when the limit is set first: the longest hold later at most. */
    private void look(ModelLimit limit) {
        long now = world.clock.now;
        long end = limit.oursSince + world.terms.maxHold.toMillis();
        if (now <= end + TEN_MINUTES || limit.unknowable || limit.isForgotten()) return;
        boolean skewed = world.log.any(CLOCK, limit.oursSince, now, "");
        long due = end + TEN_MINUTES + DECIDES + (skewed ? TEN_MINUTES : 0);
        // in a name that the instance had, and nothing remembers, it is found by its tag when any instance may return
        // it
        Product.Instance of = world.ownerOf(limit);
        boolean forgotten = limit.stateLost && limit.ledgerLost;
        boolean former = forgotten && !limit.setBy.equals(of.name());
        // while nothing can be read, nobody can know of what only its tag remembers
        long found = now - ANYBODYS - 2 * world.terms.inventoryEvery;
        if (forgotten && world.aws.unreadUntil >= found) return;
        if (former) due += ANYBODYS + 2 * world.terms.inventoryEvery;
        if (now <= due) return;
        if (of.isUp()) job(limit, now);
        else sweep(limit, end, now);
    }

    private void job(ModelLimit limit, long now) {
        // in ten minutes after a start nothing of it can be ten minutes old
        if (now - world.startedAt(world.ownerOf(limit)) <= TEN_MINUTES + WorldClock.MINUTE) return;
        if (world.log.any(Fault.PAGER, now - 6 * WorldClock.MINUTE, now, "")) return;
        if (!paged(now)) {
            judge.fail(
                    "past-end",
                    "stands " + minutes(limit, now) + " min past its end, and nobody is paged: " + limit.text());
        }
    }

    /** The page, or a resolve of it by hand that is not a restatement's time ago. */
    private boolean paged(long now) {
        boolean open = world.pager.open.values().stream().anyMatch(a -> a.stands.kind() == Page.Kind.CANNOT_GIVE_BACK);
        return open || world.log.any(EnumSet.of(Fault.RESOLVED_BY_HAND), now - 21 * WorldClock.MINUTE, now, "");
    }

    /** While no job runs, a sweep that can know of it ends it. */
    private void sweep(ModelLimit limit, long end, long now) {
        boolean knows = !limit.tagLost() || world.terms.sweepsWithLedger && !limit.ledgerLost;
        boolean could = !world.log.any(SWEEP, end - world.terms.sweepEvery, now, "");
        long within = 15 * WorldClock.MINUTE + 2 * world.terms.sweepEvery + TEN_MINUTES;
        if (knows && could && now > end + within) {
            judge.fail(
                    "past-end",
                    "no sweep returned what stands " + minutes(limit, now) + " min past its end: " + limit.text());
        }
    }

    private long minutes(ModelLimit limit, long now) {
        return (now - limit.oursSince - world.terms.maxHold.toMillis()) / WorldClock.MINUTE;
    }
}
