package dev.breakwater.guard.world;

import dev.breakwater.engine.control.ControlSettings;
import dev.breakwater.engine.policy.Lines.Auto;
import dev.breakwater.engine.policy.Match;
import dev.breakwater.engine.policy.Policy;
import dev.breakwater.engine.policy.PolicyBook;
import dev.breakwater.engine.policy.PolicyBook.BlastRadius;
import dev.breakwater.engine.policy.PolicyBook.Group;
import dev.breakwater.engine.policy.PolicyBook.Mode;
import dev.breakwater.engine.policy.ThrottleRule;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A world's settings in the form of the job's configuration. */
final class JobTerms {

    private static final long USD = 1_000_000_000L;

    private JobTerms() {}

    static PolicyBook book(WorldTerms terms, Product.Settings settings) {
        Duration most = settings.longest().compareTo(terms.maxHold) < 0 ? settings.longest() : terms.maxHold;
        Duration hold = terms.hold.compareTo(most) < 0 ? terms.hold : most;
        long page = (long) (WorldTerms.PAGES * USD);
        ThrottleRule rule = new ThrottleRule(
                (long) (WorldTerms.THROTTLES * USD),
                terms.floor,
                1.5,
                hold,
                most,
                terms.cooldown,
                terms.lever,
                true,
                terms.worth());
        Policy vip =
                new Policy("vip", new Match("vip-*", Map.of()), true, page, page, rule, page, Auto.NONE, Mode.ENFORCE);
        Policy all =
                new Policy("default", new Match("*", Map.of()), false, page, page, rule, page, Auto.NONE, Mode.ENFORCE);
        BlastRadius radius = new BlastRadius(
                Math.min(settings.atOnce(), terms.radius.atOnce()),
                terms.radius.shareOfFunctions(),
                terms.radius.perHour(),
                terms.radius.keepUnreserved());
        // most functions that surge within minutes have the same cause
        Group cause = new Group("cause", new Match("*", Map.of()));
        return new PolicyBook(
                Mode.valueOf(settings.mode().name()), List.of(vip, all), List.of(cause), radius, List.of());
    }

    static ControlSettings control(WorldTerms terms, String owner, List<String> adopts) {
        Duration fresh = Duration.ofMinutes(2).plusMillis(3 * terms.checkpointEvery);
        return new ControlSettings(
                owner,
                adopts,
                terms.concurrency,
                false,
                Duration.ofMinutes(5),
                Duration.ofMinutes(3),
                Duration.ofMinutes(1),
                Duration.ofMinutes(3),
                fresh,
                terms.approveWithin,
                terms.together);
    }
}
