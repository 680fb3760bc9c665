package dev.breakwater.guard.world;

import dev.breakwater.guard.world.ModelLimit.By;
import dev.breakwater.guard.world.ModelLimit.State;
import dev.breakwater.guard.world.Page.Kind;
import dev.breakwater.guard.world.Page.Said;
import dev.breakwater.guard.world.Page.Stage;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The texts that people read about limits are correct. A new text must be true for the 90 s before the reading that it
 * names. The present text must be true at each minute. It may be outdated for 60 s after a call of the job, and for
 * five minutes after anybody else's change.
 */
final class TextRule {

    private static final long OWN_ACTS = 60 * WorldClock.SECOND;
    private static final long OTHERS = 5 * WorldClock.MINUTE;
    /** A text that somebody changed a limit must be about a change within this time. */
    private static final long CHANGED_WITHIN = 2 * WorldClock.DAY;

    /** Alerts that were open before a loss of state have ended after this time. */
    static final long TOLD_AGAIN = 2 * WorldClock.HOUR + 15 * WorldClock.MINUTE;

    /**
     * Faults in which AWS cannot be read or its answer cannot be recorded. After a clock went back, readings continue
     * when it has caught up.
     */
    private static final Set<Fault> BLIND = EnumSet.of(
            Fault.AWS_AWAY, Fault.DENIED_MINUTES, Fault.DENIED_DAYS, Fault.LEDGER_FULL, Fault.SLOW, Fault.CLOCK_BEHIND);

    private final Judge judge;
    private final ClosedLoopWorld world;
    /** When a person, or a person's command, last changed a limit of each function. */
    private final Map<String, Long> touched = new HashMap<>();

    TextRule(Judge judge) {
        this.judge = judge;
        world = judge.world;
    }

    void touched(String function) {
        touched.put(function, world.clock.now);
    }

    // checks of new texts

    void heard(ModelPager.Heard heard) {
        Page page = heard.page();
        page.said().forEach((function, said) -> {
            // a requested limit claims no reading
            if (said.stage() == Stage.NONE || said.stage() == Stage.ASKED) return;
            boolean timed = said.readAt() >= 0;
            if (!timed) judge.fail("text-time", "names no time of its reading: " + page.words());
            // a machine with a wrong clock names a wrong time
            long day = world.clock.now - WorldClock.DAY;
            boolean skewed = world.log.any(EnumSet.of(Fault.CLOCK_AHEAD, Fault.CLOCK_BEHIND), day, world.clock.now, "");
            if (timed && !skewed && world.clock.now - said.readAt() < 10 * WorldClock.MINUTE) {
                arrives(function, said, said.readAt(), heard);
            }
        });
    }

    private void arrives(String function, Said said, long readAt, ModelPager.Heard heard) {
        Page page = heard.page();
        ModelLimit limit = world.aws.limit(said.target());
        boolean gone = world.log.any(EnumSet.of(Fault.DELETED, Fault.CREATED_ANEW), readAt, world.clock.now, function);
        if (limit == null || gone) return;
        switch (said.stage()) {
            case HELD, RETURNING -> {
                boolean was = limit.since(readAt - ModelAws.STALE).stream()
                        .filter(s -> s.at() <= readAt + 5 * WorldClock.SECOND)
                        .anyMatch(s -> says(said, s, limit));
                if (!was) judge.fail("text-arrives", "says " + said + " of " + limit.text() + ": " + page.words());
            }
            case SEEN -> {
                boolean was = limit.since(readAt - ModelAws.STALE).stream().anyMatch(s -> s.value() == said.limit());
                if (!was) judge.fail("text-arrives", "says " + said + " of " + limit.text() + ": " + page.words());
            }
            case GIVEN_BACK -> {
                boolean returned = limit.returnedByUs && limit.returnedTo == said.previous();
                // a person's change just before can be lost
                boolean overwritten = limit.isOurs() && limit.value == said.previous();
                if (!returned && !overwritten)
                    judge.fail("text-given-back", "says " + said + " of " + limit.text() + ": " + page.words());
            }
            case CHANGED -> {
                long at = touched.getOrDefault(function, Long.MIN_VALUE / 2);
                // without its tag, a value of another instance cannot be recognised
                boolean others = limit.isOurs() && !limit.setBy.equals(heard.owner());
                boolean untagged = world.log.any(Fault.TAGLESS, readAt - WorldClock.HOUR, world.clock.now, function)
                        || limit.tags.values().stream().noneMatch(tag -> tag.contains(" by=" + limit.setBy + ' '));
                if (world.clock.now - at > CHANGED_WITHIN && !(others && untagged)) {
                    judge.fail("text-changed", "nobody's hand is taken for one: " + limit.text() + ": " + page.words());
                }
            }
            default -> {}
        }
    }

    // checks of the present texts

