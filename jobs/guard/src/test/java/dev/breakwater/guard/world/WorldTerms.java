package dev.breakwater.guard.world;

import dev.breakwater.core.control.ControlSettings;
import dev.breakwater.core.policy.Match;
import dev.breakwater.core.policy.Mode;
import dev.breakwater.core.policy.Policy;
import dev.breakwater.core.policy.PolicyBook;
import dev.breakwater.core.policy.PolicyBook.BlastRadius;
import dev.breakwater.core.policy.PolicyBook.Group;
import dev.breakwater.core.policy.ThrottleRule;
import dev.breakwater.core.policy.ThrottleRule.LeverRule;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** How one world is configured. */
final class WorldTerms {

    private static final long USD = 1_000_000_000L;

    final Duration hold;
    final Duration maxHold;
    final Duration approveWithin = Duration.ofMinutes(30);
    final Duration cooldown;
    final LeverRule lever;
    final BlastRadius radius;
    final int floor;
    final int concurrency;
    final long checkpointEvery;
    final long inventoryEvery;
    final long sweepEvery;
    final boolean sweepsWithLedger;
    final int together;
    /** How it runs when nobody changes that. */
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
    }

    PolicyBook book(Mode mode, Duration longest, int atOnce) {
        Duration most = longest.compareTo(maxHold) < 0 ? longest : maxHold;
        ThrottleRule rule = new ThrottleRule(
                10 * USD, floor, 1.5, hold.compareTo(most) < 0 ? hold : most, most, cooldown, lever, true);
        Policy vip = new Policy("vip", new Match("vip-*", Map.of()), true, USD, USD, rule, USD);
        Policy all = new Policy("default", new Match("*", Map.of()), false, USD, USD, rule, USD);
        BlastRadius narrower = new BlastRadius(
                Math.min(atOnce, radius.atOnce()),
                radius.shareOfFunctions(),
                radius.perHour(),
                radius.keepUnreserved());
        // most of what surges within minutes is of one cause
        Group cause = new Group("cause", new Match("*", Map.of()));
        return new PolicyBook(mode, List.of(vip, all), List.of(cause), narrower);
    }

    ControlSettings control(String owner) {
        Duration fresh = Duration.ofMinutes(2).plusMillis(3 * checkpointEvery);
        return new ControlSettings(
                owner,
                List.of(),
                concurrency,
                false,
                Duration.ofMinutes(5),
                Duration.ofMinutes(3),
                Duration.ofMinutes(1),
                Duration.ofMinutes(3),
                fresh,
                approveWithin,
                together);
    }

    /** How long after the last fault all has to be quiet, milliseconds. */
    long promised() {
        // what only the ledger of an ended instance knows waits for the next sweep
        long longest = Math.max(maxHold.toMillis(), sweepsWithLedger ? sweepEvery : 0);
        return longest + 2 * checkpointEvery + 11 * WorldClock.MINUTE;
    }
}
