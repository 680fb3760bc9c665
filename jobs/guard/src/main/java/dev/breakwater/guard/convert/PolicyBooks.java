package dev.breakwater.guard.convert;

import dev.breakwater.config.MatchSettings;
import dev.breakwater.config.PolicySettings;
import dev.breakwater.config.Settings;
import dev.breakwater.config.ThrottleSettings;
import dev.breakwater.config.WindowSettings;
import dev.breakwater.core.policy.Match;
import dev.breakwater.core.policy.Mode;
import dev.breakwater.core.policy.Policy;
import dev.breakwater.core.policy.PolicyBook;
import dev.breakwater.core.policy.PolicyBook.BlastRadius;
import dev.breakwater.core.policy.PolicyBook.Group;
import dev.breakwater.core.policy.ThrottleRule;
import dev.breakwater.core.policy.ThrottleRule.LeverRule;
import dev.breakwater.core.policy.Window;
import java.time.Instant;

/** The configuration's policies in the core's words: USD become nano-USD. */
public final class PolicyBooks {

    private static final long MINUTE_MILLIS = 60_000;

    private PolicyBooks() {}

    public static PolicyBook of(Settings settings) {
        Mode mode = Mode.valueOf(settings.mode().name());
        if (!settings.enforcement() && mode.atLeast(Mode.APPROVE)) mode = Mode.ALERT;
        BlastRadius radius = new BlastRadius(
                settings.blastRadius().atOnce(),
                settings.blastRadius().shareOfFunctions(),
                settings.blastRadius().perHour(),
                settings.blastRadius().keepUnreserved());
        return new PolicyBook(
                mode,
                settings.policies().stream().map(PolicyBooks::policy).toList(),
                settings.groups().stream()
                        .map(x -> new Group(x.name(), match(x.match())))
                        .toList(),
                radius,
                settings.windows().stream().map(PolicyBooks::window).toList());
    }

    /** Of minutes: those that begin within it. */
    private static Window window(WindowSettings w) {
        return new Window(w.name(), match(w.match()), firstMinute(w.from()), firstMinute(w.to()), w.expect());
    }

    private static long firstMinute(Instant from) {
        return -Math.floorDiv(-from.toEpochMilli(), MINUTE_MILLIS);
    }

    private static Policy policy(PolicySettings p) {
        return new Policy(
                p.name(),
                match(p.match()),
                p.protect(),
                nano(p.warnUsdPerHour()),
                nano(p.pageUsdPerHour()),
                rule(p.throttle()),
                nano(p.youngFunctionUsdPerHour()));
    }

    private static Match match(MatchSettings m) {
        return new Match(m.function(), m.tags());
    }

    private static ThrottleRule rule(ThrottleSettings t) {
        return new ThrottleRule(
                nano(t.minUsdPerHour()),
                t.floor(),
                t.headroom(),
                t.hold(),
                t.maxHold(),
                t.cooldown(),
                LeverRule.valueOf(t.lever().name()),
                t.beforeFirstWeek());
    }

    private static long nano(double usd) {
        return Math.round(usd * 1e9);
    }
}