    void minute() {
        if (world.pager.open.isEmpty()) return;
        long now = world.clock.now;
        if (world.log.any(Fault.PAGER, now - 7 * WorldClock.MINUTE, now, "")) return;
        for (ModelPager.Alert alert : world.pager.open.values()) {
            Product.Instance of = world.instance(alert.ring.owner());
            boolean able = of != null && of.isUp() && now - world.startedAt(of) > OTHERS;
            if (able && !isForgotten(of, alert) && alert.stands.kind() == Kind.INCIDENT) {
                alert.stands.said().forEach((function, said) -> stands(of, alert, function, said));
            }
        }
    }

    /** Whether the job no longer knows that it sent the alert. It ends such alerts from its ledger within hours. */
    private boolean isForgotten(Product.Instance of, ModelPager.Alert alert) {
        if (world.pager.isForgotten(alert, world.log)) return true;
        long now = world.clock.now;
        long began = world.startedAt(of);
        boolean unstored = world.log.any(EnumSet.of(Fault.CHECKPOINTS_FAIL), alert.standsSince, began, "");
        if (unstored && began > alert.standsSince && now < began + TOLD_AGAIN) return true;
        for (Fault fault : ModelPager.BACK) {
            for (FaultLog.Entry lost : world.log.of(fault)) {
                long up = world.log.lasted(EnumSet.of(Fault.CRASH), lost.from, lost.to, "");
                if (lost.from >= alert.ownSince && now < up + TOLD_AGAIN) return true;
            }
        }
        return false;
    }

    private void stands(Product.Instance of, ModelPager.Alert alert, String function, Said said) {
        long now = world.clock.now;
        if (world.log.any(BLIND, now - 10 * WorldClock.MINUTE, now, function)) return;
        if (world.log.any(EnumSet.of(Fault.SECOND_INSTANCE), now - WorldClock.HOUR, now, "")) return;
        if (world.log.any(EnumSet.of(Fault.DELETED, Fault.CREATED_ANEW), now - OTHERS, now, function)) return;
        if (said.stage() == Stage.NONE) {
            omits(of, alert, function);
            return;
        }
        if (said.stage() == Stage.ASKED) return;
        // another reading follows within a minute, unless it fails
        if (said.stage() == Stage.SEEN && now - said.readAt() < OTHERS) return;
        ModelLimit limit = world.aws.limit(said.target());
        if (limit == null || limit.unknowable) return;
        // while AWS changes a mapping, it shows no value, and the next reading follows after a minute
        if (now < limit.busyUntil + 2 * WorldClock.MINUTE) return;
        boolean seen = said.stage() == Stage.SEEN;
        if (!graced(limit, s -> seen ? s.value() == said.limit() : says(said, s, limit))) {
            judge.fail("text-stands", "stands " + said + " of " + limit.text() + ": " + alert.stands.words());
        }
    }

    /** Checks that the text mentions every value of ours that is set on the function. */
    private void omits(Product.Instance of, ModelPager.Alert alert, String function) {
        long now = world.clock.now;
        // until the configuration has the instance's former name, it takes nothing over from the ledger under that name
        if (world.log.any(EnumSet.of(Fault.RENAMED), now, now, "")) return;
        for (ModelLimit limit : world.aws.ours()) {
            boolean known = limit.function.equals(function) && world.ownerOf(limit) == of;
            // a limit that only its tag records is found by an inventory round
            boolean unread = limit.stateLost && limit.ledgerLost;
            if (known && !unread && !limit.unknowable && !limit.outcomeUnknown && !graced(limit, s -> !s.ours())) {
                judge.fail("text-omits", "says nothing of " + limit.text() + ": " + alert.stands.words());
            }
        }
    }

    private static boolean says(Said said, State s, ModelLimit limit) {
        // a person's value that equals ours looks like ours
        return s.value() == said.limit() && (s.ours() || limit.own.contains(s.value()));
    }

    /** Whether the condition is true now, or was true until a moment ago, no matter who changed that. */
    private boolean graced(ModelLimit limit, java.util.function.Predicate<State> right) {
        List<State> newestFirst = limit.since(world.clock.now - WorldClock.HOUR);
        long endedAt = world.clock.now;
        By endedBy = By.JOB;
        for (State s : newestFirst) {
            if (right.test(s)) {
                boolean own = endedBy == By.JOB && !limit.outcomeUnknown;
                return world.clock.now - endedAt <= (own ? OWN_ACTS : OTHERS) + unread(limit, endedAt);
            }
            endedAt = s.at();
            endedBy = s.by();
        }
        return false;
    }

    /** A reading that fails is repeated a minute later. */
    private static long unread(ModelLimit limit, long since) {
        return limit.failedReads.stream()
                        .filter(at -> at >= since - WorldClock.MINUTE)
                        .count()
                * WorldClock.MINUTE;
    }
}
