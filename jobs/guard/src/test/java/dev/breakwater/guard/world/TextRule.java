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
 * What people read of limits is right: each text for the 90 s before the reading that it names, and the text that stands at
 * each minute, with 60 s of grace after acts of the job and five minutes after whatever somebody else did.
 */
final class TextRule {

    private static final long OWN_ACTS = 60 * WorldClock.SECOND;
    private static final long OTHERS = 5 * WorldClock.MINUTE;
    /** A claim that somebody changed a limit is about something that was done since. */
    private static final long CHANGED_WITHIN = 2 * WorldClock.DAY;

    /** Alerts that were open before state was lost have ended by then. */
    static final long TOLD_AGAIN = 2 * WorldClock.HOUR + 15 * WorldClock.MINUTE;

    /** Nobody reads AWS, or can write down what it answered; a clock that went back reads again when it has caught up. */
    private static final Set<Fault> BLIND = EnumSet.of(
            Fault.AWS_AWAY, Fault.DENIED_MINUTES, Fault.DENIED_DAYS, Fault.LEDGER_FULL, Fault.SLOW, Fault.CLOCK_BEHIND);

    private final Judge judge;
    private final ClosedLoopWorld world;
    /** When a person, or a command of a person, last touched a limit of that function. */
    private final Map<String, Long> touched = new HashMap<>();

    TextRule(Judge judge) {
        this.judge = judge;
        world = judge.world;
    }

    void touched(String function) {
        touched.put(function, world.clock.now);
    }

    // what arrives

    void heard(ModelPager.Heard heard) {
        Page page = heard.page();
        page.said().forEach((function, said) -> {
            // a requested limit claims no reading
            if (said.stage() == Stage.NONE || said.stage() == Stage.ASKED) return;
            boolean timed = said.readAt() >= 0;
            if (!timed) judge.fail("text-time", "names no time of its reading: " + page.words());
            // whose clock was wrong names a wrong time
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
                // a person's change of a moment ago can be lost
                boolean overwritten = limit.isOurs() && limit.value == said.previous();
                if (!returned && !overwritten)
                    judge.fail("text-given-back", "says " + said + " of " + limit.text() + ": " + page.words());
            }
            case CHANGED -> {
                long at = touched.getOrDefault(function, Long.MIN_VALUE / 2);
                // another instance's value without its tag is nobody's that could be known
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

    // what stands

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

    /** Its job does not know any more that it sent that; it ends alerts from its ledger, hours later at the latest. */
    private boolean isForgotten(Product.Instance of, ModelPager.Alert alert) {
        if (world.pager.isForgotten(alert, world.log)) return true;
        long now = world.clock.now;
        long began = world.startedAt(of);
        boolean unstored = world.log.any(EnumSet.of(Fault.CHECKPOINTS_FAIL), alert.standsSince, began, "");
        if (unstored && began > alert.standsSince && now < began + TOLD_AGAIN) return true;
        for (Fault fault : ModelPager.BACK) {
            for (FaultLog.Entry lost : world.log.of(fault)) {
                long up = world.log.lasted(EnumSet.of(Fault.CRASH), lost.from, lost.to, "");
                if (lost.from >= alert.standsSince && now < up + TOLD_AGAIN) return true;
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
        // one more reading follows within a minute, unless it fails
        if (said.stage() == Stage.SEEN && now - said.readAt() < OTHERS) return;
        ModelLimit limit = world.aws.limit(said.target());
        if (limit == null || limit.unknowable) return;
        // while AWS changes a mapping it shows no value, and the next reading takes a minute
        if (now < limit.busyUntil + 2 * WorldClock.MINUTE) return;
        boolean seen = said.stage() == Stage.SEEN;
        if (!graced(limit, s -> seen ? s.value() == said.limit() : says(said, s, limit))) {
            judge.fail("text-stands", "stands " + said + " of " + limit.text() + ": " + alert.stands.words());
        }
    }

    /** A value of ours is set on the function, and the text does not mention it. */
    private void omits(Product.Instance of, ModelPager.Alert alert, String function) {
        long now = world.clock.now;
        // until its configuration names its former name, it takes nothing over from that one's ledger
        if (world.log.any(EnumSet.of(Fault.RENAMED), now, now, "")) return;
        for (ModelLimit limit : world.aws.ours()) {
            boolean known = limit.function.equals(function) && world.ownerOf(limit) == of;
            // what its tag alone tells is found by a round of the inventory
            boolean unread = limit.stateLost && limit.ledgerLost;
            if (known && !unread && !limit.unknowable && !limit.outcomeUnknown && !graced(limit, s -> !s.ours())) {
                judge.fail("text-omits", "says nothing of " + limit.text() + ": " + alert.stands.words());
            }
        }
    }

    private static boolean says(Said said, State s, ModelLimit limit) {
        // a person's value that equals ours looks the same
        return s.value() == said.limit() && (s.ours() || limit.own.contains(s.value()));
    }

    /** Whether that holds now, or did until a moment ago, regardless of who ended it. */
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
