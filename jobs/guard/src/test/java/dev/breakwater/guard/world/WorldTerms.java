package dev.breakwater.guard.world;

import dev.breakwater.engine.policy.PolicyBook.BlastRadius;
import dev.breakwater.engine.policy.ThrottleRule.LeverRule;
import dev.breakwater.engine.policy.ThrottleRule.Worth;
import dev.breakwater.guard.world.Product.Mode;
import java.time.Duration;
import java.util.List;

/** The settings of one world. */
final class WorldTerms {

    /**
     * Hourly cost above which people are paged, and hourly cost above which the surge is critical and throttled, USD.
     */
    static final double PAGES = 1;

    static final double THROTTLES = 10;

    /** Hourly cost from which a throttle is set even if it is not worth it, USD. */
    private static final double ALWAYS = 100;

    final Duration hold;
    final Duration maxHold;
    final Duration approveWithin = Duration.ofMinutes(30);
    final Duration cooldown;
    final LeverRule lever;
    /** The least cost that a throttle must avert for each 1,000 good calls that it refuses, USD. 0 in most worlds. */
    private final double worth;

    final BlastRadius radius;
    final int floor;
    final int concurrency;
    final long checkpointEvery;
    final long inventoryEvery;
    final long sweepEvery;
    final boolean sweepsWithLedger;
    final int together;
    /** The job's mode while nobody changes it. */
    final Mode mode;

    WorldTerms(Draws draws) {
        hold = Duration.ofMinutes(2 + draws.upTo(12));
        maxHold = Duration.ofMinutes(5 + draws.upTo(60));
        cooldown = Duration.ofMinutes(5 + draws.upTo(15));
        lever = LeverRule.values()[draws.upTo(3)];
        radius = new BlastRadius(1 + draws.upTo(5), 0.2 + draws.upTo(8) / 10.0, 2 + draws.upTo(30), draws.upTo(200));
        floor = 1 + draws.upTo(3);
        concurrency = draws.of(List.of(200, 300, 600, 1000, 3000));
        checkpointEvery = draws.of(List.of(10L, 30L, 60L)) * WorldClock.SECOND;
        inventoryEvery = (3 + draws.upTo(8)) * WorldClock.MINUTE;
        sweepEvery = draws.of(List.of(5L, 10L, 30L)) * WorldClock.MINUTE;
        sweepsWithLedger = draws.chance(2);
        together = 2 + draws.upTo(6);
        mode = draws.chance(6) ? Mode.APPROVE : Mode.ENFORCE;
        worth = draws.chanceAside(3) ? 1 : 0;
    }

    Worth worth() {
        return new Worth(worth, (long) (ALWAYS * 1e9));
    }

    /**
     * Whether a reservation is worth the good calls that it refuses. Good and bad calls are refused in the same
     * proportion.
     */
    boolean isWorth(String function, double usd) {
        return usd > ALWAYS || usd >= worth * Surges.good(function) * 60 / 1_000;
    }

    /** How long after the last fault the judge waits for the end, milliseconds (see the judge's rules). */
    long promised() {
        return maxHold.toMillis() + 2 * checkpointEvery + 30 * WorldClock.MINUTE;
    }
}
